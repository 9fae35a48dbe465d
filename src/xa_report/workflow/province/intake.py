"""Verbs of intake: examine what communes sent, preview, and take it into the register."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.text import printable_file_name, utc_now
from xa_report.errors import XaReportError
from xa_report.workflow.work import Progress, silent

if TYPE_CHECKING:
    from xa_report.province.desk import Desk
    from xa_report.province.intake.classifying import Allowed
    from xa_report.province.intake.examining import Examined
    from xa_report.province.intake.taking import Taken


Clock = Callable[[], datetime]


def examine_files(
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


def preview_import(
    desk: "Desk", found: "Iterable[Examined]", allowed: "Allowed | None" = None
) -> "list[Taken]":
    """What would happen to examined files, in the order in which they would be taken in."""
    from xa_report.province.intake.taking import rehearse

    return rehearse(desk, found, allowed or allowing())


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """A file that could not be worked on, while all others could."""

    path: Path
    sentence: str

    @property
    def name(self) -> str:
        """How the file is called, harmless to look at."""
        return printable_file_name(self.path.name)


def import_examined(
    desk: "Desk",
    found: "Iterable[Examined]",
    allowed: "Allowed | None" = None,
    progress: Progress = silent,
) -> "Iterator[Taken | ImportFailure]":
    """Take examined files in, one transaction each; what fails never stops the rest."""
    from xa_report.province.intake.taking import in_turn

    turn = in_turn(desk, found)
    with desk.steady() as steady:
        for done, one in enumerate(turn, start=1):
            result = _taken(steady, one, allowed)
            progress(one.name, done, len(turn))
            yield result


@dataclass(frozen=True, slots=True)
class UnrelatedFile:
    """A file that merely lies in a named folder and is no report."""

    path: Path


def examine_and_import(
    desk: "Desk",
    paths: Iterable[Path],
    allowed: "Allowed | None" = None,
    progress: Progress = silent,
    clock: Clock = utc_now,
) -> "Iterator[Taken | ImportFailure | UnrelatedFile]":
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
            result = UnrelatedFile(one.path) if one.unrelated else _taken(steady, one, allowed)
            progress(one.name, done, len(files))
            yield result


def _taken(desk: "Desk", one: "Examined", allowed: "Allowed | None") -> "Taken | ImportFailure":
    from xa_report.province.intake.taking import take

    try:
        return take(desk, one, allowed or allowing())
    except XaReportError as error:
        return ImportFailure(one.path, str(error))
