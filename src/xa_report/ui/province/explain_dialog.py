"""Writing down what a commune says on paper to a criterion."""

import unicodedata
from collections.abc import Callable

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.act_dialog import ActDialog
from xa_report.ui.province.note_dialog import LIMIT
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.line import Line
from xa_report.workflow.province.case_sheet import CaseSheet

REPLACES = "Tiêu chí này đã có giải trình; nội dung mới được dùng thay."
NO_TEXT = "Hãy ghi nội dung giải trình của xã."
Send = Callable[[str, str, str], str]
"""Criterion, what the commune says, which paper."""


class ExplainDialog(ActDialog):
    """One criterion, what the commune says, the paper that says so."""

    def __init__(
        self, sheet: CaseSheet, selected: str, send: Send, parent: QtWidgets.QWidget
    ) -> None:
        words = f"Ghi vào hồ sơ điều {sheet.unit.name} giải trình bằng văn bản giấy."
        super().__init__("Giải trình của xã", words, "Ghi giải trình", parent)
        self._send = send
        self._told = {line.code: line.explanation for line in sheet.rows if line.leaf}
        self.criterion = QtWidgets.QComboBox()
        self.criterion.setAccessibleName("Tiêu chí được giải trình")
        self.criterion.setMinimumContentsLength(30)
        for line in sheet.rows:
            if line.leaf:
                self.criterion.addItem(f"{line.code}  {line.title}", line.code)
        self.text = QtWidgets.QPlainTextEdit()
        self.text.setAccessibleName("Nội dung giải trình")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(90)
        self.origin = Line("Văn bản giải trình")
        self.origin.setMaxLength(LIMIT)
        self.origin.setPlaceholderText("Ví dụ: Công văn 15/UBND ngày 05/01/2027")
        self._note = label("", "muted", wrap=True)
        parts = (self.criterion, self._note, label("Nội dung giải trình", "muted"), self.text)
        for part in (*parts, label("Văn bản giải trình", "muted"), self.origin):
            self.body.addWidget(part)
        self.close_with()
        self.criterion.currentIndexChanged.connect(self._show_note)
        first = next((code for code in self._told if f"{code}.".startswith(f"{selected}.")), "")
        self.criterion.setCurrentIndex(max(self.criterion.findData(first), 0))
        self._show_note()
        self.text.setFocus()

    def send(self) -> str:
        text = unicodedata.normalize("NFC", self.text.toPlainText()).strip()
        if not text:
            self.text.setFocus()
            return NO_TEXT
        origin = unicodedata.normalize("NFC", self.origin.text()).strip()
        fault = self._send(self.criterion.currentData(), text, origin)
        if not origin:
            self.origin.setFocus()
        return fault

    @QtCore.Slot()
    def _show_note(self) -> None:
        told = self._told.get(self.criterion.currentData(), "")
        show_or_hide(self._note, REPLACES if told else "")
