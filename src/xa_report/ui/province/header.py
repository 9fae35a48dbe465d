"""The head of the province's window: whose register, which form and year, state; then the pages."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.overview import Overview
from xa_report.domain.period import Period
from xa_report.ui.header import capital
from xa_report.ui.marks import Mark
from xa_report.ui.province.place import Place
from xa_report.ui.province.searching import search_communes
from xa_report.ui.search_line import SearchLine
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.heading import page_tabs, period_box
from xa_report.ui.widgets.labels import ElidedLabel, label

SOON = 7
"""From so many days on the time left is a warning."""


class Header(QtWidgets.QFrame):
    """Two lines: whose register it is, and the tabs.

    Signals:
        period_chosen(object): another Period.
    """

    period_chosen = QtCore.Signal(object)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("header")
        self._book = place.book
        self._agency = label("", "unit")
        self._subject = ElidedLabel("muted")
        self.state = Chip(place.theme)
        self.left = Chip(place.theme)
        self.periods = period_box()
        self.search = SearchLine("Tìm xã, phường…  Ctrl+F", "Tìm xã, phường")
        self.tabs = page_tabs()
        self._lay_out()
        self.periods.activated.connect(lambda: self.period_chosen.emit(self.periods.currentData()))

    def refresh(self) -> None:
        """Show the register as it is now."""
        overview = self._book.overview
        self._agency.setText(overview.agency)
        self._subject.show_text(subject(overview))
        self.state.show_mark(state_mark(overview))
        left = self._time_left()
        self.left.setVisible(left is not None)
        if left is not None:
            self.left.show_mark(left)
        self.search.set_search(lambda text: search_communes(overview.lines, text))
        self._list_periods()

    def _time_left(self) -> Mark | None:
        overview = self._book.overview
        if overview.deadline is None or overview.sent == len(overview.lines):
            return None
        days = (overview.deadline - self._book.today).days
        if days < 0:
            return Mark("missing", f"Quá hạn nộp {-days} ngày", "missing")
        word = f"Còn {days} ngày nộp" if days else "Hạn nộp hôm nay"
        return Mark("", word, "below" if days <= SOON else "quiet")

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(10)
        for widget in (self._agency, self._subject, self.state, self.left):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.periods)
        row.addWidget(self.search, 3)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(240)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.tabs)

    def _list_periods(self) -> None:
        shown = tuple(self.periods.itemData(n) for n in range(self.periods.count()))
        if shown != self._book.periods:
            self.periods.clear()
            for period in self._book.periods:
                self.periods.addItem(capital(period.label), period)
        self._select(self._book.period)
        self.periods.setVisible(self.periods.count() > 1)

    def _select(self, period: Period) -> None:
        found = (n for n in range(self.periods.count()) if self.periods.itemData(n) == period)
        self.periods.setCurrentIndex(next(found, -1))


def subject(overview: Overview) -> str:
    """Form, period and how many communes: `Bộ tiêu chí … – năm 2026 · 96 xã, phường`."""
    title = f"{overview.form.title} – " if overview.form else ""
    text = f"{title}{overview.period.label} · {len(overview.lines)} xã, phường"
    return f"{text[:1].upper()}{text[1:]}"


def state_mark(overview: Overview) -> Mark:
    """How far the province is as a whole."""
    if not overview.sent:
        return Mark("", "Chưa có báo cáo", "quiet")
    if overview.closed == len(overview.lines):
        return Mark("met", "Đã chốt tất cả", "met")
    if overview.closed == overview.sent:
        return Mark("met", "Đã chốt các báo cáo đã nộp", "met")
    begun = any(line.state not in (None, "received") for line in overview.lines)
    return Mark("", "Đang thẩm định" if begun else "Đang tiếp nhận", "accent")
