"""The open register and the period that is looked at; every page reads from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6 import QtCore

from xa_report.domain.period import Period
from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview
from xa_report.errors import XaReportError
from xa_report.ui.province.books import Books
from xa_report.workflow.province import queries
from xa_report.workflow.province.queries import QuarantineRow

if TYPE_CHECKING:
    from xa_report.province.register import Register


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


class Book(QtCore.QObject):
    """One register and one period of it.

    Signals:
        register_changed(object): what is kept was read anew; the RegisterChanges.
        period_changed(): another period is looked at.
        request_rejected(str): what was asked for could not be done; why and what to do.
    """

    register_changed = QtCore.Signal(object)
    period_changed = QtCore.Signal()
    request_rejected = QtCore.Signal(str)

    def __init__(self, desk: "Register", clock: Clock = datetime.now) -> None:
        super().__init__()
        self.desk = desk
        self.clock = clock
        self.period = queries.choose_period_to_open(desk, self.today)
        self.periods: tuple[Period, ...] = ()
        self.overview: ProvinceOverview = queries.load_overview(desk, self.period)
        self.books = Books(desk, self.period, self)
        self.held: tuple[QuarantineRow, ...] = ()
        self.books.consolidation_changed.connect(self._report_consolidation)
        self._read()

    @property
    def today(self) -> date:
        """The day of the clock."""
        return self.clock().date()

    def refresh(self) -> None:
        """Read what the register keeps now; others may work in it too."""
        empty = not self.overview.sent
        period, overview, held = self.period, self.overview, self.held
        try:
            if empty:
                self.period = queries.choose_period_to_open(self.desk, self.today)
            self._read()
        except XaReportError as error:
            self.request_rejected.emit(str(error))
            return
        self.books.forget(self.period)
        if self.period != period:
            self.period_changed.emit()
            return
        changes = RegisterChanges(
            cases=True, overview=self.overview != overview, quarantine=self.held != held
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
        self.books.forget(self.period)
        self.period_changed.emit()

    def overdue(self, line: CommuneStatus) -> bool:
        """Whether a commune that has sent nothing should have."""
        limit = self.overview.deadline
        return not line.sent and limit is not None and self.today > limit

    def held_of(self, line: CommuneStatus) -> tuple[QuarantineRow, ...]:
        """What is kept apart of a commune and the period that is looked at, newest first."""
        code, label = line.unit.code, self.period.label
        return tuple(one for one in self.held if (one.unit_code, one.period) == (code, label))

    @QtCore.Slot()
    def _report_consolidation(self) -> None:
        self.register_changed.emit(RegisterChanges(consolidation=True))

    def _read(self) -> None:
        self.overview = queries.load_overview(self.desk, self.period)
        self.held = queries.list_quarantine_rows(self.desk)
        found = queries.list_register_periods(self.desk)
        self.periods = found if self.period in found else (*found, self.period)
