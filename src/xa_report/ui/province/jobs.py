"""Background jobs of the province: preview, import, export of the consolidation."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.ui.province.session import Clock
from xa_report.workflow.province import consolidation, queries
from xa_report.workflow.province.intake import examine_files, import_examined, preview_import
from xa_report.workflow.province.queries import ImportRow
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.province.intake.examine import ExaminedFile
    from xa_report.province.register import Register


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Examined files, and what would happen to each."""

    examined_files: "tuple[ExaminedFile, ...]"
    lines: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewJob:
    """Examines files and folders; nothing is written."""

    desk: "Register"
    paths: tuple[Path, ...]
    clock: Clock

    def __call__(self, progress: ProgressCallback) -> ImportPreview:
        """Examine; called in the thread. A stop ends the worker processes too."""
        steps: list[tuple[str, int, int]] = []

        def note(what: str, done: int, of: int) -> None:
            steps.append((what, done, of))

        found = []
        turn = examine_files(self.desk, self.paths, note, lambda: self.clock().astimezone())
        with closing(turn):  # type: ignore[type-var]  # a generator, declared as an iterator
            for one in turn:
                found.append(one)
                progress(*steps[-1])
        progress("Xem trước kết quả", len(found), len(found))
        lines = queries.build_import_rows(preview_import(self.desk, found))
        return ImportPreview(tuple(found), sort_for_review(lines))


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Takes examined files in, one transaction each."""

    desk: "Register"
    examined_files: "tuple[ExaminedFile, ...]"
    lines: list[ImportRow] = field(default_factory=list)
    """What has happened so far; to be read when the work has ended, also by a stop."""

    def __call__(self, progress: ProgressCallback) -> tuple[ImportRow, ...]:
        """Take in; called in the thread."""
        count = len(self.examined_files)
        for done, one in enumerate(import_examined(self.desk, self.examined_files), start=1):
            line = queries.build_import_row(one)
            self.lines.append(line)
            progress(line.name, done, count)
        return tuple(self.lines)


def sort_for_review(lines: Iterable[ImportRow]) -> tuple[ImportRow, ...]:
    """What asks for somebody's eyes first, then what is taken in, then the rest."""
    return tuple(sorted(lines, key=lambda line: (not line.held, not line.taken)))


def file_counts_text(lines: Sequence[ImportRow]) -> str:
    """`12 tệp: nhập 10, giữ riêng 1, không đổi 1`."""
    taken, held = sum(line.taken for line in lines), sum(line.held for line in lines)
    failed = sum(line.outcome == queries.FAILED_OUTCOME for line in lines)
    rest = len(lines) - taken - held - failed
    parts = [
        f"{word} {count}"
        for word, count in (
            ("nhận vào sổ", taken), ("giữ riêng", held), ("không đổi", rest), ("lỗi", failed),
        )
        if count
    ]  # fmt: skip
    return f"{len(lines)} tệp: {', '.join(parts)}" if parts else "Không có tệp nào"


def import_button_text(lines: Sequence[ImportRow]) -> str:
    """What the import button says, with exact counts."""
    taken, held = sum(line.taken for line in lines), sum(line.held for line in lines)
    if taken:
        return f"Nhập {taken} gói, giữ riêng {held}" if held else f"Nhập {taken} gói"
    return f"Ghi {held} tệp vào giữ riêng" if held else "Không có gói nào để nhập"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the books."""

    path: Path
    folder: Path
    size: int

    @property
    def shown(self) -> str:
        """The way from the folder that was chosen."""
        return str(self.path.relative_to(self.folder))


@dataclass(frozen=True, slots=True)
class ConsolidationExportJob:
    """Gathers the period as it stands now and writes everything about it."""

    desk: "Register"
    period: Period
    folder: Path

    def __call__(self, progress: ProgressCallback) -> tuple[Written, ...]:
        """Write; called in the thread. Whoever stops it finds the folder as it was."""
        # Loaded here, in the thread: the window need not wait for reportlab.
        from xa_report.workflow.province import consolidation_files

        progress("tập hợp hồ sơ các xã", 0, 0)
        books = consolidation.load_consolidation(self.desk, self.period)
        paths = consolidation_files.write_consolidation(books, self.folder, progress=progress)
        return tuple(Written(path, self.folder, path.stat().st_size) for path in paths)
