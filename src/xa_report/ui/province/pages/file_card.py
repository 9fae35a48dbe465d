"""One received file in full: what it is, why, and what to do."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.marks import Mark
from xa_report.ui.theme import Theme
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import ElidedLabel, label, show_or_hide

SELECTABLE = (
    QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
    | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class FileCard(Card):
    """Name, outcome, the whole reason and the next step; long reasons can be copied.

    Signals:
        sheet_wanted(int): the page that goes back with a file kept apart, by its number.
    """

    sheet_wanted = QtCore.Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._number = 0
        self._chip = Chip(theme)
        self.name = ElidedLabel("strong")
        self._code = label("", "muted")
        self.head.insertWidget(0, self._chip)
        self.head.insertWidget(1, self.name)
        self.head.insertWidget(2, self._code)
        self.sheet = QtWidgets.QPushButton("Lưu phiếu trả lại…")
        self.sheet.setToolTip("Một trang PDF gửi lại xã cùng tệp: tệp nào, vì sao, làm gì")
        self.sheet.clicked.connect(lambda: self.sheet_wanted.emit(self._number))
        self.head.addWidget(self.sheet)
        self.reason = label("", wrap=True)
        self.action = label("", "muted", wrap=True)
        for part in (self.reason, self.action):
            part.setTextInteractionFlags(SELECTABLE)
            self.add(part)

    def offer_sheet(self, number: int) -> None:
        """Offer the page that goes back with a file kept apart; 0 offers nothing."""
        self._number = number
        self.sheet.setVisible(bool(number))

    def show_file(self, name: str, code: str, mark: Mark, words: tuple[str, str]) -> None:
        """Show a file with its reason and what is done about it."""
        reason, action = words
        self._chip.show_mark(mark)
        self.name.show_text(name)
        show_or_hide(self._code, f"mã {code}" if code else "")
        show_or_hide(self.reason, reason)
        show_or_hide(self.action, action)
        self.show()
