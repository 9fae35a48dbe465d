"""The head of the window: who, what, state, time left; period, search; then the pages."""

from datetime import date

from PySide6 import QtCore, QtWidgets

from xa_report.domain.period import Period
from xa_report.domain.report import STATE_LABELS
from xa_report.ui.marks import Mark
from xa_report.ui.place import Place
from xa_report.ui.search_line import SearchLine
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.heading import page_tabs, period_box
from xa_report.ui.widgets.labels import ElidedLabel, label
from xa_report.workflow import commune as verbs
from xa_report.workflow.work import Work

SOON = 7
"""From so many days on the time left is a warning."""


class Header(QtWidgets.QFrame):
    """Two lines: whose report it is, and the tabs.

    Signals:
        period_chosen(object): another Period.
    """

    period_chosen = QtCore.Signal(object)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("header")
        self._desk = place.desk
        self._unit = label("", "unit")
        self._subject = ElidedLabel("muted")
        self._state = Chip(place.theme)
        self._left = Chip(place.theme)
        self.periods = period_box()
        self.search = SearchLine()
        self.tabs = page_tabs()
        self._lay_out()
        self._list_periods()
        self.periods.activated.connect(lambda: self.period_chosen.emit(self.periods.currentData()))

    def refresh(self) -> None:
        """Show the report that lies on the desk."""
        work = self._desk.work
        self._unit.setText(self._desk.commune.unit.agency)
        self._subject.show_text(f"{work.form.title} – {work.period.label}")
        state = "" if not self._desk.commune.read_only else " · chỉ đọc"
        icon = "" if self._desk.editable else "lock"
        self._state.show_mark(Mark(icon, f"{STATE_LABELS[work.report.state]}{state}", "quiet"))
        left = time_left(work, self._desk.today)
        self._left.setVisible(left is not None)
        if left is not None:
            self._left.show_mark(left)

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._unit)
        row.addWidget(self._subject)
        row.addWidget(self._state)
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self.periods)
        row.addWidget(self.search, 3)
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(240)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.tabs)

    def _list_periods(self) -> None:
        for period in verbs.periods(self._desk.commune):
            self.periods.addItem(capital(period.label), period)
        self.select_period(self._desk.work.period)
        self.periods.setVisible(self.periods.count() > 1)

    def select_period(self, period: Period) -> None:
        """Show which period lies on the desk."""
        found = (n for n in range(self.periods.count()) if self.periods.itemData(n) == period)
        self.periods.setCurrentIndex(next(found, -1))


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def time_left(work: Work, today: date) -> Mark | None:
    """How many days are left for the self-assessment; None when the form sets no day."""
    end = work.form.stage("self_assessment").dates(work.period)[1]
    if end is None:
        return None
    days = (end - today).days
    if days < 0:
        return Mark("missing", f"Quá hạn {-days} ngày", "missing")
    if days == 0:
        return Mark("below", "Hạn hôm nay", "below")
    return Mark("", f"Còn {days} ngày", "below" if days <= SOON else "quiet")
