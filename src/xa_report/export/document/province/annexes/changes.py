"""Annex VI: every commune against the period before."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.annexes.ranking import moved
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.roll import Entry

CENTRE, RIGHT = Align.CENTRE, Align.RIGHT
COLUMNS = (
    Column("Hạng", 18, CENTRE), Column("Mã", 22, CENTRE), Column("Đơn vị", 74),
    Column("Tỷ lệ (%)", 27, RIGHT), Column("Tỷ lệ kỳ trước (%)", 29, RIGHT),
    Column("Tăng, giảm (điểm %)", 30, RIGHT), Column("Hạng kỳ trước", 24, CENTRE),
    Column("Thay đổi hạng", 25, CENTRE),
)  # fmt: skip


def changes(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """By rank."""
    if not source.compared:
        return [note(f"Không có kết quả {source.before} để so sánh.", place)]
    return [grid(COLUMNS, (_row(source, one) for one in source.roll), place)]


def _row(source: ProvinceSource, one: Entry) -> Row:
    before, places = one.before, source.all_of.form.decimals
    return Row(
        (
            str(one.rank or "–"),
            one.unit.code,
            one.unit.name,
            source.points(one.percent),
            source.points(before.percent) if before else "",
            source.signed(one.gained, places),
            str(before.rank or "") if before else "",
            moved(one),
        )
    )
