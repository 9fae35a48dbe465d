"""Background threads, the pause of Python's garbage collector, and the time that is left."""

import gc
import threading
from collections.abc import Callable

from PySide6 import QtCore

from xa_report.workflow.shared.environment import ProgressCallback


class GcPause:
    """Counter that keeps Python's garbage collector off while background threads work.

    To be used in the thread of the widgets alone.
    """

    def __init__(self) -> None:
        self._holders = 0

    def pause(self) -> None:
        """Disable the collector until as many calls of `resume` have followed."""
        self._holders += 1
        gc.disable()

    def resume(self) -> None:
        """Undo one `pause`; the last one enables the collector."""
        self._holders -= 1
        if not self._holders:
            gc.enable()


# The collector runs in whichever thread allocates, and a widget that is freed outside of the
# thread of the widgets ends the program.
GC_PAUSE = GcPause()


class TaskCancelledError(Exception):
    """The user cancelled the work; raised by the progress callback inside of it."""


class BackgroundTask(QtCore.QThread):
    """Thread that runs `work(progress)`.

    Signals:
        work_done(object): the work returned this result.
        work_failed(object): the work raised this Exception.
        work_cancelled(): the work stopped because of `cancel`.
        progress_reported(str, int, int): name of the step, steps done, steps in all (0 when
            unknown).
    """

    work_done = QtCore.Signal(object)
    work_failed = QtCore.Signal(object)
    work_cancelled = QtCore.Signal()
    progress_reported = QtCore.Signal(str, int, int)

    def __init__(
        self, work: Callable[[ProgressCallback], object], parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._holds = False
        self.finished.connect(self._resume_gc)

    def start_work(self) -> None:
        """Pause the garbage collector and start the thread."""
        if not self._holds:
            self._holds = True
            GC_PAUSE.pause()
        self.start()

    def join_thread(self) -> None:
        """Wait until the thread has ended, without running the event loop."""
        self.wait()
        # The slot of `finished` runs only when the event loop does.
        self._resume_gc()

    @QtCore.Slot()
    def _resume_gc(self) -> None:
        if self._holds:
            self._holds = False
            GC_PAUSE.resume()

    def __del__(self) -> None:
        # A task that is dropped before its `finished` is delivered must not stop the collector.
        self._resume_gc()

    def cancel(self) -> None:
        """Make the work stop at its next report of progress; return at once."""
        self._stop.set()

    def run(self) -> None:
        """Run the work and emit its outcome; called by Qt in the new thread."""
        try:
            result = self._work(self._report)
        except TaskCancelledError:
            self.work_cancelled.emit()
        except Exception as error:  # noqa: BLE001 - a thread's edge: nobody above could catch it
            self.work_failed.emit(error)
        else:
            self.work_done.emit(result)

    def _report(self, what: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise TaskCancelledError
        self.progress_reported.emit(what, done, of)
