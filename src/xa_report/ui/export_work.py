"""The export as work for a thread: with a reading connection of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.period import Period
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.workflow.commune.export_report import ExportedFiles


@dataclass(frozen=True, slots=True)
class ExportWork:
    """Opens the file once more for reading: a connection belongs to its thread."""

    path: Path
    period: Period
    folder: Path

    def __call__(self, progress: ProgressCallback) -> "ExportedFiles":
        """Export; called in the thread."""
        # Loaded here: neither the window nor its dialog waits for reportlab and openpyxl.
        from xa_report.workflow.commune import export_report

        with database_file.open_commune_file(self.path, read_only=True) as commune:
            work = report.load_report(commune, self.period)
            draft = export_report.ExportOptions(draft=not work.assessment.submittable)
            return export_report.export_unsigned_report(work, self.folder, progress, draft)
