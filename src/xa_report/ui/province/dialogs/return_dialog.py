"""The return of criteria to a commune: the dialog, and the draft of codes and reasons."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from PySide6 import QtCore, QtWidgets

from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.ui.province.dialogs.form_dialog import RECEIPT_NOTICE, FormDialog, ReasonCodeCombo
from xa_report.ui.province.dialogs.reason_dialog import MAX_REASON_LENGTH
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import DateEdit, LineEdit
from xa_report.ui.shared.widgets.views import RowDelegate
from xa_report.workflow.province.case_sheet import CaseSheet


@dataclass(frozen=True, slots=True)
class ReasonDraft:
    """A reason that may still lack its code or its text."""

    code: DifferenceCode | None = None
    text: str = ""


EMPTY_REASON = ReasonDraft()


class ReturnDraft:
    """The criteria to return, with a reason each or one for all that are selected.

    Begins with the leaves at and below the code `selected`, and with the reasons of their points.
    """

    def __init__(self, rows: Iterable[CriterionRow], selected: str) -> None:
        self.rows = tuple(row for row in rows if row.leaf)
        # With the dots `1.1` is not taken for a part of `1.10`.
        below = f"{selected}."
        self.selected_codes = {row.code for row in self.rows if f"{row.code}.".startswith(below)}
        self._own: dict[str, ReasonDraft] = {
            row.code: ReasonDraft(row.why.code, row.why.text) for row in self.rows if row.why
        }
        self._shared: ReasonDraft | None = None

    @property
    def has_shared_reason(self) -> bool:
        """True while one reason holds for all."""
        return self._shared is not None

    def reason_of(self, code: str) -> ReasonDraft:
        """Return the reason of a criterion, or the shared one."""
        return self._shared or self._own.get(code, EMPTY_REASON)

    def set_reason(self, code: str, reason: ReasonDraft) -> None:
        """Set the reason of a criterion, or while it is shared that of all."""
        if self._shared is not None:
            self._shared = reason
        else:
            self._own[code] = reason

    def use_shared_reason(self, reason: ReasonDraft) -> None:
        """Let one reason hold for all; the individual ones are kept for later."""
        self._shared = reason

    def use_individual_reasons(self) -> None:
        """Return to individual reasons; selected criteria without one keep the shared one."""
        for code in self.selected_codes:
            if self._shared and self._own.get(code, EMPTY_REASON) == EMPTY_REASON:
                self._own[code] = self._shared
        self._shared = None

    def first_code_without_reason(self) -> str:
        """Return the first selected criterion without a reason code; empty when all have one."""
        selected = (row.code for row in self.rows if row.code in self.selected_codes)
        return next((code for code in selected if self.reason_of(code).code is None), "")

    def reopened_criteria(self) -> tuple[ReopenedCriterion, ...]:
        """Return the selected criteria with a reason code, in the order of the form."""
        return tuple(
            ReopenedCriterion(row.code, DifferenceReason(reason.code, reason.text.strip()))
            for row in self.rows
            if row.code in self.selected_codes
            and (reason := self.reason_of(row.code)).code is not None
        )


NO_CRITERIA_TEXT = "Hãy chọn ít nhất một tiêu chí để trả lại."
CODE_ROLE = QtCore.Qt.ItemDataRole.UserRole
SubmitReturn = Callable[[tuple[ReopenedCriterion, ...], date | None], str]
"""Takes criteria and deadline; returns why they were refused, else an empty text."""


class ReturnDialog(FormDialog):
    """Dialog to return criteria: a list to tick, the reason of the current one, a deadline."""

    def __init__(
        self,
        sheet: CaseSheet,
        selected: str,
        submit_return: SubmitReturn,
        parent: QtWidgets.QWidget,
    ) -> None:
        words = (
            f"{sheet.unit.name} sửa và gửi lại đúng những tiêu chí được chọn; phần khác giữ nguyên."
        )
        super().__init__("Trả lại để bổ sung", words, "Trả lại", parent)
        self.draft = ReturnDraft(sheet.rows, selected)
        self._submit = submit_return
        # Fields that are filled by the program emit the same signals as typing does.
        self._is_filling = False
        self.list = QtWidgets.QTreeWidget()
        self.code = ReasonCodeCombo("Mã lý do trả lại")
        self.text = LineEdit("Nội dung xã cần bổ sung")
        self.shared_reason_box = QtWidgets.QCheckBox("&Một lý do cho mọi tiêu chí được chọn")
        self.date_edit = DateEdit("Hạn gửi lại")
        self._of = create_label("", "strong")
        self._lay_out()
        window = parent.window()
        self.resize(min(860, window.width() - 40), min(600, window.height() - 40))
        self._fill()
        self._connect()
        self._select_first()

    def _lay_out(self) -> None:
        self.list.setAccessibleName("Tiêu chí trả lại; phím cách để chọn")
        self.list.setHeaderLabels(["Tiêu chí", "Lý do trả lại"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setMinimumHeight(110)
        self.list.header().setStretchLastSection(True)
        self.list.header().resizeSection(0, 400)
        self.text.setMaxLength(MAX_REASON_LENGTH)
        self.text.setPlaceholderText("Xã cần bổ sung gì, ví dụ: biên bản đối thoại lần 2")
        head = QtWidgets.QHBoxLayout()
        head.addWidget(self._of)
        head.addStretch(1)
        head.addWidget(self.shared_reason_box)
        foot = QtWidgets.QHBoxLayout()
        foot.addWidget(create_label("Hạn gửi lại (có thể để trống)", "muted"))
        foot.addWidget(self.date_edit, 1)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(head)
        for part in (self.code, self.text):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.add_footer(RECEIPT_NOTICE)

    def _fill(self) -> None:
        for row in self.draft.rows:
            item = QtWidgets.QTreeWidgetItem([f"{row.code}  {row.title}"])
            item.setData(0, CODE_ROLE, row.code)
            item.setToolTip(0, item.text(0))
            is_selected = row.code in self.draft.selected_codes
            states = QtCore.Qt.CheckState
            item.setCheckState(0, states.Checked if is_selected else states.Unchecked)
            self.list.addTopLevelItem(item)
        self._show_reasons()

    def _connect(self) -> None:
        self.list.itemChanged.connect(self._tick)
        self.list.currentItemChanged.connect(self._show_reason)
        self.code.currentIndexChanged.connect(self._store_reason)
        self.text.textChanged.connect(self._store_reason)
        self.shared_reason_box.toggled.connect(self._share)

    def _select_first(self) -> None:
        codes = self.draft.selected_codes
        selected = [item for item in self._items() if _item_code(item) in codes]
        self.list.setCurrentItem((selected or self._items())[0])
        (self.code if selected else self.list).setFocus()

    def submit(self) -> str:
        if not self.draft.selected_codes:
            self.list.setFocus()
            return NO_CRITERIA_TEXT
        code = self.draft.first_code_without_reason()
        if code:
            self._select(code)
            self.code.setFocus()
            return f"Hãy chọn mã lý do cho tiêu chí {code}."
        try:
            deadline = self.date_edit.read_day()
        except ValueFaultError as error:
            self.date_edit.setFocus()
            return f"{error}."
        return self._submit(self.draft.reopened_criteria(), deadline)

    def _items(self) -> list[QtWidgets.QTreeWidgetItem]:
        items = (self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _select(self, code: str) -> None:
        self.list.setCurrentItem(next(item for item in self._items() if _item_code(item) == code))

    @QtCore.Slot(QtWidgets.QTreeWidgetItem, int)
    def _tick(self, item: QtWidgets.QTreeWidgetItem, column: int) -> None:
        # `itemChanged` also comes when the text of the reason in the second column is set.
        if column:
            return
        codes = self.draft.selected_codes
        ticked = item.checkState(0) is QtCore.Qt.CheckState.Checked
        (codes.add if ticked else codes.discard)(_item_code(item))
        self.list.setCurrentItem(item)
        self._show_reasons()

    @QtCore.Slot()
    def _store_reason(self) -> None:
        if not self._is_filling:
            self.draft.set_reason(_item_code(self.list.currentItem()), self._typed())
            self._show_reasons()

    @QtCore.Slot(bool)
    def _share(self, shared: bool) -> None:
        if shared:
            self.draft.use_shared_reason(self._typed())
        else:
            self.draft.use_individual_reasons()
        self._show_reasons()
        self._show_reason()

    def _typed(self) -> ReasonDraft:
        return ReasonDraft(self.code.selected_code, unicodedata.normalize("NFC", self.text.text()))

    @QtCore.Slot()
    def _show_reason(self) -> None:
        code = _item_code(self.list.currentItem())
        shared = self.draft.has_shared_reason
        self._of.setText("Lý do chung" if shared else f"Lý do cho tiêu chí {code}")
        reason = self.draft.reason_of(code)
        self._is_filling = True
        self.code.select_code(reason.code)
        if self.text.text() != reason.text:
            self.text.setText(reason.text)
            self.text.show_stored(reason.text)
            self.text.setCursorPosition(0)
        self._is_filling = False

    def _show_reasons(self) -> None:
        count = len(self.draft.selected_codes)
        self.submit_button.setText(f"Trả lại {count} tiêu chí" if count else "Trả lại")
        for item in self._items():
            code = _item_code(item)
            reason = (
                self.draft.reason_of(code) if code in self.draft.selected_codes else EMPTY_REASON
            )
            item.setText(
                1,
                DifferenceReason(reason.code, reason.text).description
                if reason.code
                else reason.text,
            )
            item.setToolTip(1, item.text(1))


def _item_code(item: QtWidgets.QTreeWidgetItem | None) -> str:
    return str(item.data(0, CODE_ROLE)) if item is not None else ""
