"""A form that stays open, with all that was typed, until what it asks for is done."""

from PySide6 import QtGui, QtWidgets

from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.line import ENTER_KEYS


class ActDialog(QtWidgets.QDialog):
    """Words, a form, a sentence for what stands against it, and one button."""

    def __init__(self, title: str, words: str, button: str, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.fault = label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.fault.hide()
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        self._buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.act = self._buttons.button(kinds.Ok)
        self.act.setText(button)
        self.act.setToolTip("Ctrl+Enter")
        self.act.setProperty("look", "filled")
        self._buttons.button(kinds.Cancel).setText("Hủy")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(self.act.click)
        self.body = QtWidgets.QVBoxLayout()
        self.body.setSpacing(8)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 14)
        self._column.setSpacing(10)
        self._column.addWidget(label(words, wrap=True))
        self._column.addLayout(self.body, 1)

    def close_with(self, words: str = "") -> None:
        """End the form with quiet words, the sentence and the buttons."""
        if words:
            self._column.addWidget(label(words, "muted", wrap=True))
        self._column.addWidget(self.fault)
        self._column.addWidget(self._buttons)

    def send(self) -> str:
        """Do it; return why not, in a sentence."""
        raise NotImplementedError

    def accept(self) -> None:
        fault = self.send()
        show_or_hide(self.fault, fault)
        if not fault:
            super().accept()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Enter in a line ends the line, not the form: what is sent cannot be taken back.
        if event.key() in ENTER_KEYS and not isinstance(self.focusWidget(), QtWidgets.QPushButton):
            self.focusNextChild()
            return
        super().keyPressEvent(event)
