"""The province's path: register, trust, intake; later appraisal, receipts, ranking and books."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.dates import utc_now
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.domain.visible import visible_name
from xa_report.errors import UsageError, XaReportError
from xa_report.workflow.work import Progress, silent

if TYPE_CHECKING:
    from xa_report.province.desk import Desk
    from xa_report.province.intake.classifying import Allowed
    from xa_report.province.intake.examining import Examined
    from xa_report.province.intake.taking import Taken
    from xa_report.province.register.cases import Case
    from xa_report.province.register.quarantine import Held
    from xa_report.province.register.submissions import Submission

Clock = Callable[[], datetime]


def create(database: str, code: str, units: Path | None = None, who: str = "") -> "Desk":
    """Make a register for a province, with its communes from its own list or the one that ships."""
    from xa_report.province.desk import Desk
    from xa_report.province.register.register import create as make
    from xa_report.province.register.units import UnitEntry, put, put_own
    from xa_report.workflow.definitions import units as listed
    from xa_report.workflow.unit_lists import read_own_units

    found = listed()
    province = found.units.get(code)
    if province is None or province.province_code:
        raise UsageError(f"Mã “{code}” không phải mã tỉnh, thành phố; ví dụ 80 là Tây Ninh.")
    own = read_own_units(units, province) if units else ()
    desk = Desk(make(database, province, who))
    if own:
        put_own(desk.register, own)
        return desk
    shipped = [one for one in found.units.values() if one.province_code == code]
    put(desk.register, [UnitEntry(one) for one in sorted(shipped, key=lambda one: one.code)])
    return desk


def open_province(database: str, who: str = "") -> "Desk":
    """Open a register; raise UsageError when there is none."""
    from xa_report.province.desk import Desk
    from xa_report.province.register.register import open_register

    return Desk(open_register(database, who))


def add_definitions(desk: "Desk", found: Sequence[Form | Plan]) -> int:
    """Let communes report by a form and plans; return how many were new."""
    return desk.add_definitions(found)


def examine(
    desk: "Desk",
    paths: Iterable[Path],
    progress: Progress = silent,
    clock: Clock = utc_now,
) -> "Iterator[Examined]":
    """Examine files and folders on all cores; progress names each file that is done.

    What merely lies in a named folder and is no report comes out as `unrelated`.
    """
    from xa_report.province.intake.finding import files_in, related
    from xa_report.province.intake.importing import examined

    files = files_in(paths)
    for done, found in enumerate(examined(desk, tuple(files), clock()), start=1):
        progress(found.name, done, len(files))
        yield related(found, named=files[found.path])


def allowing(
    by_name: bool = False, inconclusive: bool = False, why: str = "", other_receipt: bool = False
) -> "Allowed":
    """What somebody agrees to, knowing why files are kept apart."""
    from xa_report.province.intake.classifying import Allowed

    return Allowed(by_name, inconclusive, other_receipt, why)


def preview(
    desk: "Desk", found: "Iterable[Examined]", allowed: "Allowed | None" = None
) -> "list[Taken]":
    """What would happen to examined files, in the order in which they would be taken in."""
    from xa_report.province.intake.taking import rehearse

    return rehearse(desk, found, allowed or allowing())


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be worked on, while all others could."""

    path: Path
    sentence: str

    @property
    def name(self) -> str:
        """How the file is called, harmless to look at."""
        return visible_name(self.path.name)


def take_in(
    desk: "Desk",
    found: "Iterable[Examined]",
    allowed: "Allowed | None" = None,
    progress: Progress = silent,
) -> "Iterator[Taken | Failed]":
    """Take examined files in, one transaction each; what fails never stops the rest."""
    from xa_report.province.intake.taking import in_turn

    turn = in_turn(desk, found)
    with desk.steady() as steady:
        for done, one in enumerate(turn, start=1):
            result = _taken(steady, one, allowed)
            progress(one.name, done, len(turn))
            yield result


@dataclass(frozen=True, slots=True)
class Unrelated:
    """A file that merely lies in a named folder and is no report."""

    path: Path


def bring_in(
    desk: "Desk",
    paths: Iterable[Path],
    allowed: "Allowed | None" = None,
    progress: Progress = silent,
    clock: Clock = utc_now,
) -> "Iterator[Taken | Failed | Unrelated]":
    """Examine files and folders, and take each in while others are still examined.

    It comes to the same as examining all of them and taking them in afterwards.
    """
    from xa_report.province.intake.finding import files_in, related
    from xa_report.province.intake.importing import examined
    from xa_report.province.intake.turns import as_they_come, claims, first

    files = files_in(paths)
    said = claims(desk, files)
    found = (related(one, named=files[one.path]) for one in examined(desk, first(said), clock()))
    with desk.steady() as steady:
        for done, one in enumerate(as_they_come(steady, said, found), start=1):
            result = Unrelated(one.path) if one.unrelated else _taken(steady, one, allowed)
            progress(one.name, done, len(files))
            yield result


def _taken(desk: "Desk", one: "Examined", allowed: "Allowed | None") -> "Taken | Failed":
    from xa_report.province.intake.taking import take

    try:
        return take(desk, one, allowed or allowing())
    except XaReportError as error:
        return Failed(one.path, str(error))


def held(desk: "Desk") -> "tuple[Held, ...]":
    """What is kept apart and waits for somebody."""
    from xa_report.province.register import quarantine

    with desk.register.read() as connection:
        return quarantine.every(connection)


def cases(desk: "Desk", period: Period) -> "tuple[Case, ...]":
    """How far each commune is that has sent its report."""
    from xa_report.province.register import cases as register

    with desk.register.read() as connection:
        return register.of_period(connection, period)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one commune is, and which of its submissions counts."""

    name: str
    case: "Case"
    submission: "Submission"


def standing(desk: "Desk", period: Period) -> tuple[Standing, ...]:
    """How far each commune is that has sent its report, by code."""
    from xa_report.province.register import cases as register
    from xa_report.province.register import submissions

    names = {unit.code: unit.name for unit in communes(desk)}
    with desk.register.read() as connection:
        return tuple(
            Standing(
                names.get(case.unit, case.unit), case, submissions.one(connection, case.submission)
            )
            for case in register.of_period(connection, period)
        )


def latest_period(desk: "Desk") -> Period | None:
    """The newest period for which something has come."""
    from xa_report.province.register import cases as register

    with desk.register.read() as connection:
        found = register.periods(connection)
    return found[-1] if found else None


def communes(desk: "Desk") -> tuple[Unit, ...]:
    """The communes that report to the province now."""
    from xa_report.province.register.units import working

    return working(desk.entries())


def not_sent(desk: "Desk", period: Period) -> tuple[Unit, ...]:
    """The communes of which nothing has come for a period."""
    from xa_report.province.register.units import missing

    with desk.register.read() as connection:
        return missing(connection, desk.province, period)
