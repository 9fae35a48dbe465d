"""Annex IV: the province's targets with what closes them and who pulls down."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.province.province_targets import ProvinceTarget
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.naming import unit_name
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.words import gap_words, plan_name
from xa_report.export.fonts import Face

COLUMNS = (
    Column("STT", 11, Align.CENTRE), Column("Chỉ tiêu", 50),
    Column("Kế hoạch giao", 21, Align.RIGHT),
    Column("Toàn tỉnh", 26, Align.RIGHT), Column("Chênh lệch", 24, Align.RIGHT),
    Column("Kết quả", 25), Column("Cần thực hiện thêm", 36),
    Column("Đơn vị kéo giảm nhiều nhất", 56),
)  # fmt: skip
NONE = "Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo."
NAMED = 5


def targets(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """Targets by plan."""
    if not source.all_of.targets:
        return [note(NONE, place)]
    return [grid(COLUMNS, _rows(source.all_of.targets), place)]


def _rows(found: Sequence[ProvinceTarget]) -> Iterator[Row]:
    number = 0
    for name in dict.fromkeys(plan_name(one.plan) for one in found):
        yield Row((name,), Face.BOLD, leads=True)
        for one in found:
            if plan_name(one.plan) == name:
                number += 1
                yield _row(number, one)


def _row(number: int, one: ProvinceTarget) -> Row:
    counted = f" ({one.counted}/{one.of} đơn vị)" if one.counted else ""
    entered = " (tỉnh nhập)" if one.entered else ""
    cells = (str(number), one.label, one.wanted, f"{one.shown}{counted}{entered}", gap_words(one),
             _state(one), one.close, _drags(one))  # fmt: skip
    return Row(cells)


def _state(one: ProvinceTarget) -> str:
    state, (first, last) = TARGET_LABELS[one.state], one.target.years
    years = f"{first}" if first == last else f"{first}–{last}"
    return f"{state}; mốc {years}, chưa đến hạn" if one.ahead else state


def _drags(one: ProvinceTarget) -> str:
    lines = [f"{unit_name(drag.unit)} ({drag.shown})" for drag in one.drags[:NAMED]]
    more = len(one.drags) - NAMED
    return "\n".join([*lines, *([f"và {more} đơn vị khác"] if more > 0 else [])])
