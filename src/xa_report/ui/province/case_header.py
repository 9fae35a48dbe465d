"""The header of the appraisal page: commune, state, totals, and the menu of actions."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.overview import CommuneStatus
from xa_report.ui.province import formats
from xa_report.ui.province.case_actions import CaseMenuButton
from xa_report.ui.province.state_badges import case_state_badge
from xa_report.ui.shared.badges import BadgeChip
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label
from xa_report.workflow.province.case_sheet import CaseSheet


class CaseHeader(QtWidgets.QFrame):
    """Commune, state and totals; buttons to the previous and next commune; the menu.

    Signals:
        commune_chosen(str): a commune was chosen, by its code.
    """

    commune_chosen = QtCore.Signal(str)

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.communes = QtWidgets.QComboBox()
        self.communes.setAccessibleName("Xã, phường đang thẩm định")
        self.communes.setMinimumWidth(150)
        self.previous_button = self._button("◂", "Xã trước (Ctrl+PgUp)", "Ctrl+PgUp")
        self.next_button = self._button("▸", "Xã sau (Ctrl+PgDown)", "Ctrl+PgDown")
        self.menu = CaseMenuButton()
        self._state = BadgeChip(theme)
        self.submission_text = ElidedLabel("muted")
        self.totals = create_label("", "strong")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 6, 16, 6)
        row.setSpacing(8)
        for widget in (self.communes, self.previous_button, self.next_button, self._state):
            row.addWidget(widget)
        row.addWidget(self.submission_text, 1)
        row.addStretch(0)
        row.addWidget(self.totals)
        row.addWidget(self.menu)
        self.communes.activated.connect(self._choose)
        self.previous_button.clicked.connect(lambda: self._move(-1))
        self.next_button.clicked.connect(lambda: self._move(1))

    def show_communes(self, communes: Sequence[CommuneStatus]) -> None:
        """Fill the list with the communes that have submitted."""
        shown = [self.communes.itemData(n) for n in range(self.communes.count())]
        # Refilled only when it differs: an open list would close.
        if shown != [commune.unit.code for commune in communes]:
            self.communes.clear()
            for commune in communes:
                self.communes.addItem(commune.unit.name, commune.unit.code)

    def show_sheet(self, sheet: CaseSheet) -> None:
        """Show the open case."""
        number = self.communes.findData(sheet.unit.code)
        self.communes.setCurrentIndex(number)
        self.previous_button.setEnabled(number > 0)
        self.next_button.setEnabled(0 <= number < self.communes.count() - 1)
        self._state.show_badge(case_state_badge(sheet.state))
        self.submission_text.show_text(
            f"L{sheet.sequence} · {sheet.proof_text} · "
            f"nhận {formats.format_moment(sheet.received)} · "
            f"ký: {', '.join(sheet.signers) or 'không rõ'}"
        )
        self.totals.setText(case_totals_text(sheet))
        self.menu.show_sheet(sheet)

    def _button(self, text: str, tip: str, keys: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setFixedWidth(34)
        button.setProperty("look", "narrow")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setShortcut(keys)
        return button

    @QtCore.Slot(int)
    def _choose(self, number: int) -> None:
        self.commune_chosen.emit(self.communes.itemData(number))

    def _move(self, offset: int) -> None:
        number = self.communes.currentIndex() + offset
        if 0 <= number < self.communes.count():
            self._choose(number)


def case_totals_text(sheet: CaseSheet) -> str:
    """Return the totals: `Tự chấm 70,68 · Thẩm định 69,68 · 70,38 % · Khá`."""
    parts = [
        f"Tự chấm {formats.format_points(sheet.sent.result, sheet.decimals)}",
        f"Thẩm định {formats.format_points(sheet.appraised.result, sheet.decimals)}",
        formats.format_percent(sheet.appraised.percent),
        "không xếp loại" if sheet.appraised.rating.void else sheet.appraised.rating.name,
    ]
    return " · ".join(part for part in parts if part)
