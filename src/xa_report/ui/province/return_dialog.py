"""Returning criteria to a commune: which ones, why each, and until when."""

import unicodedata
from collections.abc import Callable
from datetime import date

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.domain.text import parse_date
from xa_report.ui.province.act_dialog import ActDialog
from xa_report.ui.province.case_questions import RECEIPT
from xa_report.ui.province.note_dialog import LIMIT
from xa_report.ui.province.reason_code import ReasonCode
from xa_report.ui.province.return_draft import NO_REASON, ReasonDraft, ReturnDraft
from xa_report.ui.widgets.day_line import DayLine
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.line import Line
from xa_report.ui.widgets.lists import RowDelegate
from xa_report.workflow.province.case_sheet import CaseSheet

NONE_CHOSEN = "Hãy chọn ít nhất một tiêu chí để trả lại."
CODE = QtCore.Qt.ItemDataRole.UserRole
Send = Callable[[tuple[ReopenedCriterion, ...], date | None], str]


class ReturnDialog(ActDialog):
    """The criteria to tick, the reason of the one that is selected, a deadline."""

    def __init__(
        self, sheet: CaseSheet, selected: str, send: Send, parent: QtWidgets.QWidget
    ) -> None:
        words = (
            f"{sheet.unit.name} sửa và gửi lại đúng những tiêu chí được chọn; phần khác giữ nguyên."
        )
        super().__init__("Trả lại để bổ sung", words, "Trả lại", parent)
        self.draft = ReturnDraft(sheet.rows, selected)
        self._send = send
        self._showing = False
        self.list = QtWidgets.QTreeWidget()
        self.code = ReasonCode("Mã lý do trả lại")
        self.text = Line("Nội dung xã cần bổ sung")
        self.same = QtWidgets.QCheckBox("&Một lý do cho mọi tiêu chí được chọn")
        self.day = DayLine("Hạn gửi lại")
        self._of = label("", "strong")
        self._lay_out()
        window = parent.window()
        self.resize(min(860, window.width() - 40), min(600, window.height() - 40))
        self._fill()
        self._connect()
        self._begin()

    def _lay_out(self) -> None:
        self.list.setAccessibleName("Tiêu chí trả lại; phím cách để chọn")
        self.list.setHeaderLabels(["Tiêu chí", "Lý do trả lại"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setMinimumHeight(110)
        self.list.header().setStretchLastSection(True)
        self.list.header().resizeSection(0, 400)
        self.text.setMaxLength(LIMIT)
        self.text.setPlaceholderText("Xã cần bổ sung gì, ví dụ: biên bản đối thoại lần 2")
        head = QtWidgets.QHBoxLayout()
        head.addWidget(self._of)
        head.addStretch(1)
        head.addWidget(self.same)
        foot = QtWidgets.QHBoxLayout()
        foot.addWidget(label("Hạn gửi lại (có thể để trống)", "muted"))
        foot.addWidget(self.day, 1)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(head)
        for part in (self.code, self.text):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.close_with(RECEIPT)

    def _fill(self) -> None:
        for line in self.draft.lines:
            item = QtWidgets.QTreeWidgetItem([f"{line.code}  {line.title}"])
            item.setData(0, CODE, line.code)
            item.setToolTip(0, item.text(0))
            chosen = line.code in self.draft.chosen
            states = QtCore.Qt.CheckState
            item.setCheckState(0, states.Checked if chosen else states.Unchecked)
            self.list.addTopLevelItem(item)
        self._show_reasons()

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._tick)
        self.list.currentItemChanged.connect(self._show_reason)
        self.code.currentIndexChanged.connect(self._keep)
        self.text.textChanged.connect(self._keep)
        self.same.toggled.connect(self._share)

    def _begin(self) -> None:
        chosen = [item for item in self._items() if _code(item) in self.draft.chosen]
        self.list.setCurrentItem((chosen or self._items())[0])
        (self.code if chosen else self.list).setFocus()

    def send(self) -> str:
        if not self.draft.chosen:
            self.list.setFocus()
            return NONE_CHOSEN
        lacking = self.draft.lacking()
        if lacking:
            self._go_to(lacking)
            self.code.setFocus()
            return f"Hãy chọn mã lý do cho tiêu chí {lacking}."
        try:
            deadline = self._deadline()
        except ValueError:
            self.day.setFocus()
            text = self.day.line.text()
            return f"“{text}” không phải là ngày; ghi như 05/01/2026 hoặc để trống."
        return self._send(self.draft.reopened(), deadline)

    def _deadline(self) -> date | None:
        text = self.day.line.text().strip()
        return parse_date(text) if text else None

    def _items(self) -> list[QtWidgets.QTreeWidgetItem]:
        found = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _go_to(self, code: str) -> None:
        self.list.setCurrentItem(next(item for item in self._items() if _code(item) == code))

    @QtCore.Slot(QtWidgets.QTreeWidgetItem, int)
    def _tick(self, item: QtWidgets.QTreeWidgetItem, column: int) -> None:
        if column:
            return
        ticked = item.checkState(0) is QtCore.Qt.CheckState.Checked
        (self.draft.chosen.add if ticked else self.draft.chosen.discard)(_code(item))
        self.list.setCurrentItem(item)
        self._show_reasons()

    @QtCore.Slot()
    def _keep(self) -> None:
        if not self._showing:
            self.draft.put(_code(self.list.currentItem()), self._typed())
            self._show_reasons()

    @QtCore.Slot(bool)
    def _share(self, shared: bool) -> None:
        if shared:
            self.draft.share(self._typed())
        else:
            self.draft.part()
        self._show_reasons()
        self._show_reason()

    def _typed(self) -> ReasonDraft:
        return ReasonDraft(self.code.chosen, unicodedata.normalize("NFC", self.text.text()))

    @QtCore.Slot()
    def _show_reason(self) -> None:
        code = _code(self.list.currentItem())
        shared = self.draft.shared
        self._of.setText("Lý do chung" if shared else f"Lý do cho tiêu chí {code}")
        reason = self.draft.reason(code)
        self._showing = True
        self.code.choose(reason.code)
        if self.text.text() != reason.text:
            self.text.setText(reason.text)
            self.text.show_stored(reason.text)
            self.text.setCursorPosition(0)
        self._showing = False

    def _show_reasons(self) -> None:
        count = len(self.draft.chosen)
        self.act.setText(f"Trả lại {count} tiêu chí" if count else "Trả lại")
        for item in self._items():
            code = _code(item)
            reason = self.draft.reason(code) if code in self.draft.chosen else NO_REASON
            item.setText(
                1, DifferenceReason(reason.code, reason.text).words if reason.code else reason.text
            )
            item.setToolTip(1, item.text(1))


def _code(item: QtWidgets.QTreeWidgetItem | None) -> str:
    return str(item.data(0, CODE)) if item is not None else ""
