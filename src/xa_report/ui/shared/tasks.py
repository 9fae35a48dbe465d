"""Background threads, the pause of Python's garbage collector, and the time that is left."""

import gc
import threading
from collections.abc import Callable

from PySide6 import QtCore

from xa_report.workflow.shared.environment import ProgressCallback


class GcPause:
    """Held back as long as anybody holds it; to be used in the thread of the widgets alone."""

    def __init__(self) -> None:
        self._holders = 0

    def pause(self) -> None:
        """Collect nothing from now on."""
        self._holders += 1
        gc.disable()

    def resume(self) -> None:
        """Collect again once nobody holds it any more."""
        self._holders -= 1
        if not self._holders:
            gc.enable()


GC_PAUSE = GcPause()


class TaskCancelledError(Exception):
    """The user wanted the work to stop."""


class BackgroundTask(QtCore.QThread):
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
        self.finished.connect(self._resume_gc)

    def start_work(self) -> None:
        """Start the thread."""
        if not self._holds:
            self._holds = True
            GC_PAUSE.pause()
        self.start()

    def join_thread(self) -> None:
        """Wait until the thread has ended."""
        self.wait()
        self._resume_gc()

    @QtCore.Slot()
    def _resume_gc(self) -> None:
        if self._holds:
            self._holds = False
            GC_PAUSE.resume()

    def __del__(self) -> None:
        self._resume_gc()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def run(self) -> None:
        """Work; the thread's edge."""
        try:
            result = self._work(self._report)
        except TaskCancelledError:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - a thread's edge: nobody above could catch it
            self.failed.emit(error)
        else:
            self.done.emit(result)

    def _report(self, what: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise TaskCancelledError
        self.progressed.emit(what, done, of)
