"""The header of both windows: owner, subject, state, deadline, period, search and tabs."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from xa_report.domain.period import Period
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.search_box import SearchBox
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label


class HeaderBar(QtWidgets.QFrame):
    """Two rows whose content the window sets: owner to search, and the tabs below.

    Signals:
        period_chosen(object): the user chose a Period, possibly the one that is shown.
    """

    period_chosen = QtCore.Signal(object)

    def __init__(self, theme: ColorTheme, search: SearchBox) -> None:
        super().__init__()
        self.setObjectName("header")
        self.owner = create_label("", "unit")
        self.subject = ElidedLabel("muted")
        self.state = BadgeChip(theme)
        self.deadline = BadgeChip(theme)
        self.periods = _build_period_box()
        self.search = search
        self.tabs = _build_page_tabs()
        self._lay_out()
        self.periods.activated.connect(lambda: self.period_chosen.emit(self.periods.currentData()))

    def show_deadline(self, left: Badge | None) -> None:
        """Show how much time is left; None hides the badge."""
        self.deadline.setVisible(left is not None)
        if left is not None:
            self.deadline.show_badge(left)

    def show_tab(self, number: int, title: str) -> None:
        """Set the title of a tab, counted from 0."""
        # Setting a text lays the whole bar out anew, also when it is the same text.
        if self.tabs.tabText(number) != title:
            self.tabs.setTabText(number, title)

    def set_periods(self, periods: Sequence[Period]) -> None:
        """Fill the list of periods; the list is hidden when there is only one."""
        if tuple(periods) != tuple(self.periods.itemData(n) for n in range(self.periods.count())):
            self.periods.clear()
            for period in periods:
                self.periods.addItem(capitalize_first(period.label), period)
        self.periods.setVisible(len(periods) > 1)

    def select_period(self, period: Period) -> None:
        """Select a period in the list; nothing is selected when it is not listed."""
        # findData compares by identity for Python objects: equal periods are compared here.
        numbers = (n for n in range(self.periods.count()) if self.periods.itemData(n) == period)
        self.periods.setCurrentIndex(next(numbers, -1))

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(10)
        for widget in (self.owner, self.subject, self.state, self.deadline):
            row.addWidget(widget)
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


def capitalize_first(text: str) -> str:
    """Return a text with its first letter capital, the rest unchanged."""
    return f"{text[:1].upper()}{text[1:]}"


def _build_page_tabs() -> QtWidgets.QTabBar:
    """Create the tab bar, without pages of its own; no title is ever elided."""
    tabs = QtWidgets.QTabBar()
    tabs.setAccessibleName("Các trang")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setElideMode(QtCore.Qt.TextElideMode.ElideNone)
    return tabs


def _build_period_box() -> QtWidgets.QComboBox:
    box = QtWidgets.QComboBox()
    box.setAccessibleName("Kỳ báo cáo")
    box.setToolTip("Kỳ báo cáo (Ctrl+K)")
    return box
