"""The books as work for a thread."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.ui.province.pages.totals_columns import Written
from xa_report.workflow import consolidating
from xa_report.workflow.work import Progress

if TYPE_CHECKING:
    from xa_report.workflow.province_views import Desk

STEPS = 3


@dataclass(frozen=True, slots=True)
class ExportWork:
    """Gathers the period as it stands now and writes everything about it."""

    desk: "Desk"
    period: Period
    folder: Path

    def __call__(self, progress: Progress) -> tuple[Written, ...]:
        """Write; called in the thread. Nothing is written when it is stopped before."""
        progress("tập hợp hồ sơ các xã", 0, STEPS)
        books = consolidating.gather(self.desk, self.period)
        progress("lập báo cáo, bảng tính, dữ liệu và xếp hạng", 1, STEPS)
        paths = consolidating.consolidate(books, self.folder)
        found = tuple(Written(path, self.folder, path.stat().st_size) for path in paths)
        progress("xong", STEPS, STEPS)
        return found
