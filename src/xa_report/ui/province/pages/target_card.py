"""The card of one target of the province: gap, source, and the communes that lag behind."""

from fractions import Fraction

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.indicator import Figure
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.ui.province import formats
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.object_table_model import (
    ROW_ROLE,
    ColumnSpec,
    ObjectTableModel,
    always_true,
)
from xa_report.ui.shared.target_state import target_badge, targets_summary
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.views import TableView

_WORDS = {state: f"{label[:1].lower()}{label[1:]}" for state, label in TARGET_LABELS.items()}


def province_target_badge(target: ProvinceTarget) -> Badge:
    """Return the state of a target of the province as icon, word and colour."""
    milestone = f"mốc {target.target.years[0]}"
    return target_badge(target, words=_WORDS, milestone=milestone)


def aligned_percent(figure: Figure, text: str) -> str:
    """A percentage with two decimals, so that figures below one another stay in line."""
    value = figure.value
    plain = isinstance(value, Fraction) and text == show_percent(value)
    return formats.format_percent(value) if plain else text


NEEDED_UNITS_TOOLTIP = "Số đơn vị (hồ sơ, văn bản…) xã cần thêm, hoặc bớt nếu âm, để tự đạt"
EFFECT_TOOLTIP = "Chỉ số chung của tỉnh tốt hơn chừng này nếu xã tự đạt"
SMALLEST_EFFECT = Fraction(1, 100)


def needed_units_text(laggard: TargetLaggard) -> str:
    """How many units, where it can be told."""
    return formats.NO_VALUE if laggard.units is None else show_number(laggard.units)


def effect_text(laggard: TargetLaggard) -> str:
    """By how much it moves the province's figure."""
    if not laggard.loss:
        return formats.NO_VALUE
    return "< 0,01" if laggard.loss < SMALLEST_EFFECT else formats.format_two_decimals(laggard.loss)


LAGGARD_COLUMNS: tuple[ColumnSpec[TargetLaggard], ...] = (
    ColumnSpec("Xã, phường", lambda one: one.unit.name, strong=always_true),
    ColumnSpec("Của xã", lambda one: aligned_percent(one.figure, one.value_text), right=True),
    ColumnSpec(
        "Cần thêm",
        needed_units_text,
        right=True,
        tip=lambda one: one.action_text,
        about=NEEDED_UNITS_TOOLTIP,
    ),
    ColumnSpec(
        "Kéo lệch", effect_text, right=True, tip=lambda one: one.action_text, about=EFFECT_TOOLTIP
    ),
)
LAGGARD_WIDTHS = {1: 90, 2: 84, 3: 84}


def province_targets_text(targets: tuple[ProvinceTarget, ...]) -> str:
    """Return how many targets of the province are met, missed and unknown, in one sentence."""
    if not targets:
        return "Không có kế hoạch nào giao chỉ tiêu cấp tỉnh cho kỳ này."
    return f"{targets_summary(targets, 'chỉ tiêu cấp tỉnh')}."


OWN_COLUMN, OWN_COLUMN_FROM_WIDTH = 1, 380
COMPACT_BELOW_HEIGHT = 360
"""Height below which only the gap and the communes have room."""
NO_LAGGARDS_TEXT = "Không xã nào kéo chỉ tiêu này xuống."


class ProvinceTargetCard(CardFrame):
    """State, what closes the gap in words, the plan's own words, then the communes."""

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self._title = create_label("", "title", wrap=True)
        self._title.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self._chip = BadgeChip(theme)
        self.header_row.insertWidget(0, self._title, 50)
        self.header_row.addWidget(self._chip)
        self.gap_label = create_label("", "strong", wrap=True)
        self._plan = create_label("", "muted", wrap=True)
        self._who = create_label("", "strong")
        self.model: ObjectTableModel[TargetLaggard] = ObjectTableModel(
            LAGGARD_COLUMNS, lambda one: one.unit.code, theme, self
        )
        self.table = TableView("Các xã kéo chỉ tiêu xuống")
        self.table.setModel(self.model)
        self.table.set_column_widths(LAGGARD_WIDTHS, (0,))
        self.table.hide_column_below(OWN_COLUMN, OWN_COLUMN_FROM_WIDTH)
        for part in (self.gap_label, self._plan, self._who):
            self.add_widget(part)
        self.column.addWidget(self.table, 1)
        self.laggard_label = create_label("", "muted", wrap=True)
        self.add_widget(self.laggard_label)
        self.column.addStretch(0)
        self.table.selectionModel().currentChanged.connect(self._show_drag)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """On a low screen the communes come before the words of the plan."""
        low = self.height() < COMPACT_BELOW_HEIGHT
        self._plan.setVisible(bool(self._plan.text()) and not low)
        self.laggard_label.setVisible(bool(self.laggard_label.text()) and not low)

    def show_target(self, target: ProvinceTarget) -> None:
        """Show a target."""
        self._title.setText(target.label)
        self._chip.show_badge(province_target_badge(target))
        set_text_or_hide(
            self.gap_label,
            target.action_text or f"Đạt {target.value_text}, mục tiêu {target.target_text}.",
        )
        self._plan.setText(target_source_text(target))
        self._who.setText(
            f"Xã kéo xuống nhiều nhất ({len(target.laggards)})"
            if target.laggards
            else NO_LAGGARDS_TEXT
        )
        self.model.set_rows(target.laggards)
        self.table.setVisible(bool(target.laggards))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_drag()

    @QtCore.Slot()
    def _show_drag(self) -> None:
        drag = self.table.currentIndex().data(ROW_ROLE)
        words = f"{drag.unit.name}: {drag.action_text}" if isinstance(drag, TargetLaggard) else ""
        self.laggard_label.setText(words)
        self._make_room()


def target_source_text(target: ProvinceTarget) -> str:
    """Where the target is written, its words, and on how many communes the figure stands."""
    decision = f" ({target.plan.decision})" if target.plan.decision else ""
    words = f": “{target.target.wording}”" if target.target.wording else ""
    counted = (
        f" Tính trên số liệu của {target.counted_communes} / {target.commune_count} xã."
        if target.counted_communes
        else ""
    )
    entered = " Giá trị do tỉnh nhập." if target.is_entered else ""
    return f"{target.plan.title}{decision}{words}.{counted}{entered}"
