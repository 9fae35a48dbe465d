"""Work in the background: one class, and nothing in the thread touches a widget."""

import threading
from collections.abc import Callable

from PySide6 import QtCore

from xa_report.ui.collector import COLLECTOR
from xa_report.workflow.shared.environment import ProgressCallback


class CancelledError(Exception):
    """The user wanted the work to stop."""


class Task(QtCore.QThread):
    """Runs `work(progress)` in a thread of its own.

    Signals:
        done(object): the result.
        failed(Exception): what went wrong.
        cancelled(): it stopped because the user asked for it.
        progressed(str, int, int): what is being done, steps done, steps in all.
    """

    done = QtCore.Signal(object)
    failed = QtCore.Signal(object)
    cancelled = QtCore.Signal()
    progressed = QtCore.Signal(str, int, int)

    def __init__(
        self, work: Callable[[ProgressCallback], object], parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._holds = False
        self.finished.connect(self._let_go)

    def begin(self) -> None:
        """Start the thread."""
        if not self._holds:
            self._holds = True
            COLLECTOR.hold()
        self.start()

    def end(self) -> None:
        """Wait until the thread has ended."""
        self.wait()
        self._let_go()

    @QtCore.Slot()
    def _let_go(self) -> None:
        if self._holds:
            self._holds = False
            COLLECTOR.let_go()

    def __del__(self) -> None:
        self._let_go()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def run(self) -> None:
        """Work; the thread's edge."""
        try:
            result = self._work(self._report)
        except CancelledError:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - a thread's edge: nobody above could catch it
            self.failed.emit(error)
        else:
            self.done.emit(result)

    def _report(self, what: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise CancelledError
        self.progressed.emit(what, done, of)
