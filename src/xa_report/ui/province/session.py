"""The open register and its period, and the consolidation loaded in the background."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6 import QtCore

from xa_report.domain.period import Period
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview
from xa_report.errors import XaReportError
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.workflow.province import consolidation, queries
from xa_report.workflow.province.queries import QuarantineRow
from xa_report.workflow.shared.environment import ProgressCallback

if TYPE_CHECKING:
    from xa_report.province.register import Register


class ConsolidationLoader(QtCore.QObject):
    """Every commune assessed and every target added up; made anew when it is asked for.

    Signals:
        consolidation_changed(): they are there, are not true any more, or could not be made.
    """

    consolidation_changed = QtCore.Signal()

    def __init__(
        self, register: "Register", period: Period, parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._period = period
        self._task: BackgroundTask | None = None
        self._stale = False
        self._wanted = False
        self._outcome: Consolidation | str | None = None
        self.consolidation: Consolidation | None = None
        self.lowered_ratings: Mapping[str, str] = {}
        """Why a commune has not the rating that its percentage reaches, by unit code."""
        self.fault = ""

    def invalidate(self, period: Period) -> None:
        """What was made is not true any more."""
        self._period, self.consolidation, self.lowered_ratings, self.fault = period, None, {}, ""
        self._stale = self._task is not None
        if self._wanted:
            self.request()
        self.consolidation_changed.emit()

    def request(self) -> None:
        """Make them unless they are there or are being made."""
        self._wanted = True
        if self.consolidation is not None or self.fault or self._task is not None:
            return
        desk, period = self._register, self._period

        def work(progress: ProgressCallback) -> Consolidation:
            return consolidation.load_consolidation(desk, period).consolidation

        self._stale = False
        self._task = BackgroundTask(work, self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.finished.connect(self._finished)
        self._task.start_work()

    def wait_until_done(self) -> None:
        """Wait for what is being made."""
        self._wanted = False
        if self._task is not None:
            self._task.join_thread()

    @QtCore.Slot(object)
    def _done(self, consolidation: Consolidation) -> None:
        self._outcome = consolidation

    @QtCore.Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, XaReportError):
            raise error
        self._outcome = str(error)

    @QtCore.Slot()
    def _finished(self) -> None:
        """What was made is there when the pages are told, not before."""
        made, self._outcome, self._task = self._outcome, None, None
        if not self._stale:
            self.fault = made if isinstance(made, str) else ""
            self.consolidation = made if isinstance(made, Consolidation) else None
            self.lowered_ratings = (
                _lowered_ratings(self.consolidation) if self.consolidation else {}
            )
        elif self._wanted:
            self.request()
        self.consolidation_changed.emit()


def _lowered_ratings(all_of: Consolidation) -> Mapping[str, str]:
    found = {one.unit.code: one.appraised.rating.lowering_reason for one in all_of.results}
    return {code: why for code, why in found.items() if why}


Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """What differs after the register was read anew, or its reports were added up."""

    cases: bool = False
    """Whether the register was read: a case may differ where the overview does not tell."""
    overview: bool = False
    quarantine: bool = False
    consolidation: bool = False
    """Whether the sums are there, are not true any more, or could not be made."""


class RegisterSession(QtCore.QObject):
    """One register and one period of it.

    Signals:
        register_changed(object): what is kept was read anew; the RegisterChanges.
        period_changed(): another period is looked at.
        request_rejected(str): what was asked for could not be done; why and what to do.
    """

    register_changed = QtCore.Signal(object)
    period_changed = QtCore.Signal()
    request_rejected = QtCore.Signal(str)

    def __init__(self, register: "Register", clock: Clock = datetime.now) -> None:
        super().__init__()
        self.register = register
        self.clock = clock
        self.period = queries.choose_period_to_open(register, self.today)
        self.periods: tuple[Period, ...] = ()
        self.overview: ProvinceOverview = queries.load_overview(register, self.period)
        self.consolidation_loader = ConsolidationLoader(register, self.period, self)
        self.quarantine: tuple[QuarantineRow, ...] = ()
        self.consolidation_loader.consolidation_changed.connect(self._report_consolidation)
        self._read()

    @property
    def today(self) -> date:
        """The day of the clock."""
        return self.clock().date()

    def refresh(self) -> None:
        """Read what the register keeps now; others may work in it too."""
        empty = not self.overview.sent_count
        period, overview, held = self.period, self.overview, self.quarantine
        try:
            if empty:
                self.period = queries.choose_period_to_open(self.register, self.today)
            self._read()
        except XaReportError as error:
            self.request_rejected.emit(str(error))
            return
        self.consolidation_loader.invalidate(self.period)
        if self.period != period:
            self.period_changed.emit()
            return
        changes = RegisterChanges(
            cases=True, overview=self.overview != overview, quarantine=self.quarantine != held
        )
        self.register_changed.emit(changes)

    def open_period(self, period: Period) -> None:
        """Look at another period."""
        before, self.period = self.period, period
        try:
            self._read()
        except XaReportError as error:
            self.period = before
            self.request_rejected.emit(str(error))
            return
        self.consolidation_loader.invalidate(self.period)
        self.period_changed.emit()

    def is_overdue(self, line: CommuneStatus) -> bool:
        """Whether a commune that has sent nothing should have."""
        limit = self.overview.deadline
        return not line.sent and limit is not None and self.today > limit

    def quarantine_of(self, line: CommuneStatus) -> tuple[QuarantineRow, ...]:
        """What is kept apart of a commune and the period that is looked at, newest first."""
        code, label = line.unit.code, self.period.label
        return tuple(one for one in self.quarantine if (one.unit_code, one.period) == (code, label))

    @QtCore.Slot()
    def _report_consolidation(self) -> None:
        self.register_changed.emit(RegisterChanges(consolidation=True))

    def _read(self) -> None:
        self.overview = queries.load_overview(self.register, self.period)
        self.quarantine = queries.list_quarantine_rows(self.register)
        found = queries.list_register_periods(self.register)
        self.periods = found if self.period in found else (*found, self.period)
