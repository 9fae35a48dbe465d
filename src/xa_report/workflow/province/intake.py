"""Intake of received files: examine, preview, import."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xa_report.domain.dates import Clock
from xa_report.domain.text import printable_file_name
from xa_report.errors import XaReportError
from xa_report.province.intake.discovery import discover_files, mark_unrelated
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.intake.import_file import (
    ImportResult,
    dry_run_import,
    import_examined_file,
    import_order,
)
from xa_report.province.intake.refusals import ImportOverrides
from xa_report.province.intake.schedule import (
    claimed_cases,
    examination_order,
    examine_all,
    release_in_order,
)
from xa_report.province.register import Register
from xa_report.workflow.shared.environment import ProgressCallback, no_progress


def examine_files(
    register: Register,
    paths: Iterable[Path],
    progress: ProgressCallback = no_progress,
    clock: Clock | None = None,
) -> Iterator[ExaminedFile]:
    """Examine files and folders on all cores; progress names each file that is done.

    What merely lies in a named folder and is no report comes out as `unrelated`. Without a clock it
    is the register's that says when.
    """
    files = discover_files(paths)
    moment = (clock or register.database.clock)()
    for done, examined in enumerate(examine_all(register, tuple(files), moment), start=1):
        progress(examined.name, done, len(files))
        yield mark_unrelated(examined, named_by_user=files[examined.path])


def import_overrides(why: str = "", **agreed: bool) -> ImportOverrides:
    """Build the overrides of reasons for quarantine that an official agrees to, and why.

    The names of the reasons are those of `ImportOverrides`.
    """
    return ImportOverrides(**agreed, why=why)


def preview_import(
    register: Register,
    examined_files: Iterable[ExaminedFile],
    allowed: ImportOverrides | None = None,
) -> list[ImportResult]:
    """Return the results an import would have, in the order of the import; write nothing."""
    return dry_run_import(register, examined_files, allowed or import_overrides())


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """Failure of one file in an import; the others went on."""

    path: Path
    sentence: str

    @property
    def name(self) -> str:
        """Name of the file without control characters."""
        return printable_file_name(self.path.name)


def import_examined(
    register: Register,
    examined_files: Iterable[ExaminedFile],
    allowed: ImportOverrides | None = None,
    progress: ProgressCallback = no_progress,
) -> "Iterator[ImportResult | ImportFailure]":
    """Import examined files, one transaction each; a failure never stops the rest."""
    # Of a commune the older submissions first: behind a newer one they would count as `older`.
    turn = import_order(register, examined_files)
    # A transaction for each file, but not a connection for each.
    with register.pooled() as steady:
        for done, examined_file in enumerate(turn, start=1):
            result = _import_one(steady, examined_file, allowed)
            progress(examined_file.name, done, len(turn))
            yield result


@dataclass(frozen=True, slots=True)
class UnrelatedFile:
    """File that lies in a named folder and is no report."""

    path: Path


def examine_and_import(
    register: Register,
    paths: Iterable[Path],
    allowed: ImportOverrides | None = None,
    progress: ProgressCallback = no_progress,
    clock: Clock | None = None,
) -> "Iterator[ImportResult | ImportFailure | UnrelatedFile]":
    """Examine files and folders, and import each while others are still examined.

    It comes to the same as examining all of them and taking them in afterwards.
    """
    files = discover_files(paths)
    claimed = claimed_cases(register, files)
    moment = (clock or register.database.clock)()
    examined_files = (
        mark_unrelated(examined_file, named_by_user=files[examined_file.path])
        for examined_file in examine_all(register, examination_order(claimed), moment)
    )
    with register.pooled() as steady:
        for done, examined_file in enumerate(
            release_in_order(steady, claimed, examined_files), start=1
        ):
            result = (
                UnrelatedFile(examined_file.path)
                if examined_file.is_unrelated
                else _import_one(steady, examined_file, allowed)
            )
            progress(examined_file.name, done, len(files))
            yield result


def _import_one(
    register: Register, examined_file: ExaminedFile, overrides: ImportOverrides | None
) -> ImportResult | ImportFailure:
    try:
        return import_examined_file(register, examined_file, overrides or import_overrides())
    except XaReportError as error:
        return ImportFailure(examined_file.path, str(error))
