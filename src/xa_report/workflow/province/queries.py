"""What the province asks its register for: communes, cases, received files, what is kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import NOTHING_STORED_ACTION, IntakeOutcome
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.domain.text import printable_file_name
from xa_report.domain.unit import Unit
from xa_report.workflow.province.intake import ImportFailure
from xa_report.workflow.province.quarantine import quarantined_files

if TYPE_CHECKING:
    from xa_report.province.database.cases import CaseRow
    from xa_report.province.database.submissions import Submission
    from xa_report.province.intake.import_file import ImportResult
    from xa_report.province.register import Register


FAILED = "failed"
"""The outcome of a file that could not be worked on."""


def periods(desk: "Register") -> tuple[Period, ...]:
    """The periods for which something has come, in the order of time."""
    from xa_report.province.database import cases

    with desk.register.read() as connection:
        return cases.periods_with_cases(connection)


def cases(desk: "Register", period: Period) -> "tuple[CaseRow, ...]":
    """How far each commune is that has sent its report."""
    from xa_report.province.database import cases as register

    with desk.register.read() as connection:
        return register.load_cases(connection, period)


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """How far one commune is, and which of its submissions counts."""

    name: str
    case: "CaseRow"
    submission: "Submission"


def case_statuses(desk: "Register", period: Period) -> tuple[CaseStatus, ...]:
    """How far each commune is that has sent its report, by code."""
    from xa_report.province.database import cases as register
    from xa_report.province.database import submissions

    names = {unit.code: unit.name for unit in communes(desk)}
    with desk.register.read() as connection:
        return tuple(
            CaseStatus(
                names.get(case.unit, case.unit),
                case,
                submissions.load_submission(connection, case.submission),
            )
            for case in register.load_cases(connection, period)
        )


def latest_period(desk: "Register") -> Period | None:
    """The newest period for which something has come."""
    from xa_report.province.database import cases as register

    with desk.register.read() as connection:
        found = register.periods_with_cases(connection)
    return found[-1] if found else None


def communes(desk: "Register") -> tuple[Unit, ...]:
    """The communes that report to the province now."""
    from xa_report.province.database.units import active_units

    return active_units(desk.entries())


def not_sent(desk: "Register", period: Period) -> tuple[Unit, ...]:
    """The communes of which nothing has come for a period."""
    from xa_report.province.database.units import units_without_submission

    with desk.register.read() as connection:
        return units_without_submission(connection, desk.province, period)


def period_to_open(desk: "Register", today: date) -> Period:
    """The period to begin with: the last that something came for, else the year."""
    found = periods(desk)
    return found[-1] if found else Period(today.year)


def overview(desk: "Register", period: Period) -> ProvinceOverview:
    """Where the province stands in a period, from what the register keeps."""
    from xa_report.province.consolidation.overview import build_overview

    return build_overview(desk, period)


@dataclass(frozen=True, slots=True)
class FileLine:
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


def file_line(found: "ImportResult | ImportFailure") -> FileLine:
    """The line of one file."""
    if isinstance(found, ImportFailure):
        return FileLine(
            found.path,
            outcome=FAILED,
            label="Chưa nhập được",
            action="Chưa nhập; các tệp khác không bị ảnh hưởng. Hãy nhập lại tệp này.",
            reason=found.sentence,
        )
    one = found.classified
    received = one.examined.received
    report = received.record.report if received else None
    unit = one.unit or (report.unit if report else None)
    kept = bool(one.examined.sha256)
    return FileLine(
        one.examined.path,
        unit.name if unit else "",
        unit.code if unit else "",
        report.period.label if report else "",
        report.sequence if report else 0,
        one.arrival.key,
        one.arrival.label,
        _action(one.arrival, held=one.held) if kept else NOTHING_STORED_ACTION,
        one.reason or one.note,
        one.code,
        one.held,
        one.taken,
    )


def _action(arrival: IntakeOutcome, *, held: bool) -> str:
    if held and arrival.taken:
        return "Giữ riêng cùng lý do; xem lý do để biết việc cần làm."
    return arrival.action


def file_lines(found: "Iterable[ImportResult | ImportFailure]") -> tuple[FileLine, ...]:
    """The lines of files, in their order."""
    return tuple(file_line(one) for one in found)


@dataclass(frozen=True, slots=True)
class HeldLine:
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


def held_lines(desk: "Register") -> tuple[HeldLine, ...]:
    """What is kept apart and waits for somebody, newest first."""
    named = {unit.code: unit.name for unit in communes(desk)}
    arrivals = {one.key: one for one in IntakeOutcome}
    found = []
    for held in reversed(quarantined_files(desk)):
        arrival = arrivals[held.arrival]
        label = Period.parse(held.period).label if held.period else ""
        found.append(
            HeldLine(
                held.id, held.name, named.get(held.unit, held.unit), label, held.sequence,
                arrival.label, arrival.key, held.code, held.reason, _action(arrival, held=True),
                held.changed, held.unit,
            )
        )  # fmt: skip
    return tuple(found)
