"""The books as work for a thread."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.workflow.province import consolidation
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.province.register import Register


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
class ExportWork:
    """Gathers the period as it stands now and writes everything about it."""

    desk: "Register"
    period: Period
    folder: Path

    def __call__(self, progress: ProgressCallback) -> tuple[Written, ...]:
        """Write; called in the thread. Whoever stops it finds the folder as it was."""
        progress("tập hợp hồ sơ các xã", 0, 0)
        books = consolidation.load_consolidation(self.desk, self.period)
        paths = consolidation.write_consolidation(books, self.folder, progress=progress)
        return tuple(Written(path, self.folder, path.stat().st_size) for path in paths)
