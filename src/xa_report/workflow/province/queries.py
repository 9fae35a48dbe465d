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
from xa_report.province.database import cases, submissions
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.submissions import Submission
from xa_report.province.database.units import active_units, units_without_submission
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.workflow.province.intake import ImportFailure
from xa_report.workflow.province.quarantine import quarantined_files

FAILED_OUTCOME = "failed"
"""The outcome of a file that could not be worked on."""


def list_register_periods(register: Register) -> tuple[Period, ...]:
    """The periods for which something has come, in the order of time."""
    with register.database.read() as connection:
        return cases.periods_with_cases(connection)


def list_cases(province_register: Register, period: Period) -> tuple[CaseRow, ...]:
    """How far each commune is that has sent its report."""
    with province_register.database.read() as connection:
        return cases.load_cases(connection, period)


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How far one commune is, and which of its submissions counts."""

    name: str
    case: CaseRow
    submission: Submission


def case_statuses(desk: Register, period: Period) -> tuple[CaseStatus, ...]:
    """How far each commune is that has sent its report, by code."""
    names = {unit.code: unit.name for unit in list_communes(desk)}
    with desk.database.read() as connection:
        return tuple(
            CaseStatus(
                names.get(case.unit, case.unit),
                case,
                submissions.load_submission(connection, case.submission),
            )
            for case in cases.load_cases(connection, period)
        )


def latest_period(province_register: Register) -> Period | None:
    """The newest period for which something has come."""
    with province_register.database.read() as connection:
        found = cases.periods_with_cases(connection)
    return found[-1] if found else None


def list_communes(register: Register) -> tuple[Unit, ...]:
    """The communes that report to the province now."""
    return active_units(register.unit_entries())


def communes_without_report(register: Register, period: Period) -> tuple[Unit, ...]:
    """The communes of which nothing has come for a period."""
    with register.database.read() as connection:
        return units_without_submission(connection, register.province, period)


def choose_period_to_open(register: Register, today: date) -> Period:
    """The period to begin with: the last that something came for, else the year."""
    found = list_register_periods(register)
    return found[-1] if found else Period(today.year)


def load_overview(register: Register, period: Period) -> ProvinceOverview:
    """Where the province stands in a period, from what the register keeps."""
    return build_overview(register, period)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What happens, or has happened, to one received file."""

    path: Path
    unit: str = ""
    """Name of the commune; empty when the file does not tell."""
    unit_code: str = ""
    period: str = ""
    sequence: int = 0
    outcome: str = ""
    """Key of the Arrival, or FAILED."""
    label: str = ""
    action: str = ""
    reason: str = ""
    code: str = ""
    held: bool = False
    taken: bool = False

    @property
    def name(self) -> str:
        """How the file is called, harmless to look at."""
        return printable_file_name(self.path.name)


def build_import_row(result: ImportResult | ImportFailure) -> ImportRow:
    """The line of one file."""
    if isinstance(result, ImportFailure):
        return ImportRow(
            result.path,
            outcome=FAILED_OUTCOME,
            label="Chưa nhập được",
            action="Chưa nhập; các tệp khác không bị ảnh hưởng. Hãy nhập lại tệp này.",
            reason=result.sentence,
        )
    one = result.classification
    received = one.examined_file.received
    report = received.record.report if received else None
    unit = one.unit or (report.unit if report else None)
    kept = bool(one.examined_file.sha256)
    return ImportRow(
        one.examined_file.path,
        unit.name if unit else "",
        unit.code if unit else "",
        report.period.label if report else "",
        report.sequence if report else 0,
        one.arrival.key,
        one.arrival.label,
        _action_text(one.arrival, is_quarantined=one.is_quarantined)
        if kept
        else NOTHING_STORED_ACTION,
        one.reason or one.note,
        one.code,
        one.is_quarantined,
        one.is_imported,
    )


def _action_text(arrival: IntakeOutcome, *, is_quarantined: bool) -> str:
    if is_quarantined and arrival.is_imported:
        return "Giữ riêng cùng lý do; xem lý do để biết việc cần làm."
    return arrival.action


def build_import_rows(results: Iterable[ImportResult | ImportFailure]) -> tuple[ImportRow, ...]:
    """The lines of files, in their order."""
    return tuple(build_import_row(one) for one in results)


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A file that is kept apart."""

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
    """When, as the register writes times."""
    unit_code: str = ""
    """Of the commune that it says it is from; empty when that could not be read."""


def list_quarantine_rows(register: Register) -> tuple[QuarantineRow, ...]:
    """What is kept apart and waits for somebody, newest first."""
    named = {unit.code: unit.name for unit in list_communes(register)}
    arrivals = {one.key: one for one in IntakeOutcome}
    found = []
    for held in reversed(quarantined_files(register)):
        arrival = arrivals[held.arrival]
        label = Period.parse(held.period).label if held.period else ""
        found.append(
            QuarantineRow(
                held.id, held.name, named.get(held.unit, held.unit), label, held.sequence,
                arrival.label, arrival.key, held.code, held.reason, _action_text(arrival, is_quarantined=True),
                held.changed, held.unit,
            )
        )  # fmt: skip
    return tuple(found)
