"""One received file in full: what it is, why, and what to do."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.marks import Mark
from xa_report.ui.theme import Theme
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import ElidedLabel, label, show_or_hide
from xa_report.workflow.province.queries import QuarantineRow

SELECTABLE = (
    QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
    | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
)
SHEET = ("Lưu phiếu trả lại…", "Một trang PDF gửi lại xã cùng tệp: tệp nào, vì sao, làm gì")
FILE = ("Chép tệp…", "Chép tệp đã nhận, đúng từng byte, ra một thư mục")
RELEASE = (
    "Nhận vào sổ…",
    "Kiểm tra lại theo danh mục và chứng thư hiện có, nhận nếu hết vướng mắc",
)
SETTLE = ("Đã xử lý…", "Khép mục này, không nhận vào sổ; ghi lý do")


class FileCard(Card):
    """Name, outcome, the whole reason and the next step; long reasons can be copied.

    Signals, of a file kept apart, a HeldLine:
        sheet_requested(object): the page that goes back with it.
        file_requested(object): a copy of it as it came.
        release_requested(object): it is to be taken in after all.
        settlement_requested(object): it has been dealt with and is not taken in.
    """

    sheet_requested = QtCore.Signal(object)
    file_requested = QtCore.Signal(object)
    release_requested = QtCore.Signal(object)
    settlement_requested = QtCore.Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line: QuarantineRow | None = None
        self._chip = Chip(theme)
        self.name = ElidedLabel("strong")
        self._code = label("", "muted")
        self.head.insertWidget(0, self._chip)
        self.head.insertWidget(1, self.name)
        self.head.insertWidget(2, self._code)
        self.sheet = self._button(*SHEET, self.sheet_requested)
        self.file = self._button(*FILE, self.file_requested)
        self.release = self._button(*RELEASE, self.release_requested)
        self.settle = self._button(*SETTLE, self.settlement_requested)
        self.reason = label("", wrap=True)
        self.action = label("", "muted", wrap=True)
        for part in (self.reason, self.action):
            part.setTextInteractionFlags(SELECTABLE)
            self.add(part)

    @property
    def acts(self) -> tuple[QtWidgets.QPushButton, ...]:
        """What can be done with a file kept apart."""
        return self.sheet, self.file, self.release, self.settle

    def offer(self, line: QuarantineRow | None) -> None:
        """Offer what can be done with a file kept apart; None offers nothing."""
        self._line = line
        for button in self.acts:
            button.setVisible(line is not None)

    def _button(self, text: str, tip: str, wanted: QtCore.SignalInstance) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: wanted.emit(self._line))
        self.head.addWidget(button)
        return button

    def show_file(self, name: str, code: str, mark: Mark, *, reason: str, action: str) -> None:
        """Show a file with its reason and what is done about it."""
        self._chip.show_mark(mark)
        self.name.show_text(name)
        show_or_hide(self._code, f"mã {code}" if code else "")
        show_or_hide(self.reason, reason)
        show_or_hide(self.action, action)
        self.show()
