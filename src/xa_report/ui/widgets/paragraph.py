"""Several lines of text; it speaks when it is left."""

import unicodedata

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.widgets.line import claims_key

LINES, MOST_LINES = 2, 8


class Paragraph(QtWidgets.QPlainTextEdit):
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
        lines = min(max(self.document().size().height(), LINES), MOST_LINES)
        height = int(lines * self.fontMetrics().lineSpacing()) + 22
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not QtCore.Qt.FocusReason.PopupFocusReason:
            self._leave()

    def event(self, event: QtCore.QEvent) -> bool:
        changed = self.toPlainText() != self._stored
        claimed = claims_key(event, composing=self._composing, changed=changed)
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
