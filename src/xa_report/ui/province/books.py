"""The books of the period, added up in the background while the window is used."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6 import QtCore

from xa_report.domain.period import Period
from xa_report.domain.province.consolidation import Consolidation
from xa_report.errors import XaReportError
from xa_report.ui.tasks import Task
from xa_report.workflow.province import consolidation
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.province.register import Register


class Books(QtCore.QObject):
    """Every commune assessed and every target added up; made anew when it is asked for.

    Signals:
        consolidation_changed(): they are there, are not true any more, or could not be made.
    """

    consolidation_changed = QtCore.Signal()

    def __init__(
        self, desk: "Register", period: Period, parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._period = period
        self._task: Task | None = None
        self._stale = False
        self._wanted = False
        self._made: Consolidation | str | None = None
        self.now: Consolidation | None = None
        self.lowered: Mapping[str, str] = {}
        """Why a commune has not the rating that its percentage reaches, by unit code."""
        self.fault = ""

    def forget(self, period: Period) -> None:
        """What was made is not true any more."""
        self._period, self.now, self.lowered, self.fault = period, None, {}, ""
        self._stale = self._task is not None
        if self._wanted:
            self.want()
        self.consolidation_changed.emit()

    def want(self) -> None:
        """Make them unless they are there or are being made."""
        self._wanted = True
        if self.now is not None or self.fault or self._task is not None:
            return
        desk, period = self._desk, self._period

        def work(progress: ProgressCallback) -> Consolidation:
            return consolidation.load_consolidation(desk, period).all_of

        self._stale = False
        self._task = Task(work, self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.finished.connect(self._finished)
        self._task.begin()

    def stop(self) -> None:
        """Wait for what is being made."""
        self._wanted = False
        if self._task is not None:
            self._task.end()

    @QtCore.Slot(object)
    def _done(self, found: Consolidation) -> None:
        self._made = found

    @QtCore.Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, XaReportError):
            raise error
        self._made = str(error)

    @QtCore.Slot()
    def _finished(self) -> None:
        """What was made is there when the pages are told, not before."""
        made, self._made, self._task = self._made, None, None
        if not self._stale:
            self.fault = made if isinstance(made, str) else ""
            self.now = made if isinstance(made, Consolidation) else None
            self.lowered = _lowered(self.now) if self.now else {}
        elif self._wanted:
            self.want()
        self.consolidation_changed.emit()


def _lowered(all_of: Consolidation) -> Mapping[str, str]:
    found = {one.unit.code: one.appraised.rating.lowered for one in all_of.standings}
    return {code: why for code, why in found.items() if why}
