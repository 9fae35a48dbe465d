"""The columns of the page of sums: the province's targets, who pulls one down, files written."""

from fractions import Fraction
from pathlib import Path

from xa_report.domain.assessment import TARGET_LABELS, TargetState
from xa_report.domain.figure import Figure
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.provincial import Drag, ProvinceTarget
from xa_report.ui.marks import Mark
from xa_report.ui.models.rows_model import Column, always
from xa_report.ui.pane.proof_line import size_text
from xa_report.ui.province import texts
from xa_report.ui.province.export_work import Written

_STATES = {
    TargetState.MET: ("met", "met"),
    TargetState.NOT_MET: ("below", "below"),
    TargetState.UNKNOWN: ("empty", "quiet"),
    TargetState.NOT_ARISEN: ("empty", "quiet"),
}


def target_mark(one: ProvinceTarget) -> Mark:
    """The state of a target; a later milestone is never a fault."""
    if one.ahead:
        return Mark("target", f"mốc {one.target.years[0]}", "quiet")
    icon, role = _STATES[one.state]
    label = TARGET_LABELS[one.state]
    return Mark(icon, f"{label[:1].lower()}{label[1:]}", role)


def in_line(figure: Figure, shown: str) -> str:
    """A percentage with two decimals, so that figures below one another stay in line."""
    value = figure.value
    plain = isinstance(value, Fraction) and shown == show_percent(value)
    return texts.percent(value) if plain else shown


TARGETS: tuple[Column[ProvinceTarget], ...] = (
    Column("Chỉ tiêu của tỉnh", lambda one: one.label, tip=lambda one: one.label),
    Column("Đạt được", lambda one: in_line(one.figure, one.shown), right=True, strong=always),
    Column("Mục tiêu", lambda one: one.wanted, right=True),
    Column("Trạng thái", lambda one: target_mark(one).word, mark=target_mark),
    Column(
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


def needed(one: Drag) -> str:
    """How many units, where it can be told."""
    return texts.NONE if one.units is None else show_number(one.units)


def pulled(one: Drag) -> str:
    """By how much it moves the province's figure."""
    if not one.pull:
        return texts.NONE
    return "< 0,01" if one.pull < LEAST_SHOWN else texts.fixed(one.pull)


DRAGS: tuple[Column[Drag], ...] = (
    Column("Xã, phường", lambda one: one.unit.name, strong=always),
    Column("Của xã", lambda one: in_line(one.own, one.shown), right=True),
    Column("Cần thêm", needed, right=True, tip=lambda one: one.words, about=NEEDED),
    Column("Kéo lệch", pulled, right=True, tip=lambda one: one.words, about=PULLED),
)
DRAG_WIDTHS = {1: 90, 2: 84, 3: 84}


KINDS = {
    ".pdf": "Báo cáo tổng hợp",
    ".xlsx": "Bảng tổng hợp Excel",
    ".csv": "Dữ liệu mở",
    ".json": "Mô tả dữ liệu",
}
RANKING_FILE = "ranking.json"

WRITTEN: tuple[Column[Written], ...] = (
    Column("Tệp đã ghi", lambda one: one.shown, tip=lambda one: str(one.path)),
    Column("Nội dung", lambda one: _kind(one.path)),
    Column("Dung lượng", lambda one: size_text(one.size), right=True),
)
WRITTEN_WIDTHS = {1: 260, 2: 100}


def _kind(path: Path) -> str:
    if path.name == RANKING_FILE:
        return "Xếp hạng, ai cũng tính lại được"
    return KINDS.get(path.suffix, "Dữ liệu")


def summary(targets: tuple[ProvinceTarget, ...]) -> str:
    """How many targets are met, missed and unknown, in one sentence."""
    due = [one for one in targets if not one.ahead]
    if not targets:
        return "Không có kế hoạch nào giao chỉ tiêu cấp tỉnh cho kỳ này."
    met = sum(one.state is TargetState.MET for one in due)
    missed = sum(one.state is TargetState.NOT_MET for one in due)
    rest = len(due) - met - missed
    ahead = f"; {len(targets) - len(due)} mốc của các năm sau" if len(due) < len(targets) else ""
    return (
        f"{len(due)} chỉ tiêu cấp tỉnh đến hạn: {met} đạt, {missed} chưa đạt, {rest} chưa đối "
        f"chiếu được{ahead}."
    )
