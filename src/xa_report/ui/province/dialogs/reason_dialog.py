"""The dialog that confirms an action and asks for the reason that the log keeps."""

import unicodedata
from dataclasses import dataclass

from PySide6 import QtWidgets

from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import LineEdit

NO_REASON_TEXT = "Hãy ghi lý do; lý do được giữ trong nhật ký của sổ."
MAX_REASON_LENGTH = 500
"""Letters that the fields of a reason accept."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The question before an action, with the texts of its dialog."""

    title: str
    description: str
    """The consequences, in a sentence or two."""
    placeholder: str = ""
    """An example of a reason; empty when no reason is asked for."""
    button: str = "Làm"
    agreement: str = ""
    """The text of a box for a further consent; empty for no box."""
    is_required: bool = False
    """True when a reason is required; with a ticked box it always is."""


@dataclass(frozen=True, slots=True)
class ReasonInput:
    """The reason and the consent that the user gave."""

    text: str = ""
    agreed: bool = False


class ReasonDialog(QtWidgets.QDialog):
    """Dialog with a question, a field for the reason and a button."""

    def __init__(self, question: Confirmation, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setWindowTitle(question.title)
        self.setMinimumWidth(480)
        self.agreement_box = QtWidgets.QCheckBox(question.agreement)
        self.agreement_box.setVisible(bool(question.agreement))
        self.line = LineEdit("Lý do, ghi vào nhật ký")
        self.line.setPlaceholderText(question.placeholder)
        self.line.setMaxLength(MAX_REASON_LENGTH)
        self.fault_label = create_label("", wrap=True)
        self.fault_label.setProperty("role", "missing")
        self.fault_label.hide()
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.submit_button = buttons.button(kinds.Ok)
        self.submit_button.setText(question.button)
        self.submit_button.setProperty("look", "filled")
        buttons.button(kinds.Cancel).setText("Hủy")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        reason_label = create_label("Lý do, ghi vào nhật ký", "muted")
        reason_label.setVisible(bool(question.placeholder))
        self.line.setVisible(bool(question.placeholder))
        rest = (self.agreement_box, reason_label, self.line, self.fault_label)
        for part in (create_label(question.description, wrap=True), *rest, buttons):
            column.addWidget(part)
        # Wrapped labels have a height only for a width: without it the dialog opens too high.
        self.resize(self.minimumWidth(), column.totalHeightForWidth(self.minimumWidth()))
        self.line.setFocus()

    def reason_input(self) -> ReasonInput:
        """Return what was entered so far; the reason stripped, NFC."""
        text = unicodedata.normalize("NFC", self.line.text()).strip()
        return ReasonInput(text, self.agreement_box.isChecked())

    def accept(self) -> None:
        entered = self.reason_input()
        if not entered.text and (self._question.is_required or entered.agreed):
            set_text_or_hide(self.fault_label, NO_REASON_TEXT)
            self.line.setFocus()
            return
        super().accept()


def ask_reason(parent: QtWidgets.QWidget, question: Confirmation) -> ReasonInput | None:
    """Show the dialog and wait; return what was entered, None when it was cancelled."""
    dialog = ReasonDialog(question, parent)
    try:
        return dialog.reason_input() if dialog.exec() else None
    finally:
        dialog.deleteLater()
