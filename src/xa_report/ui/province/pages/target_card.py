"""One target of the province in full: the gap, where it is written, who pulls it down most."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.ui.province.pages.totals_columns import DRAG_WIDTHS, DRAGS, province_target_badge
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.theme import Theme
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.lists import Table

OWN, ROOMY = 1, 380
LOW = 360
"""Height below which only the gap and the communes have room."""
NOBODY = "Không xã nào kéo chỉ tiêu này xuống."


class TargetCard(Card):
    """State, what closes the gap in words, the plan's own words, then the communes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title = label("", "title", wrap=True)
        self._title.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self._chip = Chip(theme)
        self.head.insertWidget(0, self._title, 50)
        self.head.addWidget(self._chip)
        self.close_words = label("", "strong", wrap=True)
        self._plan = label("", "muted", wrap=True)
        self._who = label("", "strong")
        self.model: ObjectTableModel[TargetLaggard] = ObjectTableModel(
            DRAGS, lambda one: one.unit.code, theme, self
        )
        self.table = Table("Các xã kéo chỉ tiêu xuống")
        self.table.setModel(self.model)
        self.table.fix_columns(DRAG_WIDTHS, (0,))
        self.table.leave_out(OWN, ROOMY)
        for part in (self.close_words, self._plan, self._who):
            self.add(part)
        self.column.addWidget(self.table, 1)
        self.drag_words = label("", "muted", wrap=True)
        self.add(self.drag_words)
        self.column.addStretch(0)
        self.table.selectionModel().currentChanged.connect(self._show_drag)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """On a low screen the communes come before the words of the plan."""
        low = self.height() < LOW
        self._plan.setVisible(bool(self._plan.text()) and not low)
        self.drag_words.setVisible(bool(self.drag_words.text()) and not low)

    def show_target(self, one: ProvinceTarget) -> None:
        """Show a target."""
        self._title.setText(one.label)
        self._chip.show_mark(province_target_badge(one))
        show_or_hide(self.close_words, one.close or f"Đạt {one.shown}, mục tiêu {one.wanted}.")
        self._plan.setText(plan_words(one))
        self._who.setText(f"Xã kéo xuống nhiều nhất ({len(one.drags)})" if one.drags else NOBODY)
        self.model.set_rows(one.drags)
        self.table.setVisible(bool(one.drags))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_drag()

    @QtCore.Slot()
    def _show_drag(self) -> None:
        drag = self.table.currentIndex().data(ROW_ROLE)
        words = f"{drag.unit.name}: {drag.words}" if isinstance(drag, TargetLaggard) else ""
        self.drag_words.setText(words)
        self._make_room()


def plan_words(one: ProvinceTarget) -> str:
    """Where the target is written, its words, and on how many communes the figure stands."""
    decision = f" ({one.plan.decision})" if one.plan.decision else ""
    words = f": “{one.target.words}”" if one.target.words else ""
    counted = f" Tính trên số liệu của {one.counted} / {one.of} xã." if one.counted else ""
    entered = " Giá trị do tỉnh nhập." if one.entered else ""
    return f"{one.plan.title}{decision}{words}.{counted}{entered}"
