"""The strip with the progress of one background job and its stop button."""

from collections.abc import Callable

from PySide6 import QtCore, QtWidgets

from xa_report.errors import XaReportError
from xa_report.progress import EtaEstimator
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label
from xa_report.workflow.shared.environment import ProgressCallback


class ProgressStrip(QtWidgets.QWidget):
    """Heading, step, progress bar and stop button of at most one job; hidden without one.

    Signals:
        job_done(object): the job returned this result.
        job_failed(str): the job failed; why, in a sentence.
        job_stopped(): the user stopped the job.
        job_ended(): the job ended, in whichever way, after one of the other signals.
    """

    job_done = QtCore.Signal(object)
    job_failed = QtCore.Signal(str)
    job_stopped = QtCore.Signal()
    job_ended = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self._task: BackgroundTask | None = None
        self._estimator = EtaEstimator()
        self.heading = create_label("", "strong")
        self.text_label = ElidedLabel("muted")
        self.bar = QtWidgets.QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Tiến độ")
        self.stop_button = QtWidgets.QPushButton("Dừng  Esc")
        self.stop_button.setShortcut("Esc")
        self.stop_button.clicked.connect(self._cancel)
        texts = QtWidgets.QHBoxLayout()
        texts.setSpacing(10)
        texts.addWidget(self.heading)
        texts.addWidget(self.text_label, 1)
        left = QtWidgets.QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(texts)
        left.addWidget(self.bar)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.stop_button)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """True while a job runs."""
        return self._task is not None

    def start_job(self, heading: str, work: Callable[[ProgressCallback], object]) -> None:
        """Start a job in a background thread; only when not `is_busy`."""
        self.heading.setText(heading)
        self.text_label.show_text("đang chuẩn bị…")
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        self._estimator = EtaEstimator()
        task = BackgroundTask(work, self)
        task.progress_reported.connect(self._show)
        task.work_done.connect(self.job_done)
        task.work_failed.connect(self._fail)
        task.work_cancelled.connect(self.job_stopped)
        task.finished.connect(self._end)
        self._task = task
        self.show()
        task.start_work()

    def stop_job(self) -> None:
        """Cancel the job and wait until it has ended; nothing without one."""
        if self._task is not None:
            self._task.cancel()
            self._task.join_thread()

    @QtCore.Slot()
    def _cancel(self) -> None:
        if self._task is not None:
            self.stop_button.setEnabled(False)
            self.text_label.show_text("Đang dừng, chờ tệp đang làm…")
            self._task.cancel()

    @QtCore.Slot(str, int, int)
    def _show(self, what: str, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        if self.stop_button.isEnabled():
            self.text_label.show_text(step_text(self._estimator, what, done, of))

    @QtCore.Slot(object)
    def _fail(self, error: Exception) -> None:
        if not isinstance(error, XaReportError):
            # Raised in a slot, it reaches sys.excepthook: crash dialog and log.
            raise error
        self.job_failed.emit(str(error))

    @QtCore.Slot()
    def _end(self) -> None:
        self._task = None
        self.hide()
        self.job_ended.emit()


def step_text(estimator: EtaEstimator, name: str, done: int, of: int) -> str:
    """Return `12/96 · BC_25525_2026_L1.zip · còn khoảng 20 giây`; without steps only the name."""
    if not of:
        return name
    parts = f"{done}/{of}", name, estimator.remaining_text(done, of)
    return " · ".join(part for part in parts if part)
