"""Actions on a whole case: the menu, the confirmations, and carrying them out."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.appraisal import CaseAction
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.province.open_matters import matters_text
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.ui.province.case_controller import CaseController
from xa_report.ui.province.context import ProvinceDialogs
from xa_report.ui.province.dialogs.form_dialog import RECEIPT_NOTICE, ExplanationDialog, FormDialog
from xa_report.ui.province.dialogs.reason_dialog import Confirmation
from xa_report.ui.province.dialogs.return_dialog import ReturnDialog
from xa_report.ui.shared.theme import set_style_property
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.appraisal import blocked_reason
from xa_report.workflow.province.case_sheet import CaseSheet
from xa_report.workflow.province.proofs import ProofResult, proof_label, prove_all

MENU_ITEMS = {
    CaseAction.RETURN: ("&Trả lại để bổ sung…", "Xã sửa và gửi lại đúng những tiêu chí được chọn"),
    CaseAction.EXPLAIN: ("Ghi &giải trình của xã…", "Nội dung xã giải trình bằng văn bản giấy"),
    CaseAction.CLOSE_ROUND: ("&Kết thúc thẩm định lần 1…", "Xã được giải trình; sau đó là lần 2"),
    CaseAction.CLOSE: ("&Chốt điểm…", "Từ đó không ai sửa được điểm, trừ khi mở lại hồ sơ"),
    CaseAction.REOPEN: ("&Mở lại hồ sơ…", "Để sửa điểm của hồ sơ đã chốt"),
}


class CaseMenuButton(QtWidgets.QPushButton):
    """The menu `Hồ sơ`, opened by Alt+H; every item has a mnemonic letter.

    Signals:
        action_chosen(object): the CaseAction that was chosen.
        proof_requested(): the documents shall be drawn again and compared.
    """

    action_chosen = QtCore.Signal(object)
    proof_requested = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__("&Hồ sơ")
        self.setProperty("look", "menu")
        self.setAccessibleName("Hồ sơ: trả lại, ghi giải trình, kết thúc lần 1, chốt, mở lại")
        self.setToolTip("Việc làm với cả hồ sơ của xã (Alt+H)")
        menu = QtWidgets.QMenu(self)
        menu.setToolTipsVisible(True)
        self.menu_actions: dict[CaseAction, QtGui.QAction] = {}
        for action, (text, _) in MENU_ITEMS.items():
            self.menu_actions[action] = menu.addAction(text)
            # `triggered` passes whether the action is checked; a default binds the loop variable.
            self.menu_actions[action].triggered.connect(
                lambda _=False, action=action: self.action_chosen.emit(action)
            )
        menu.addSeparator()
        self.proof_item = menu.addAction("&So văn bản với số liệu")
        self.proof_item.setToolTip("Vẽ lại PDF và bảng tính từ số liệu gửi kèm rồi so từng chỗ")
        self.proof_item.triggered.connect(lambda _=False: self.proof_requested.emit())
        self.setMenu(menu)

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Enable the actions that the state of a case allows; others say why not."""
        for action, menu_item in self.menu_actions.items():
            refusal = blocked_reason(sheet.state, action, sheet.unit.name)
            menu_item.setEnabled(not refusal)
            menu_item.setToolTip(refusal or MENU_ITEMS[action][1])


COMPLETION_TEXTS = {
    CaseAction.RETURN: f"Đã trả lại để xã bổ sung. {RECEIPT_NOTICE}",
    CaseAction.EXPLAIN: "Đã ghi giải trình của xã.",
    CaseAction.CLOSE_ROUND: f"Đã kết thúc thẩm định lần 1. {RECEIPT_NOTICE}",
    CaseAction.CLOSE: f"Đã chốt điểm. {RECEIPT_NOTICE}",
    CaseAction.REOPEN: "Đã mở lại hồ sơ; sửa xong hãy chốt điểm lại.",
}


def confirmation_for(action: CaseAction, sheet: CaseSheet) -> Confirmation:
    """Return the question before a change of state, one of STATE_CHANGES."""
    name = sheet.unit.name
    matters = matters_text(sheet.open_matters)
    left = f" Còn việc chưa xong: {matters}." if matters else ""
    if action is CaseAction.CLOSE_ROUND:
        words = (
            f"Kết thúc thẩm định lần 1 của {name}: xã được giải trình, và điểm ghi sau đó thuộc "
            f"lần 2. {RECEIPT_NOTICE}{left}"
        )
        return Confirmation("Kết thúc thẩm định lần 1", words, button="Kết thúc lần 1")
    if action is CaseAction.CLOSE:
        words = (
            f"Chốt điểm của {name}: điểm này được xếp hạng, và không ai sửa được nữa trừ khi mở "
            f"lại hồ sơ. {RECEIPT_NOTICE}{left}"
        )
        return Confirmation("Chốt điểm", words, button="Chốt điểm")
    words = (
        f"Mở lại hồ sơ đã chốt của {name}: hồ sơ về thẩm định lần 2, điểm và thứ hạng có thể thay "
        "đổi, và phải chốt lại."
    )
    return Confirmation(
        "Mở lại hồ sơ",
        words,
        placeholder="ví dụ: Kết luận thanh tra số 12/KL-TTr",
        button="Mở lại hồ sơ",
        is_required=True,
    )


