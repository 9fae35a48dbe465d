"""Lists for the province's window and commands: periods, cases, imported and quarantined files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION, IntakeOutcome
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.domain.text import printable_file_name
from xa_report.domain.unit import Unit
from xa_report.province.consolidation.overview import build_overview
from xa_report.province.database import cases, proofs, submissions
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.submissions import Submission
from xa_report.province.database.units import active_units, units_without_submission
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.verification.report_proof import ReportProof
from xa_report.workflow.province.intake import ImportFailure
from xa_report.workflow.province.quarantine import quarantined_files

FAILED_OUTCOME = "failed"
"""Outcome of a file whose import failed."""


def list_register_periods(register: Register) -> tuple[Period, ...]:
    """Return the periods that have a submission, in the order of time."""
    with register.database.read() as connection:
        return cases.periods_with_cases(connection)


def list_cases(province_register: Register, period: Period) -> tuple[CaseRow, ...]:
    """Return the case of each commune that has sent its report, by unit code."""
    with province_register.database.read() as connection:
        return cases.load_cases(connection, period)


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """Case of one commune with the submission that counts."""

    name: str
    case: CaseRow
    submission: Submission
    proof: ReportProof | None
    """None before the documents were drawn again and compared."""


def case_statuses(register: Register, period: Period) -> tuple[CaseStatus, ...]:
    """Return case and counting submission of each commune that has sent its report, by code."""
    names = {unit.code: unit.name for unit in list_communes(register)}
    with register.database.read() as connection:
        known = cases.load_cases(connection, period)
        proven = proofs.load_proofs(connection, [case.submission for case in known])
        return tuple(
            CaseStatus(
                # A unit may have left the list since: its code stands for the name.
                names.get(case.unit, case.unit),
                case,
                submissions.load_submission(connection, case.submission),
                proven.get(case.submission),
            )
            for case in known
        )


def latest_period(province_register: Register) -> Period | None:
    """Return the newest period that has a submission; None when nothing has come."""
    with province_register.database.read() as connection:
        periods = cases.periods_with_cases(connection)
    return periods[-1] if periods else None


def list_communes(register: Register) -> tuple[Unit, ...]:
    """Return the communes that report to the province now, in the order of its list."""
    return active_units(register.unit_entries())


def communes_without_report(register: Register, period: Period) -> tuple[Unit, ...]:
    """Return the communes without a submission for a period, by code."""
    with register.database.read() as connection:
        return units_without_submission(connection, register.province, period)


def choose_period_to_open(register: Register, today: date) -> Period:
    """Return the last period that has a submission, else the current year."""
    periods = list_register_periods(register)
    return periods[-1] if periods else Period(today.year)


def load_overview(register: Register, period: Period) -> ProvinceOverview:
    """Return the counts of a period by state, from the register alone."""
    return build_overview(register, period)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """Row of one received file in a preview or an import."""

    path: Path
    unit: str = ""
    """Name of the commune; empty when the file does not name it."""
    unit_code: str = ""
    period: str = ""
    sequence: int = 0
    outcome: str = ""
    """Key of the IntakeOutcome, or FAILED_OUTCOME."""
    label: str = ""
    action: str = ""
    reason: str = ""
    code: str = ""
    held: bool = False
    taken: bool = False

    @property
    def name(self) -> str:
        """Name of the file without control characters."""
        return printable_file_name(self.path.name)


def build_import_row(result: ImportResult | ImportFailure) -> ImportRow:
    """Build the row of one file."""
    if isinstance(result, ImportFailure):
        return ImportRow(
            result.path,
            outcome=FAILED_OUTCOME,
            label="Chưa nhập được",
            action="Chưa nhập; các tệp khác không bị ảnh hưởng. Hãy nhập lại tệp này.",
            reason=result.sentence,
        )
    classification = result.classification
    received = classification.examined_file.received
    report = received.record.report if received else None
    unit = classification.unit or (report.unit if report else None)
    is_stored = bool(classification.examined_file.sha256)
    return ImportRow(
        classification.examined_file.path,
        unit.name if unit else "",
        unit.code if unit else "",
        report.period.label if report else "",
        report.sequence if report else 0,
        classification.arrival.key,
        classification.arrival.label,
        _action_text(classification.arrival, is_quarantined=classification.is_quarantined)
        if is_stored
        else NOTHING_STORED_ACTION,
        classification.reason or classification.note,
        classification.code,
        classification.is_quarantined,
        classification.is_imported,
    )


def _action_text(arrival: IntakeOutcome, *, is_quarantined: bool) -> str:
    if is_quarantined and arrival.is_imported:
        return "Giữ riêng cùng lý do; xem lý do để biết việc cần làm."
    return arrival.action


def build_import_rows(results: Iterable[ImportResult | ImportFailure]) -> tuple[ImportRow, ...]:
    """Build the rows of files, in their order."""
    return tuple(build_import_row(one) for one in results)


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """Row of one quarantined file."""

    number: int
    name: str
    unit: str
    period: str
    sequence: int
    label: str
    outcome: str
    code: str
    reason: str
    action: str
    changed: str
    """Time of the last change, ISO 8601 in UTC as the register stores it."""
    unit_code: str = ""
    """Code of the commune that the file names; empty when that could not be read."""


def list_quarantine_rows(register: Register) -> tuple[QuarantineRow, ...]:
    """Return the rows of unsettled quarantined files, newest first."""
    named = {unit.code: unit.name for unit in list_communes(register)}
    rows = []
    for held in reversed(quarantined_files(register)):
        arrival = IntakeOutcome.from_key(held.arrival)
        label = Period.parse(held.period).label if held.period else ""
        rows.append(
            QuarantineRow(
                held.id, held.name, named.get(held.unit, held.unit), label, held.sequence,
                arrival.label, arrival.key, held.code, held.reason,
                _action_text(arrival, is_quarantined=True), held.changed, held.unit,
            )
        )  # fmt: skip
    return tuple(rows)
