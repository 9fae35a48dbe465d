"""The columns of the page of sums: the province's targets, who pulls one down, files written."""

from fractions import Fraction
from pathlib import Path

from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.indicator import Figure
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.ui.marks import Mark
from xa_report.ui.pane.proof_line import size_text
from xa_report.ui.province import texts
from xa_report.ui.province.export_work import Written
from xa_report.ui.shared.object_table_model import ColumnSpec, always
from xa_report.ui.shared.target_state import target_badge, targets_summary

_WORDS = {state: f"{label[:1].lower()}{label[1:]}" for state, label in TARGET_LABELS.items()}


def province_target_badge(target: ProvinceTarget) -> Mark:
    """Return the state of a target of the province as icon, word and colour."""
    milestone = f"mốc {target.target.years[0]}"
    return target_badge(target, words=_WORDS, milestone=milestone)


def in_line(figure: Figure, shown: str) -> str:
    """A percentage with two decimals, so that figures below one another stay in line."""
    value = figure.value
    plain = isinstance(value, Fraction) and shown == show_percent(value)
    return texts.percent(value) if plain else shown


TARGETS: tuple[ColumnSpec[ProvinceTarget], ...] = (
    ColumnSpec("Chỉ tiêu của tỉnh", lambda one: one.label, tip=lambda one: one.label),
    ColumnSpec("Đạt được", lambda one: in_line(one.figure, one.shown), right=True, strong=always),
    ColumnSpec("Mục tiêu", lambda one: one.wanted, right=True),
    ColumnSpec(
        "Trạng thái", lambda one: province_target_badge(one).word, mark=province_target_badge
    ),
    ColumnSpec(
        "Xã đạt",
        lambda one: f"{one.meeting} / {one.counted}" if one.counted else texts.NONE,
        right=True,
        about="Số xã tự đạt trên số xã có số liệu",
    ),
)
TARGET_WIDTHS = {1: 104, 2: 116, 3: 118, 4: 76}

NEEDED = "Số đơn vị (hồ sơ, văn bản…) xã cần thêm, hoặc bớt nếu âm, để tự đạt"
PULLED = "Chỉ số chung của tỉnh tốt hơn chừng này nếu xã tự đạt"
LEAST_SHOWN = Fraction(1, 100)


def needed(one: TargetLaggard) -> str:
    """How many units, where it can be told."""
    return texts.NONE if one.units is None else show_number(one.units)


def pulled(one: TargetLaggard) -> str:
    """By how much it moves the province's figure."""
    if not one.pull:
        return texts.NONE
    return "< 0,01" if one.pull < LEAST_SHOWN else texts.fixed(one.pull)


DRAGS: tuple[ColumnSpec[TargetLaggard], ...] = (
    ColumnSpec("Xã, phường", lambda one: one.unit.name, strong=always),
    ColumnSpec("Của xã", lambda one: in_line(one.own, one.shown), right=True),
    ColumnSpec("Cần thêm", needed, right=True, tip=lambda one: one.words, about=NEEDED),
    ColumnSpec("Kéo lệch", pulled, right=True, tip=lambda one: one.words, about=PULLED),
)
DRAG_WIDTHS = {1: 90, 2: 84, 3: 84}


KINDS = {
    ".pdf": "Báo cáo tổng hợp",
    ".xlsx": "Bảng tổng hợp Excel",
    ".csv": "Dữ liệu mở",
    ".json": "Mô tả dữ liệu",
}
RANKING_FILE = "ranking.json"

WRITTEN: tuple[ColumnSpec[Written], ...] = (
    ColumnSpec("Tệp đã ghi", lambda one: one.shown, tip=lambda one: str(one.path)),
    ColumnSpec("Nội dung", lambda one: _kind(one.path)),
    ColumnSpec("Dung lượng", lambda one: size_text(one.size), right=True),
)
WRITTEN_WIDTHS = {1: 260, 2: 100}


def _kind(path: Path) -> str:
    if path.name == RANKING_FILE:
        return "Xếp hạng, ai cũng tính lại được"
    return KINDS.get(path.suffix, "Dữ liệu")


def province_targets_text(targets: tuple[ProvinceTarget, ...]) -> str:
    """Return how many targets of the province are met, missed and unknown, in one sentence."""
    if not targets:
        return "Không có kế hoạch nào giao chỉ tiêu cấp tỉnh cho kỳ này."
    return f"{targets_summary(targets, 'chỉ tiêu cấp tỉnh')}."
