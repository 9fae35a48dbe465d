"""Actions on a whole case: the menu, the confirmations, and carrying them out."""

from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.appraisal import CaseAction
from xa_report.domain.province.appraisal_rows import CriterionRow
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

MENU_ITEMS = {
    CaseAction.RETURN: ("&Trả lại để bổ sung…", "Xã sửa và gửi lại đúng những tiêu chí được chọn"),
    CaseAction.EXPLAIN: ("Ghi &giải trình của xã…", "Nội dung xã giải trình bằng văn bản giấy"),
    CaseAction.CLOSE_ROUND: ("&Kết thúc thẩm định lần 1…", "Xã được giải trình; sau đó là lần 2"),
    CaseAction.CLOSE: ("&Chốt điểm…", "Từ đó không ai sửa được điểm, trừ khi mở lại hồ sơ"),
    CaseAction.REOPEN: ("&Mở lại hồ sơ…", "Để sửa điểm của hồ sơ đã chốt"),
}


class CaseMenuButton(QtWidgets.QPushButton):
    """`Hồ sơ`, opened by Alt+H; every item has a letter of its own.

    Signals:
        action_chosen(object): a CaseAction.
    """

    action_chosen = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__("&Hồ sơ")
        self.setProperty("look", "menu")
        self.setAccessibleName("Hồ sơ: trả lại, ghi giải trình, kết thúc lần 1, chốt, mở lại")
        self.setToolTip("Việc làm với cả hồ sơ của xã (Alt+H)")
        menu = QtWidgets.QMenu(self)
        menu.setToolTipsVisible(True)
        self.menu_actions: dict[CaseAction, QtGui.QAction] = {}
        for act, (text, _) in MENU_ITEMS.items():
            self.menu_actions[act] = menu.addAction(text)
            self.menu_actions[act].triggered.connect(
                lambda _=False, act=act: self.action_chosen.emit(act)
            )
        self.setMenu(menu)

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Offer what may be done with a case as it is now."""
        for act, item in self.menu_actions.items():
            refusal = blocked_reason(sheet.state, act, sheet.unit.name)
            item.setEnabled(not refusal)
            item.setToolTip(refusal or MENU_ITEMS[act][1])


COMPLETION_TEXTS = {
    CaseAction.RETURN: f"Đã trả lại để xã bổ sung. {RECEIPT_NOTICE}",
    CaseAction.EXPLAIN: "Đã ghi giải trình của xã.",
    CaseAction.CLOSE_ROUND: f"Đã kết thúc thẩm định lần 1. {RECEIPT_NOTICE}",
    CaseAction.CLOSE: f"Đã chốt điểm. {RECEIPT_NOTICE}",
    CaseAction.REOPEN: "Đã mở lại hồ sơ; sửa xong hãy chốt điểm lại.",
}


def confirmation_for(action: CaseAction, sheet: CaseSheet) -> Confirmation:
    """What an act will come to; nothing of it takes a note."""
    name = sheet.unit.name
    if action is CaseAction.CLOSE_ROUND:
        words = (
            f"Kết thúc thẩm định lần 1 của {name}: xã được giải trình, và điểm ghi sau đó thuộc "
            f"lần 2. {RECEIPT_NOTICE}"
        )
        return Confirmation("Kết thúc thẩm định lần 1", words, button="Kết thúc lần 1")
    if action is CaseAction.CLOSE:
        words = (
            f"Chốt điểm của {name}: điểm này được xếp hạng, và không ai sửa được nữa trừ khi mở "
            f"lại hồ sơ. {RECEIPT_NOTICE}"
        )
        return Confirmation("Chốt điểm", words, button="Chốt điểm")
    words = (
        f"Mở lại hồ sơ đã chốt của {name}: hồ sơ về thẩm định lần 2, điểm và thứ hạng có thể thay "
        "đổi, và phải chốt lại."
    )
    return Confirmation("Mở lại hồ sơ", words, button="Mở lại hồ sơ")


UNSAVED_POINTS_TEXT = (
    "Điểm đang nhập ở tiêu chí {} chưa được ghi. Hãy ghi điểm, hoặc bấm Esc trong ô để bỏ, rồi làm "
    "lại việc này."
)
STATE_CHANGES = {
    CaseAction.CLOSE_ROUND: appraisal.close_seen_round,
    CaseAction.CLOSE: appraisal.close_case,
    CaseAction.REOPEN: appraisal.reopen_case,
}


class CaseActions(QtCore.QObject):
    """Asks what has to be asked, does it on the case as it was looked at, and says so."""

    def __init__(
        self, case: CaseController, asking: ProvinceDialogs, parent: QtWidgets.QWidget
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._dialogs = asking
        self._parent = parent
        self.dialog: FormDialog | None = None
        """The form that is being filled, while one is."""
        self.message_label = create_label("", wrap=True)
        """What came of the last act, while its commune is shown."""
        self.message_label.hide()
        self._message_code = ""
        case.case_changed.connect(self._forget)

    def start_action(
        self, action: CaseAction, line: CriterionRow | None, *, has_unsaved_input: bool
    ) -> None:
        """Ask for what an act needs; not while points of the selected criterion are typed."""
        sheet, selected = self._case.sheet, line.code if line else ""
        self._tell(UNSAVED_POINTS_TEXT.format(selected) if has_unsaved_input else "", "missing")
        if sheet is None or has_unsaved_input:
            return
        if action is CaseAction.RETURN:
            self._open(action, ReturnDialog(sheet, selected, self._send_back, self._parent))
        elif action is CaseAction.EXPLAIN:
            self._open(action, ExplanationDialog(sheet, selected, self._explain, self._parent))
        elif self._dialogs.ask_reason(self._parent, confirmation_for(action, sheet)) is not None:
            self._move(action)

    def _move(self, action: CaseAction) -> None:
        verb = STATE_CHANGES[action]
        fault = self._case.run_action(
            lambda desk, sheet: verb(desk, sheet.key, seen_version=sheet.version)
        )
        self._tell(fault or COMPLETION_TEXTS[action], "missing" if fault else "met")

    def _open(self, action: CaseAction, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._tell(COMPLETION_TEXTS[action], "met"))
        dialog.finished.connect(self._close)
        dialog.open()

    @QtCore.Slot()
    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _tell(self, message: str, role: str) -> None:
        self._message_code = self._case.unit_code
        set_style_property(self.message_label, "role", role)
        set_text_or_hide(self.message_label, message)

    @QtCore.Slot()
    def _forget(self) -> None:
        if self._message_code != self._case.unit_code:
            self._tell("", "")

    def _send_back(self, lines: tuple[ReopenedCriterion, ...], deadline: date | None) -> str:
        return self._case.run_action(
            lambda desk, sheet: appraisal.return_case(
                desk, sheet.key, lines, deadline, seen_version=sheet.version
            )
        )

    def _explain(self, code: str, text: str, origin: str) -> str:
        return self._case.run_action(
            lambda desk, sheet: appraisal.record_explanation(
                desk, sheet.key, {code: text}, origin, seen_version=sheet.version
            )
        )
