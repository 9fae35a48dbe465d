"""Intake verbs: examine, preview, import."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xa_report.domain.text import printable_file_name, utc_now
from xa_report.errors import XaReportError
from xa_report.province.intake.classify import ImportOverrides
from xa_report.province.intake.discovery import discover_files, mark_unrelated
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.intake.import_file import (
    ImportResult,
    dry_run_import,
    import_examined_file,
    import_order,
)
from xa_report.province.intake.schedule import (
    claimed_cases,
    examination_order,
    examine_all,
    release_in_order,
)
from xa_report.province.register import Register
from xa_report.workflow.shared.environment import Clock, ProgressCallback, no_progress


def examine_files(
    desk: Register,
    paths: Iterable[Path],
    progress: ProgressCallback = no_progress,
    clock: Clock = utc_now,
) -> Iterator[ExaminedFile]:
    """Examine files and folders on all cores; progress names each file that is done.

    What merely lies in a named folder and is no report comes out as `unrelated`.
    """
    files = discover_files(paths)
    for done, found in enumerate(examine_all(desk, tuple(files), clock()), start=1):
        progress(found.name, done, len(files))
        yield mark_unrelated(found, named_by_user=files[found.path])


def import_overrides(
    by_name: bool = False, inconclusive: bool = False, why: str = "", other_receipt: bool = False
) -> ImportOverrides:
    """What somebody agrees to, knowing why files are kept apart."""
    return ImportOverrides(by_name, inconclusive, other_receipt, why)


def preview_import(
    desk: Register, found: Iterable[ExaminedFile], allowed: ImportOverrides | None = None
) -> list[ImportResult]:
    """What would happen to examined files, in the order in which they would be taken in."""
    return dry_run_import(desk, found, allowed or import_overrides())


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
    desk: Register,
    found: Iterable[ExaminedFile],
    allowed: ImportOverrides | None = None,
    progress: ProgressCallback = no_progress,
) -> "Iterator[ImportResult | ImportFailure]":
    """Take examined files in, one transaction each; what fails never stops the rest."""
    turn = import_order(desk, found)
    with desk.pooled() as steady:
        for done, one in enumerate(turn, start=1):
            result = _import_one(steady, one, allowed)
            progress(one.name, done, len(turn))
            yield result


@dataclass(frozen=True, slots=True)
class UnrelatedFile:
    """A file that merely lies in a named folder and is no report."""

    path: Path


def examine_and_import(
    desk: Register,
    paths: Iterable[Path],
    allowed: ImportOverrides | None = None,
    progress: ProgressCallback = no_progress,
    clock: Clock = utc_now,
) -> "Iterator[ImportResult | ImportFailure | UnrelatedFile]":
    """Examine files and folders, and take each in while others are still examined.

    It comes to the same as examining all of them and taking them in afterwards.
    """
    files = discover_files(paths)
    said = claimed_cases(desk, files)
    found = (
        mark_unrelated(one, named_by_user=files[one.path])
        for one in examine_all(desk, examination_order(said), clock())
    )
    with desk.pooled() as steady:
        for done, one in enumerate(release_in_order(steady, said, found), start=1):
            result = (
                UnrelatedFile(one.path) if one.is_unrelated else _import_one(steady, one, allowed)
            )
            progress(one.name, done, len(files))
            yield result


def _import_one(
    register: Register, one: ExaminedFile, overrides: ImportOverrides | None
) -> "ImportResult | ImportFailure":
    try:
        return import_examined_file(register, one, overrides or import_overrides())
    except XaReportError as error:
        return ImportFailure(one.path, str(error))