UNSAVED_POINTS_TEXT = (
    "Điểm đang nhập ở tiêu chí {} chưa được ghi. Hãy ghi điểm, hoặc bấm Esc trong ô để bỏ, rồi làm "
    "lại việc này."
)
STATE_CHANGES = {
    CaseAction.CLOSE_ROUND: appraisal.close_round,
    CaseAction.CLOSE: appraisal.close_case,
}
"""Actions without a reason of their own, by verb."""


class CaseActions(QtCore.QObject):
    """The actions on the open case: dialogs, execution and the message of the outcome.

    An action is done on the case as it was shown: it fails when somebody changed it meanwhile.
    """

    def __init__(
        self, case: CaseController, dialogs: ProvinceDialogs, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._dialogs = dialogs
        self._parent = parent
        self.dialog: FormDialog | None = None
        """The form that is open, or None."""
        self.message_label = create_label("", wrap=True)
        """The outcome of the last action, while its commune is shown."""
        self.message_label.hide()
        self._message_code = ""
        case.case_changed.connect(self._clear_old_message)

    def start_action(
        self, action: CaseAction, row: CriterionRow | None, *, unsaved: Sequence[str]
    ) -> None:
        """Open the dialog of an action, or confirm and run it.

        `row` is the selected criterion. While points are typed that are not saved, nothing is
        done but to say so: the action would close the case without them, or discard them.
        """
        sheet, selected = self._case.sheet, row.code if row else ""
        self._show_message(
            UNSAVED_POINTS_TEXT.format(", ".join(unsaved)) if unsaved else "", "missing"
        )
        if sheet is None or unsaved:
            return
        if action is CaseAction.RETURN:
            self._open(action, ReturnDialog(sheet, selected, self._return_case, self._parent))
        elif action is CaseAction.EXPLAIN:
            self._open(action, ExplanationDialog(sheet, selected, self._explain, self._parent))
        else:
            answer = self._dialogs.ask_reason(self._parent, confirmation_for(action, sheet))
            if answer is not None:
                self._change_state(action, answer.text)

    @QtCore.Slot()
    def prove_documents(self) -> None:
        """Draw the documents of the open case again, and tell what differs."""
        results: list[ProofResult] = []
        fault = self._case.run_action(
            lambda register, sheet: results.extend(
                prove_all(register, sheet.period, (sheet.unit.code,))
            )
        )
        if fault or not results:
            self._show_message(fault, "missing")
            return
        proof = results[0].proof
        words = [f"L{results[0].sequence}: {proof_label(proof)}.", *proof.differences]
        self._show_message("\n".join(words), "met" if proof.holds else "missing")

    def _change_state(self, action: CaseAction, why: str) -> None:
        change_state = (
            partial(appraisal.reopen_case, why=why)
            if action is CaseAction.REOPEN
            else STATE_CHANGES[action]
        )
        fault = self._case.run_action(
            lambda register, sheet: change_state(register, sheet.key, seen_version=sheet.version)
        )
        self._show_message(fault or COMPLETION_TEXTS[action], "missing" if fault else "met")

    def _open(self, action: CaseAction, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._show_message(COMPLETION_TEXTS[action], "met"))
        dialog.finished.connect(self._close)
        dialog.open()

    @QtCore.Slot()
    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _show_message(self, message: str, role: str) -> None:
        self._message_code = self._case.unit_code
        set_style_property(self.message_label, "role", role)
        set_text_or_hide(self.message_label, message)

    @QtCore.Slot()
    def _clear_old_message(self) -> None:
        if self._message_code != self._case.unit_code:
            self._show_message("", "")

    def _return_case(self, criteria: tuple[ReopenedCriterion, ...], deadline: date | None) -> str:
        return self._case.run_action(
            lambda register, sheet: appraisal.return_case(
                register, sheet.key, criteria, deadline, seen_version=sheet.version
            )
        )

    def _explain(self, code: str, text: str, origin: str) -> str:
        return self._case.run_action(
            lambda register, sheet: appraisal.record_explanation(
                register, sheet.key, {code: text}, origin, seen_version=sheet.version
            )
        )
