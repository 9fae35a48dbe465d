"""The button with what can be done to the whole case; what cannot be done now says why."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.appraisal import CaseAction
from xa_report.workflow.province.appraisal import blocked_reason
from xa_report.workflow.province.case_sheet import CaseSheet

ITEMS = {
    CaseAction.RETURN: ("&Trả lại để bổ sung…", "Xã sửa và gửi lại đúng những tiêu chí được chọn"),
    CaseAction.EXPLAIN: ("Ghi &giải trình của xã…", "Nội dung xã giải trình bằng văn bản giấy"),
    CaseAction.CLOSE_ROUND: ("&Kết thúc thẩm định lần 1…", "Xã được giải trình; sau đó là lần 2"),
    CaseAction.CLOSE: ("&Chốt điểm…", "Từ đó không ai sửa được điểm, trừ khi mở lại hồ sơ"),
    CaseAction.REOPEN: ("&Mở lại hồ sơ…", "Để sửa điểm của hồ sơ đã chốt"),
}


class CaseMenu(QtWidgets.QPushButton):
    """`Hồ sơ`, opened by Alt+H; every item has a letter of its own.

    Signals:
        wanted(object): a CaseAction.
    """

    wanted = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__("&Hồ sơ")
        self.setProperty("look", "menu")
        self.setAccessibleName("Hồ sơ: trả lại, ghi giải trình, kết thúc lần 1, chốt, mở lại")
        self.setToolTip("Việc làm với cả hồ sơ của xã (Alt+H)")
        menu = QtWidgets.QMenu(self)
        menu.setToolTipsVisible(True)
        self.items: dict[CaseAction, QtGui.QAction] = {}
        for act, (text, _) in ITEMS.items():
            self.items[act] = menu.addAction(text)
            self.items[act].triggered.connect(lambda _=False, act=act: self.wanted.emit(act))
        self.setMenu(menu)

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Offer what may be done with a case as it is now."""
        for act, item in self.items.items():
            refusal = blocked_reason(sheet.state, act, sheet.unit.name)
            item.setEnabled(not refusal)
            item.setToolTip(refusal or ITEMS[act][1])
