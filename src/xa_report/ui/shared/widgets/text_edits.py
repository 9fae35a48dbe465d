"""Text fields: one line, several lines, numbers, and a date with a calendar."""

import unicodedata
from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.text import show_date
from xa_report.ui.shared.theme import set_style_property

UNDO_SEQUENCES = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)

ENTER_KEYS = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)


def overrides_shortcut(event: QtCore.QEvent, *, composing: bool, changed: bool) -> bool | None:
    """Whether a field keeps a key that is also a shortcut; None when Qt is to decide.

    While letters are being composed it keeps every key; undoing it leaves to the window when
    nothing was typed since the field was stored.
    """
    is_shortcut = event.type() is QtCore.QEvent.Type.ShortcutOverride
    if not is_shortcut or not isinstance(event, QtGui.QKeyEvent):
        return None
    if composing:
        event.accept()
        return True
    if not changed and any(map(event.matches, UNDO_SEQUENCES)):
        event.ignore()
        return False
    return None


class LineEdit(QtWidgets.QLineEdit):
    """A single line of text.

    Signals:
        text_committed(str): it was left or Enter was pressed; the text, NFC.
        enter_pressed(): Enter was pressed and the text was taken.
    """

    text_committed = QtCore.Signal(str)
    enter_pressed = QtCore.Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._stored = ""
        self._composing = False
        self.editingFinished.connect(self._leave)

    @property
    def is_changed(self) -> bool:
        """Whether something else stands here than what is stored."""
        return self.text() != self._stored

    def show_stored(self, text: str) -> None:
        """Show what is stored; a text being typed stays unless something else was stored."""
        if self.is_changed and text == self._stored:
            return
        self._stored = text
        # Setting the text also forgets the typing, so that Ctrl+Z then undoes stored edits.
        if self.text() != text or self.isUndoAvailable():
            self.setText(text)
        self.mark_wrong(wrong=False)

    def mark_wrong(self, *, wrong: bool) -> None:
        """Mark the text as one that is not taken."""
        set_style_property(self, "wrong", "true" if wrong else "false")

    @property
    def is_marked_wrong(self) -> bool:
        """Whether the text is marked."""
        return bool(self.property("wrong") == "true")

    def _leave(self) -> None:
        self.text_committed.emit(unicodedata.normalize("NFC", self.text()).strip())

    def event(self, event: QtCore.QEvent) -> bool:
        claimed = overrides_shortcut(event, composing=self._composing, changed=self.is_changed)
        return super().event(event) if claimed is None else claimed

    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and (self.is_changed or self.is_marked_wrong):
            self.setText(self._stored)
            self._leave()
            return
        super().keyPressEvent(event)
        if event.key() in ENTER_KEYS and not self.is_marked_wrong:
            self.enter_pressed.emit()


class NumberLineEdit(LineEdit):
    """Right-aligned; the dot of the keypad is the decimal comma."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(QtCore.Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        keypad = event.modifiers() & QtCore.Qt.KeyboardModifier.KeypadModifier
        if keypad and event.text() in {".", ","}:
            self.insert(",")
            return
        super().keyPressEvent(event)


MIN_LINES, MAX_LINES = 2, 8


class GrowingTextEdit(QtWidgets.QPlainTextEdit):
    """Grows with its text; Tab goes on to the next field, Ctrl+Enter stores.

    Signals:
        text_committed(str): it was left; the text, NFC.
    """

    text_committed = QtCore.Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self._stored = ""
        self._composing = False
        self.textChanged.connect(self._grow)
        self._grow()

    def show_stored(self, text: str) -> None:
        """Show what is stored; a text being typed stays unless something else was stored."""
        if self.toPlainText() != self._stored and text == self._stored:
            return
        self._stored = text
        if self.toPlainText() != text or self.document().isUndoAvailable():
            self.setPlainText(text)

    def _leave(self) -> None:
        text = unicodedata.normalize("NFC", self.toPlainText()).strip()
        if text != self._stored.strip():
            self.text_committed.emit(text)

    def _grow(self) -> None:
        lines = min(max(self.document().size().height(), MIN_LINES), MAX_LINES)
        height = int(lines * self.fontMetrics().lineSpacing()) + 22
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not QtCore.Qt.FocusReason.PopupFocusReason:
            self._leave()

    def event(self, event: QtCore.QEvent) -> bool:
        changed = self.toPlainText() != self._stored
        claimed = overrides_shortcut(event, composing=self._composing, changed=changed)
        return super().event(event) if claimed is None else claimed

    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        control = event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and control:
            self._leave()
            return
        if event.key() == QtCore.Qt.Key.Key_Escape and self.toPlainText() != self._stored:
            self.setPlainText(self._stored)
            return
        super().keyPressEvent(event)


class DateEdit(QtWidgets.QWidget):
    """A line with a calendar beside it.

    Signals:
        date_picked(str): a day was picked from the calendar, as text.
    """

    date_picked = QtCore.Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.line_edit = LineEdit(name)
        self.line_edit.setPlaceholderText("ngày/tháng/năm")
        self.line_edit.setFixedWidth(126)
        self.button = QtWidgets.QToolButton()
        self.button.setText("▾")
        self.button.setToolTip("Chọn ngày trên lịch (Alt+↓)")
        self.button.setAccessibleName(f"Chọn ngày: {name}")
        self.button.clicked.connect(self.open_calendar)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line_edit)
        row.addWidget(self.button)
        row.addStretch(1)
        self.setFocusProxy(self.line_edit)
        keys = QtGui.QShortcut(QtGui.QKeySequence("Alt+Down"), self.line_edit)
        keys.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.open_calendar)

    def show_date(self, day: date | None) -> None:
        """Show what is stored."""
        self.line_edit.show_stored(show_date(day) if day else "")

    def open_calendar(self) -> None:
        """Show a calendar below the line."""
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = self.build_calendar()
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        action = QtWidgets.QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.line_edit.mapToGlobal(self.line_edit.rect().bottomLeft()))
        calendar.setFocus()

    def build_calendar(self) -> QtWidgets.QCalendarWidget:
        """Make a calendar that stands at the day of the line and writes into it."""
        calendar = QtWidgets.QCalendarWidget()
        locale = QtCore.QLocale(QtCore.QLocale.Language.Vietnamese)
        calendar.setLocale(locale)
        calendar.setFirstDayOfWeek(QtCore.Qt.DayOfWeek.Monday)
        typed = QtCore.QDate.fromString(self.line_edit.text(), "dd/MM/yyyy")
        if typed.isValid():
            calendar.setSelectedDate(typed)
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        return calendar

    def _pick(self, day: QtCore.QDate) -> None:
        text = day.toString("dd/MM/yyyy")
        self.line_edit.setText(text)
        self.date_picked.emit(text)
