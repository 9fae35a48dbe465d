"""The dialog that confirms an action and asks for the reason that the log keeps."""

import unicodedata
from dataclasses import dataclass

from PySide6 import QtWidgets

from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import LineEdit

NO_REASON_TEXT = "Hãy ghi lý do; lý do được giữ trong nhật ký của sổ."
MAX_REASON_LENGTH = 500
"""Letters of a note."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is going to be done, and what has to be said about it."""

    title: str
    words: str
    """What will happen, in a sentence or two."""
    hint: str = ""
    """An example of a note; empty where nothing would keep one."""
    button: str = "Làm"
    agree: str = ""
    """What may be agreed to beyond that; empty where there is nothing."""
    needed: bool = False
    """Whether a note has to be given in any case."""


@dataclass(frozen=True, slots=True)
class ReasonInput:
    """What was said."""

    text: str = ""
    agreed: bool = False


class ReasonDialog(QtWidgets.QDialog):
    """One question, one line, one button; what is agreed to needs a reason."""

    def __init__(self, question: Confirmation, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setWindowTitle(question.title)
        self.setMinimumWidth(480)
        self.agree = QtWidgets.QCheckBox(question.agree)
        self.agree.setVisible(bool(question.agree))
        self.line = LineEdit("Lý do, ghi vào nhật ký")
        self.line.setPlaceholderText(question.hint)
        self.line.setMaxLength(MAX_REASON_LENGTH)
        self.fault = create_label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.fault.hide()
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.act = buttons.button(kinds.Ok)
        self.act.setText(question.button)
        self.act.setProperty("look", "filled")
        buttons.button(kinds.Cancel).setText("Hủy")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        asked = create_label("Lý do, ghi vào nhật ký", "muted")
        asked.setVisible(bool(question.hint))
        self.line.setVisible(bool(question.hint))
        rest = (self.agree, asked, self.line, self.fault)
        for part in (create_label(question.words, wrap=True), *rest, buttons):
            column.addWidget(part)
        self.resize(self.minimumWidth(), column.totalHeightForWidth(self.minimumWidth()))
        self.line.setFocus()

    def note(self) -> ReasonInput:
        """What was said so far."""
        text = unicodedata.normalize("NFC", self.line.text()).strip()
        return ReasonInput(text, self.agree.isChecked())

    def accept(self) -> None:
        given = self.note()
        if not given.text and (self._question.needed or given.agreed):
            set_text_or_hide(self.fault, NO_REASON_TEXT)
            self.line.setFocus()
            return
        super().accept()


def ask_reason(parent: QtWidgets.QWidget, question: Confirmation) -> ReasonInput | None:
    """Ask; None when the user does not want it after all."""
    dialog = ReasonDialog(question, parent)
    try:
        return dialog.note() if dialog.exec() else None
    finally:
        dialog.deleteLater()
