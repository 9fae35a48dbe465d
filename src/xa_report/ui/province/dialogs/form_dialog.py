"""Dialogs with a form: base class, a commune's explanation, the list of reason codes."""

import unicodedata
from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.appraisal import DifferenceCode
from xa_report.ui.province.dialogs.reason_dialog import MAX_REASON_LENGTH
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import ENTER_KEYS, LineEdit
from xa_report.workflow.province.case_sheet import CaseSheet

RECEIPT_NOTICE = (
    "Phiếu gửi xã phải ký bằng khóa của tỉnh: hãy lập bằng lệnh “xa-report province receipts”."
)


class FormDialog(QtWidgets.QDialog):
    """Base of dialogs with a form: description, fields, fault and one button.

    A subclass fills `body`, calls `add_footer` and implements `submit`. The dialog closes only
    when `submit` succeeds.
    """

    def __init__(
        self, title: str, description: str, button: str, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.fault_label = create_label("", wrap=True)
        self.fault_label.setProperty("role", "missing")
        self.fault_label.hide()
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        self._buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.submit_button = self._buttons.button(kinds.Ok)
        self.submit_button.setText(button)
        self.submit_button.setToolTip("Ctrl+Enter")
        self.submit_button.setProperty("look", "filled")
        self._buttons.button(kinds.Cancel).setText("Hủy")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(
                self.submit_button.click
            )
        self.body = QtWidgets.QVBoxLayout()
        self.body.setSpacing(8)
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 14)
        self._column.setSpacing(10)
        self._column.addWidget(create_label(description, wrap=True))
        self._column.addLayout(self.body, 1)

    def add_footer(self, notice: str = "") -> None:
        """Append notice, fault and buttons below the fields."""
        if notice:
            self._column.addWidget(create_label(notice, "muted", wrap=True))
        self._column.addWidget(self.fault_label)
        self._column.addWidget(self._buttons)

    def submit(self) -> str:
        """Carry out what was entered; return why not, in a sentence, else an empty text."""
        raise NotImplementedError

    def accept(self) -> None:
        fault = self.submit()
        set_text_or_hide(self.fault_label, fault)
        if not fault:
            super().accept()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Enter moves on instead of pressing the default button: what is submitted cannot be undone.
        if event.key() in ENTER_KEYS and not isinstance(self.focusWidget(), QtWidgets.QPushButton):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


REPLACES_EXPLANATION_TEXT = "Tiêu chí này đã có giải trình; nội dung mới được dùng thay."
NO_EXPLANATION_TEXT = "Hãy ghi nội dung giải trình của xã."
SubmitExplanation = Callable[[str, str, str], str]
"""Takes criterion, explanation and paper; returns why it was refused, else an empty text."""


class ExplanationDialog(FormDialog):
    """Dialog for an explanation on paper: criterion, text and the name of the paper."""

    def __init__(
        self,
        sheet: CaseSheet,
        selected: str,
        submit_explanation: SubmitExplanation,
        parent: QtWidgets.QWidget,
    ) -> None:
        words = f"Ghi vào hồ sơ điều {sheet.unit.name} giải trình bằng văn bản giấy."
        super().__init__("Giải trình của xã", words, "Ghi giải trình", parent)
        self._submit = submit_explanation
        self._explanations = {row.code: row.explanation for row in sheet.rows if row.leaf}
        self.criterion = QtWidgets.QComboBox()
        self.criterion.setAccessibleName("Tiêu chí được giải trình")
        self.criterion.setMinimumContentsLength(30)
        for row in sheet.rows:
            if row.leaf:
                self.criterion.addItem(f"{row.code}  {row.title}", row.code)
        self.text = QtWidgets.QPlainTextEdit()
        self.text.setAccessibleName("Nội dung giải trình")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(90)
        self.origin = LineEdit("Văn bản giải trình")
        self.origin.setMaxLength(MAX_REASON_LENGTH)
        self.origin.setPlaceholderText("Ví dụ: Công văn 15/UBND ngày 05/01/2027")
        self._note = create_label("", "muted", wrap=True)
        parts = (
            self.criterion,
            self._note,
            create_label("Nội dung giải trình", "muted"),
            self.text,
        )
        for part in (*parts, create_label("Văn bản giải trình", "muted"), self.origin):
            self.body.addWidget(part)
        self.add_footer()
        self.criterion.currentIndexChanged.connect(self._show_note)
        # With the dots `1.1` is not taken for a part of `1.10`, and an area means its first leaf.
        first = next((c for c in self._explanations if f"{c}.".startswith(f"{selected}.")), "")
        self.criterion.setCurrentIndex(max(self.criterion.findData(first), 0))
        self._show_note()
        self.text.setFocus()

    def submit(self) -> str:
        text = unicodedata.normalize("NFC", self.text.toPlainText()).strip()
        if not text:
            self.text.setFocus()
            return NO_EXPLANATION_TEXT
        origin = unicodedata.normalize("NFC", self.origin.text()).strip()
        fault = self._submit(self.criterion.currentData(), text, origin)
        if not origin:
            self.origin.setFocus()
        return fault

    @QtCore.Slot()
    def _show_note(self) -> None:
        explanation = self._explanations.get(self.criterion.currentData(), "")
        set_text_or_hide(self._note, REPLACES_EXPLANATION_TEXT if explanation else "")


CHOOSE_REASON_TEXT = "Chọn mã lý do…"


class ReasonCodeCombo(QtWidgets.QComboBox):
    """Combo box of the codes T01, T02 … with their labels; the first entry is no code."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.addItem(CHOOSE_REASON_TEXT, None)
        for code in DifferenceCode:
            self.addItem(f"{code.number} {code.label}", code)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )
        self.setMinimumContentsLength(12)

    @property
    def selected_code(self) -> DifferenceCode | None:
        """The selected code, or None."""
        code = self.currentData()
        return code if isinstance(code, DifferenceCode) else None

    def select_code(self, code: DifferenceCode | None) -> None:
        """Select a code, or with None the first entry."""
        self.setCurrentIndex(self.findData(code) if code else 0)
