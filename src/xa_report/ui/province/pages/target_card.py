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

_STATE_TEXTS = {state: f"{label[:1].lower()}{label[1:]}" for state, label in TARGET_LABELS.items()}


def province_target_badge(target: ProvinceTarget) -> Badge:
    """Return the badge of a target of the province; a milestone ahead names its year."""
    milestone = f"mốc {target.target.years[0]}"
    return target_badge(target, words=_STATE_TEXTS, milestone=milestone)


def aligned_percent(figure: Figure, text: str) -> str:
    """Return a percentage with two decimals, so that a column is aligned; else `text`."""
    value = figure.value
    # Only a text that is nothing but the percentage; others name units or parts.
    is_percent = isinstance(value, Fraction) and text == show_percent(value)
    return formats.format_percent(value) if is_percent else text


NEEDED_UNITS_TOOLTIP = "Số đơn vị (hồ sơ, văn bản…) xã cần thêm hoặc bớt để tự đạt"
EFFECT_TOOLTIP = "Chỉ số chung của tỉnh tốt hơn chừng này nếu xã tự đạt"
SMALLEST_EFFECT = Fraction(1, 100)
"""Percentage points; smaller ones would be shown as 0,00."""


def needed_units_text(laggard: TargetLaggard) -> str:
    """Return how many units a commune needs, `bớt 5` for fewer; a dash when it is unknown."""
    if laggard.units is None:
        return formats.NO_VALUE
    return f"{'bớt ' if laggard.units < 0 else ''}{show_number(abs(laggard.units))}"


def effect_text(laggard: TargetLaggard) -> str:
    """Return by how much a commune lowers the figure of the province; a dash for not at all."""
    if not laggard.loss:
        return formats.NO_VALUE
    return "< 0,01" if laggard.loss < SMALLEST_EFFECT else formats.format_two_decimals(laggard.loss)


LAGGARD_COLUMNS: tuple[ColumnSpec[TargetLaggard], ...] = (
    ColumnSpec("Xã, phường", lambda laggard: laggard.unit.name, strong=always_true),
    ColumnSpec(
        "Của xã", lambda laggard: aligned_percent(laggard.figure, laggard.value_text), right=True
    ),
    ColumnSpec(
        "Cần thêm, bớt",
        needed_units_text,
        right=True,
        tip=lambda laggard: laggard.action_text,
        about=NEEDED_UNITS_TOOLTIP,
    ),
    ColumnSpec(
        "Kéo lệch",
        effect_text,
        right=True,
        tip=lambda laggard: laggard.action_text,
        about=EFFECT_TOOLTIP,
    ),
)
LAGGARD_WIDTHS = {1: 90, 2: 104, 3: 84}


def province_targets_text(targets: tuple[ProvinceTarget, ...]) -> str:
    """Return how many targets of the province are met, missed and unknown, in a sentence."""
    if not targets:
        return "Không có kế hoạch nào giao chỉ tiêu cấp tỉnh cho kỳ này."
    return f"{targets_summary(targets, 'chỉ tiêu cấp tỉnh')}."


OWN_COLUMN, OWN_COLUMN_FROM_WIDTH = 1, 380
"""The column of the commune's own figure is hidden in a narrower list."""
COMPACT_BELOW_HEIGHT = 360
"""Pixels; in less height only the gap and the communes are shown."""
NO_LAGGARDS_TEXT = "Không xã nào kéo chỉ tiêu này xuống."


class ProvinceTargetCard(CardFrame):
    """Card of one target: state, gap, wording of the plan, and the table of laggards."""

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
        self._laggards_heading = create_label("", "strong")
        self.model: ObjectTableModel[TargetLaggard] = ObjectTableModel(
            LAGGARD_COLUMNS, lambda laggard: laggard.unit.code, theme, self
        )
        self.table = TableView("Các xã kéo chỉ tiêu xuống")
        self.table.setModel(self.model)
        self.table.set_column_widths(LAGGARD_WIDTHS, (0,))
        self.table.hide_column_below(OWN_COLUMN, OWN_COLUMN_FROM_WIDTH)
        for part in (self.gap_label, self._plan, self._laggards_heading):
            self.add_widget(part)
        self.column.addWidget(self.table, 1)
        self.laggard_label = create_label("", "muted", wrap=True)
        self.add_widget(self.laggard_label)
        self.column.addStretch(0)
        self.table.selectionModel().currentChanged.connect(self._show_laggard)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide the wording of the plan and the text of a laggard in a low window."""
        is_low = self.height() < COMPACT_BELOW_HEIGHT
        self._plan.setVisible(bool(self._plan.text()) and not is_low)
        self.laggard_label.setVisible(bool(self.laggard_label.text()) and not is_low)

    def show_target(self, target: ProvinceTarget) -> None:
        """Show a target with its laggards."""
        self._title.setText(target.label)
        self._chip.show_badge(province_target_badge(target))
        set_text_or_hide(
            self.gap_label,
            target.action_text or f"Đạt {target.value_text}, mục tiêu {target.target_text}.",
        )
        self._plan.setText(target_source_text(target))
        self._laggards_heading.setText(
            f"Xã kéo xuống nhiều nhất ({len(target.laggards)})"
            if target.laggards
            else NO_LAGGARDS_TEXT
        )
        self.model.set_rows(target.laggards)
        self.table.setVisible(bool(target.laggards))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_laggard()

    @QtCore.Slot()
    def _show_laggard(self) -> None:
        laggard = self.table.currentIndex().data(ROW_ROLE)
        text = ""
        if isinstance(laggard, TargetLaggard):
            text = f"{laggard.unit.name}: {laggard.action_text}"
        self.laggard_label.setText(text)
        self._make_room()


def target_source_text(target: ProvinceTarget) -> str:
    """Return plan, decision and wording of a target, and how many communes its figure counts."""
    decision = f" ({target.plan.decision})" if target.plan.decision else ""
    words = f": “{target.target.wording}”" if target.target.wording else ""
    counted = (
        f" Tính trên số liệu của {target.counted_communes} / {target.commune_count} xã."
        if target.counted_communes
        else ""
    )
    entered = " Giá trị do tỉnh nhập." if target.is_entered else ""
    return f"{target.plan.title}{decision}{words}.{counted}{entered}"
