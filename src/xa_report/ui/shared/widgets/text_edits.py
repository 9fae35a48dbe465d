"""Text fields: one line, several lines, numbers, and a date with a calendar."""

import unicodedata
from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.dates import YEARS, parse_date, show_date
from xa_report.domain.number_text import ValueFaultError
from xa_report.ui.shared.theme import set_style_property

UNDO_SEQUENCES = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)
# Key_Enter is the one of the keypad.
ENTER_KEYS = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
MIN_LINES, MAX_LINES = 2, 8
"""Between how many lines a GrowingTextEdit grows before it scrolls."""


def overrides_shortcut(event: QtCore.QEvent, *, composing: bool, changed: bool) -> bool | None:
    """Return whether a field keeps a key that is also a shortcut; None when Qt is to decide.

    While letters are being composed by an input method the field keeps every key. Undo and redo
    go to the window when nothing was typed since the text was stored.
    """
    is_shortcut = event.type() is QtCore.QEvent.Type.ShortcutOverride
    if not is_shortcut or not isinstance(event, QtGui.QKeyEvent):
        return None
    if composing:
        # Accepted means: deliver the key to the field, not to the shortcut.
        event.accept()
        return True
    if not changed and any(map(event.matches, UNDO_SEQUENCES)):
        event.ignore()
        return False
    return None


class LineEdit(QtWidgets.QLineEdit):
    """A field of one line that remembers its stored text; Esc brings that back.

    Signals:
        text_committed(str): the field was left or Enter was pressed; the text, stripped, NFC.
        enter_pressed(): Enter was pressed and the text is not marked wrong.
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
        """True when the text differs from the stored one."""
        return self.text() != self._stored

    def show_stored(self, text: str) -> None:
        """Show the stored text; a text being typed stays unless another one was stored."""
        if self.is_changed and text == self._stored:
            return
        self._stored = text
        # Setting the text also forgets the typing, so that Ctrl+Z then undoes stored edits.
        if self.text() != text or self.isUndoAvailable():
            self.setText(text)
        self.mark_wrong(wrong=False)

    def restore_stored(self) -> None:
        """Drop what was typed and show the stored text."""
        self.setText(self._stored)
        self.mark_wrong(wrong=False)

    def mark_wrong(self, *, wrong: bool) -> None:
        """Mark the text as one that cannot be stored, or remove the mark."""
        set_style_property(self, "wrong", "true" if wrong else "false")

    @property
    def is_marked_wrong(self) -> bool:
        """True when the text is marked as one that cannot be stored."""
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
    """A right-aligned field of one line; the dot of the keypad types the decimal comma."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self.setAlignment(QtCore.Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(QtCore.Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        keypad = event.modifiers() & QtCore.Qt.KeyboardModifier.KeypadModifier
        if keypad and event.text() in {".", ","}:
            self.insert(",")
            return
        if event.modifiers() == QtCore.Qt.KeyboardModifier.AltModifier:
            # Qt would type the 1 of Alt+1, pressed once more after it chose a reading.
            event.ignore()
            return
        super().keyPressEvent(event)


class GrowingTextEdit(QtWidgets.QPlainTextEdit):
    """A field of several lines that grows; Tab leaves it, Ctrl+Enter stores, Esc restores.

    Signals:
        text_committed(str): the field was left or Ctrl+Enter pressed with another text than the
            stored one; the text, stripped, NFC.
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
        """Show the stored text; a text being typed stays unless another one was stored."""
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
        # The plain text layout measures the height of its document in lines, not in pixels.
        lines = min(max(self.document().size().height(), MIN_LINES), MAX_LINES)
        height = int(lines * self.fontMetrics().lineSpacing()) + 22
        # Setting a height emits resizeEvent, which comes back here.
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The menu of the right mouse button takes the focus only for a moment.
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
        if event.key() in ENTER_KEYS and control:
            self._leave()
            return
        if event.key() == QtCore.Qt.Key.Key_Escape and self.toPlainText() != self._stored:
            self.setPlainText(self._stored)
            return
        super().keyPressEvent(event)


class DateEdit(QtWidgets.QWidget):
    """A field for a date, `dd/MM/yyyy`, with a button that opens a calendar.

    Signals:
        date_picked(str): a day was picked from the calendar; `dd/MM/yyyy`.
    """

    date_picked = QtCore.Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._name = name
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
        # Other date fields of the window have the same key.
        keys.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.open_calendar)

    def show_date(self, day: date | None) -> None:
        """Show the stored date; None empties the field."""
        self.line_edit.show_stored(show_date(day) if day else "")

    def read_day(self) -> date | None:
        """Return the typed day, None of an empty field; mark the field while it holds none.

        Raise ValueFaultError with a sentence that names the field.
        """
        text = unicodedata.normalize("NFC", self.line_edit.text()).strip()
        try:
            day = parse_date(text, self._name) if text else None
        except ValueFaultError as error:
            self.line_edit.mark_wrong(wrong=True)
            raise ValueFaultError(f"{error}, hoặc để trống") from error
        self.line_edit.mark_wrong(wrong=False)
        return day

    def open_calendar(self) -> None:
        """Show a calendar below the field."""
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
        """Create a calendar at the date of the field; a day that is picked is written there."""
        calendar = QtWidgets.QCalendarWidget()
        locale = QtCore.QLocale(QtCore.QLocale.Language.Vietnamese)
        calendar.setLocale(locale)
        calendar.setDateRange(QtCore.QDate(YEARS.start, 1, 1), QtCore.QDate(YEARS.stop - 1, 12, 31))
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
