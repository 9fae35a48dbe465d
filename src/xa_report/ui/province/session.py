"""The open register and its period, and the consolidation loaded in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6 import QtCore

from xa_report.domain.dates import Clock, in_vietnam, utc_now
from xa_report.domain.period import Period
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview
from xa_report.errors import XaReportError
from xa_report.province.register import Register
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.workflow.province import consolidation, queries
from xa_report.workflow.province.queries import QuarantineRow
from xa_report.workflow.shared.environment import ProgressCallback


class ConsolidationLoader(QtCore.QObject):
    """Loads the consolidation of a period in the background, once it is requested.

    Signals:
        consolidation_changed(): the consolidation was loaded, went stale or could not be loaded.
    """

    consolidation_changed = QtCore.Signal()

    def __init__(
        self, register: Register, period: Period, parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._period = period
        self._task: BackgroundTask | None = None
        # A load that runs is not interrupted: its result is dropped when it is stale.
        self._stale = False
        self._requested = False
        self._outcome: Consolidation | str | None = None
        self.consolidation: Consolidation | None = None
        self.lowered_ratings: Mapping[str, str] = {}
        """Why the rating of a commune is below that of its percentage, by unit code."""
        self.fault = ""

    def invalidate(self, period: Period) -> None:
        """Drop the consolidation after a change; load it again when it was ever requested."""
        self._period, self.consolidation, self.lowered_ratings, self.fault = period, None, {}, ""
        self._stale = self._task is not None
        if self._requested:
            self.request()
        self.consolidation_changed.emit()

    def request(self) -> None:
        """Load the consolidation, unless it is loaded, has failed or is being loaded."""
        self._requested = True
        if self.consolidation is not None or self.fault or self._task is not None:
            return
        # Bound now: the thread must not see the period change.
        register, period = self._register, self._period

        def work(progress: ProgressCallback) -> Consolidation:
            return consolidation.load_consolidation(register, period).consolidation

        self._stale = False
        self._task = BackgroundTask(work, self)
        self._task.work_done.connect(self._done)
        self._task.work_failed.connect(self._failed)
        self._task.finished.connect(self._finished)
        self._task.start_work()

    def wait_until_done(self) -> None:
        """Wait until nothing is being loaded; nothing is requested any more."""
        self._requested = False
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
        # Only now, with the thread ended and the signal next: pages never see half an outcome.
        outcome, self._outcome, self._task = self._outcome, None, None
        if not self._stale:
            self.fault = outcome if isinstance(outcome, str) else ""
            self.consolidation = outcome if isinstance(outcome, Consolidation) else None
            self.lowered_ratings = (
                _lowered_ratings(self.consolidation) if self.consolidation else {}
            )
        elif self._requested:
            self.request()
        self.consolidation_changed.emit()


def _lowered_ratings(loaded: Consolidation) -> Mapping[str, str]:
    results = (*loaded.results, *loaded.other_results)
    ratings = {result.unit.code: result.appraised.rating for result in results}
    reasons = {code: rating.lowering_reason for code, rating in ratings.items()}
    return {code: reason for code, reason in reasons.items() if reason}


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """The parts that changed when the register was read, or its consolidation loaded."""

    cases: bool = False
    """True whenever the register was read: a case may differ where the overview does not."""
    overview: bool = False
    quarantine: bool = False
    consolidation: bool = False
    """True when the consolidation was loaded, went stale or could not be loaded."""


class RegisterSession(QtCore.QObject):
    """One open register and one period of it.

    Signals:
        register_changed(object): the register was read or consolidated; the RegisterChanges.
        period_changed(): another period was opened.
        request_rejected(str): a request failed; why, and what to do.
    """

    register_changed = QtCore.Signal(object)
    period_changed = QtCore.Signal()
    request_rejected = QtCore.Signal(str)

    def __init__(self, register: Register, clock: Clock = utc_now) -> None:
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
        """The date of the clock."""
        return in_vietnam(self.clock()).date()

    def refresh(self) -> None:
        """Read the register again; others may work in it too."""
        # A register without reports has no period of its own yet: the first import brings one.
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
        """Read another period; the old one stays open when that fails."""
        before, self.period = self.period, period
        try:
            self._read()
        except XaReportError as error:
            self.period = before
            self.request_rejected.emit(str(error))
            return
        self.consolidation_loader.invalidate(self.period)
        self.period_changed.emit()

    def is_overdue(self, commune: CommuneStatus) -> bool:
        """Return whether a commune has submitted nothing and the deadline is past."""
        deadline = self.overview.deadline
        return not commune.sent and deadline is not None and self.today > deadline

    def quarantine_of(self, commune: CommuneStatus) -> tuple[QuarantineRow, ...]:
        """Return the quarantined files of a commune in the open period, newest first."""
        key = commune.unit.code, self.period.label
        return tuple(row for row in self.quarantine if (row.unit_code, row.period) == key)

    @QtCore.Slot()
    def _report_consolidation(self) -> None:
        self.register_changed.emit(RegisterChanges(consolidation=True))

    def _read(self) -> None:
        self.overview = queries.load_overview(self.register, self.period)
        self.quarantine = queries.list_quarantine_rows(self.register)
        periods = queries.list_register_periods(self.register)
        self.periods = periods if self.period in periods else (*periods, self.period)
