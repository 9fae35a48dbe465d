"""A date: typed as people write it, or picked from a calendar."""

from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.text import show_date
from xa_report.ui.widgets.line import Line


class DayLine(QtWidgets.QWidget):
    """A line with a calendar beside it.

    Signals:
        date_picked(str): a day was picked from the calendar, as text.
    """

    date_picked = QtCore.Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.line = Line(name)
        self.line.setPlaceholderText("ngày/tháng/năm")
        self.line.setFixedWidth(126)
        self.button = QtWidgets.QToolButton()
        self.button.setText("▾")
        self.button.setToolTip("Chọn ngày trên lịch (Alt+↓)")
        self.button.setAccessibleName(f"Chọn ngày: {name}")
        self.button.clicked.connect(self.open_calendar)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line)
        row.addWidget(self.button)
        row.addStretch(1)
        self.setFocusProxy(self.line)
        keys = QtGui.QShortcut(QtGui.QKeySequence("Alt+Down"), self.line)
        keys.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.open_calendar)

    def show_day(self, day: date | None) -> None:
        """Show what is stored."""
        self.line.show_stored(show_date(day) if day else "")

    def open_calendar(self) -> None:
        """Show a calendar below the line."""
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = self.make_calendar()
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        action = QtWidgets.QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))
        calendar.setFocus()

    def make_calendar(self) -> QtWidgets.QCalendarWidget:
        """Make a calendar that stands at the day of the line and writes into it."""
        calendar = QtWidgets.QCalendarWidget()
        locale = QtCore.QLocale(QtCore.QLocale.Language.Vietnamese)
        calendar.setLocale(locale)
        calendar.setFirstDayOfWeek(QtCore.Qt.DayOfWeek.Monday)
        typed = QtCore.QDate.fromString(self.line.text(), "dd/MM/yyyy")
        if typed.isValid():
            calendar.setSelectedDate(typed)
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        return calendar

    def _pick(self, day: QtCore.QDate) -> None:
        text = day.toString("dd/MM/yyyy")
        self.line.setText(text)
        self.date_picked.emit(text)
