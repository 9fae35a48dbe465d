"""Background jobs of the province: preview, import, export of the consolidation."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from xa_report.domain.dates import Clock, in_vietnam
from xa_report.domain.period import Period
from xa_report.province.intake.examine import ExaminedFile
from xa_report.province.register import Register
from xa_report.workflow.province import consolidation, queries
from xa_report.workflow.province.intake import examine_files, import_examined, preview_import
from xa_report.workflow.province.proofs import prove_all
from xa_report.workflow.province.queries import ImportRow
from xa_report.workflow.shared.environment import ProgressCallback


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Examined files and the row of each outcome that an import would have."""

    examined_files: tuple[ExaminedFile, ...]
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewJob:
    """Background job that examines files and folders; nothing is written."""

    register: Register
    paths: tuple[Path, ...]
    clock: Clock

    def __call__(self, progress: ProgressCallback) -> ImportPreview:
        """Examine the files; called in the background thread.

        Cancelling ends the worker processes too.
        """
        steps: list[tuple[str, int, int]] = []

        # Reported here and not from the callback: an exception of `progress`, which cancels, must
        # close the generator.
        def collect_step(what: str, done: int, of: int) -> None:
            steps.append((what, done, of))

        examined = []
        examination = examine_files(
            self.register, self.paths, collect_step, lambda: in_vietnam(self.clock())
        )
        with closing(examination):  # type: ignore[type-var]  # a generator, declared as an iterator
            for file in examination:
                examined.append(file)
                progress(*steps[-1])
        progress("Xem trước kết quả", len(examined), len(examined))
        rows = queries.build_import_rows(preview_import(self.register, examined))
        return ImportPreview(tuple(examined), sort_for_review(rows))


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Background job that imports examined files, each in a transaction of its own."""

    register: Register
    examined_files: tuple[ExaminedFile, ...]
    rows: list[ImportRow] = field(default_factory=list)
    """The outcomes so far; to be read once the job has ended, also when it was cancelled."""

    def __call__(self, progress: ProgressCallback) -> tuple[ImportRow, ...]:
        """Import the files; called in the background thread."""
        count = len(self.examined_files)
        imports = import_examined(self.register, self.examined_files)
        for done, outcome in enumerate(imports, start=1):
            row = queries.build_import_row(outcome)
            self.rows.append(row)
            progress(row.name, done, count)
        # What was taken in stays so when this is cancelled; a case is proven before it is closed.
        for _ in prove_all(self.register, progress=_proof_progress(progress)):
            pass
        return tuple(self.rows)


def _proof_progress(progress: ProgressCallback) -> ProgressCallback:
    return lambda name, done, of: progress(f"So văn bản với số liệu: {name}", done, of)


def sort_for_review(rows: Iterable[ImportRow]) -> tuple[ImportRow, ...]:
    """Return quarantined files first, then imported ones, then the rest, each in their order."""
    return tuple(sorted(rows, key=lambda row: (not row.held, not row.taken)))


def file_counts_text(rows: Sequence[ImportRow]) -> str:
    """Return the counts of outcomes: `12 tệp: nhận vào sổ 10, giữ riêng 1, không đổi 1`."""
    taken, held = sum(row.taken for row in rows), sum(row.held for row in rows)
    failed = sum(row.outcome == queries.FAILED_OUTCOME for row in rows)
    rest = len(rows) - taken - held - failed
    parts = [
        f"{word} {count}"
        for word, count in (
            ("nhận vào sổ", taken), ("giữ riêng", held), ("không đổi", rest), ("lỗi", failed),
        )
        if count
    ]  # fmt: skip
    return f"{len(rows)} tệp: {', '.join(parts)}" if parts else "Không có tệp nào"


def import_button_text(rows: Sequence[ImportRow]) -> str:
    """Return the text of the import button, with the exact counts."""
    taken, held = sum(row.taken for row in rows), sum(row.held for row in rows)
    if taken:
        return f"Nhập {taken} gói, giữ riêng {held}" if held else f"Nhập {taken} gói"
    return f"Ghi {held} tệp vào giữ riêng" if held else "Không có gói nào để nhập"


@dataclass(frozen=True, slots=True)
class ConsolidationFile:
    """An exported file of the consolidation; `size` in bytes."""

    path: Path
    folder: Path
    size: int

    @property
    def relative_path(self) -> str:
        """The path within the chosen folder."""
        return str(self.path.relative_to(self.folder))


@dataclass(frozen=True, slots=True)
class ConsolidationExportJob:
    """Background job that exports the consolidation of a period into a folder."""

    register: Register
    period: Period
    folder: Path
    accept_reason: str = ""
    """Why the period is published although matters are open; empty when nobody was asked."""

    def __call__(self, progress: ProgressCallback) -> tuple[ConsolidationFile, ...]:
        """Export the files; called in the background thread.

        When it is cancelled the folder stays as it was.
        """
        # Loaded here, in the thread: the window need not wait for reportlab.
        from xa_report.workflow.province import consolidation_files

        progress("tập hợp hồ sơ các xã", 0, 0)
        loaded = (
            consolidation.accept_open_matters(self.register, self.period, self.accept_reason)
            if self.accept_reason
            else consolidation.load_consolidation(self.register, self.period)
        )
        paths = consolidation_files.write_consolidation(loaded, self.folder, progress=progress)
        return tuple(ConsolidationFile(path, self.folder, path.stat().st_size) for path in paths)
