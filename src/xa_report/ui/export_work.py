"""The export as work for a thread: with a reading connection of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.workflow import commune as verbs
from xa_report.workflow.work import Progress

if TYPE_CHECKING:
    from xa_report.workflow.exporting import Exported


@dataclass(frozen=True, slots=True)
class ExportWork:
    """Opens the file once more for reading: a connection belongs to its thread."""

    path: Path
    period: Period
    folder: Path

    def __call__(self, progress: Progress) -> "Exported":
        """Export; called in the thread."""
        # Loaded here: neither the window nor its dialog waits for reportlab and openpyxl.
        from xa_report.workflow import exporting  # noqa: PLC0415

        with verbs.open_commune(self.path, read_only=True) as commune:
            work = verbs.load(commune, self.period)
            draft = exporting.Options(draft=not work.assessment.submittable)
            return exporting.export_unsigned(work, self.folder, progress, draft)
