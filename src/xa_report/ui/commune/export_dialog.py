"""The export of PDF and workbook: its job, its progress, and buttons for the result."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.period import Period
from xa_report.errors import XaReportError
from xa_report.ui.commune.context import UiContext
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.workflow.commune.export_report import ExportedFiles


@dataclass(frozen=True, slots=True)
class ExportJob:
    """Background job that exports a report as PDF and workbook into `folder`.

    It opens the file once more for reading: a connection belongs to its thread. A report that
    cannot be submitted is exported as a draft.
    """

    path: Path
    period: Period
    folder: Path

    def __call__(self, progress: ProgressCallback) -> "ExportedFiles":
        """Export the report; called in the background thread."""
        # Loaded here: neither the window nor its dialog waits for reportlab and openpyxl.
        from xa_report.workflow.commune import export_report

        with database_file.open_commune_file(self.path, read_only=True) as commune:
            work = report.load_report(commune, self.period)
            draft = export_report.ExportOptions(draft=not work.assessment.is_submittable)
            return export_report.export_unsigned_report(work, self.folder, progress, draft)


class ExportDialog(QtWidgets.QDialog):
    """Dialog that runs an ExportJob and then offers to open the files."""

    def __init__(
        self, context: UiContext, folder: Path, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Xuất báo cáo")
        self.setMinimumWidth(480)
        self._dialogs = context.file_dialogs
        self._exported: ExportedFiles | None = None
        self.heading = create_label("Đang xuất báo cáo PDF và Excel…", "strong", wrap=True)
        self.text_label = create_label(str(folder), "muted", wrap=True)
        self.bar = QtWidgets.QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.open_pdf = self._button("Mở PDF")
        self.open_workbook = self._button("Mở Excel")
        self.open_folder = self._button("Mở thư mục")
        self.stop_button = self._button("Dừng")
        self._lay_out()
        session = context.session
        job = ExportJob(session.commune.path, session.work.period, folder)
        self.task = BackgroundTask(job, self)
        self._connect()
        self.task.start_work()

    def _button(self, text: str) -> QtWidgets.QPushButton:
        return QtWidgets.QPushButton(text)

    def _lay_out(self) -> None:
        buttons = QtWidgets.QHBoxLayout()
        for button in (self.open_pdf, self.open_workbook, self.open_folder):
            button.hide()
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop_button)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (self.heading, self.text_label, self.bar):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.task.work_done.connect(self._done)
        self.task.work_failed.connect(self._failed)
        self.task.work_cancelled.connect(self.close)
        self.task.progress_reported.connect(self._progress)
        self.stop_button.clicked.connect(self.reject)
        self.open_pdf.clicked.connect(lambda: self._show("pdf"))
        self.open_workbook.clicked.connect(lambda: self._show("xlsx"))
        self.open_folder.clicked.connect(lambda: self._show("folder"))

    @QtCore.Slot(str, int, int)
    def _progress(self, what: str, done: int, of: int) -> None:
        self.text_label.setText(what)
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    @QtCore.Slot(object)
    def _done(self, exported: "ExportedFiles") -> None:
        self._exported = exported
        self._end("Đã xuất báo cáo.", f"{exported.pdf}\n{exported.xlsx}")
        for button in (self.open_pdf, self.open_workbook, self.open_folder):
            button.show()
        self.open_pdf.setFocus()

    @QtCore.Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, XaReportError):
            self.close()
            raise error
        self._end("Chưa xuất được báo cáo.", str(error))

    def _end(self, heading: str, words: str) -> None:
        self.heading.setText(heading)
        self.text_label.setText(words)
        self.bar.hide()
        self.stop_button.setText("Đóng")

    def _show(self, what: str) -> None:
        if self._exported is None:
            return
        paths = {"pdf": self._exported.pdf, "xlsx": self._exported.xlsx}
        self._dialogs.open_path(paths.get(what, self._exported.pdf.parent))

    def reject(self) -> None:
        # Esc stops the work first; the dialog closes once the thread says that it has stopped.
        if self.task.isRunning():
            self.text_label.setText("Đang dừng…")
            self.task.cancel()
            return
        super().reject()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        # A thread that outlives its QThread object ends the program.
        self.task.cancel()
        self.task.join_thread()
        super().closeEvent(event)
