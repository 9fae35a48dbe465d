"""Annex VII: differences between self-assessed and appraised, commune by commune."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from xa_report.domain.appraisal import Difference
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.fonts import Face

COLUMNS = (
    Column("Mã", 16), Column("Tiêu chí", 82), Column("Tự chấm", 20, Align.RIGHT),
    Column("Thẩm định", 22, Align.RIGHT), Column("Chênh lệch", 23, Align.RIGHT),
    Column("Lý do", 86),
)  # fmt: skip
NONE = "Không có chênh lệch giữa điểm tự chấm và điểm thẩm định."
NO_REASON = "Chưa ghi lý do"


def differences(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """In the order of ranks."""
    rows = list(_rows(source))
    return [grid(COLUMNS, rows, place)] if rows else [note(NONE, place)]


def _rows(source: ProvinceSource) -> Iterator[Row]:
    for one in source.roll:
        found = one.standing.differences
        if found:
            apart = sum((difference.effect for difference in found), Decimal(0))
            places = source.all_of.form.decimals
            told = f"{one.unit.name} ({one.unit.code}): {len(found)} chênh lệch, cộng "
            yield Row((f"{told}{source.signed(apart, places)} điểm",), Face.BOLD, leads=True)
            yield from (_row(source, difference) for difference in found)


def _row(source: ProvinceSource, difference: Difference) -> Row:
    return Row(
        (
            difference.code,
            difference.title,
            source.points(difference.sent),
            source.points(difference.appraised),
            source.signed(difference.effect, source.all_of.form.decimals),
            difference.why.words if difference.why else NO_REASON,
        )
    )
