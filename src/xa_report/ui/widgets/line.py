"""A line to type in: it speaks when it is left, and Escape brings back what was stored."""

import unicodedata

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.theme import repolish

UNDO_KEYS = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)

ENTER_KEYS = (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)


def claims_key(event: QtCore.QEvent, *, composing: bool, changed: bool) -> bool | None:
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
    if not changed and any(map(event.matches, UNDO_KEYS)):
        event.ignore()
        return False
    return None


class Line(QtWidgets.QLineEdit):
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
    def changed(self) -> bool:
        """Whether something else stands here than what is stored."""
        return self.text() != self._stored

    def show_stored(self, text: str) -> None:
        """Show what is stored; a text being typed stays unless something else was stored."""
        if self.changed and text == self._stored:
            return
        self._stored = text
        # Setting the text also forgets the typing, so that Ctrl+Z then undoes stored edits.
        if self.text() != text or self.isUndoAvailable():
            self.setText(text)
        self.mark_wrong(wrong=False)

    def mark_wrong(self, *, wrong: bool) -> None:
        """Mark the text as one that is not taken."""
        repolish(self, "wrong", "true" if wrong else "false")

    @property
    def wrong(self) -> bool:
        """Whether the text is marked."""
        return bool(self.property("wrong") == "true")

    def _leave(self) -> None:
        self.text_committed.emit(unicodedata.normalize("NFC", self.text()).strip())

    def event(self, event: QtCore.QEvent) -> bool:
        claimed = claims_key(event, composing=self._composing, changed=self.changed)
        return super().event(event) if claimed is None else claimed

    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and (self.changed or self.wrong):
            self.setText(self._stored)
            self._leave()
            return
        super().keyPressEvent(event)
        if event.key() in ENTER_KEYS and not self.wrong:
            self.enter_pressed.emit()


class NumberLine(Line):
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
