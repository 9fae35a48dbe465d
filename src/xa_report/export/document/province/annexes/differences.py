"""Annex VII: differences between self-assessed and appraised, commune by commune."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from xa_report.domain.province.appraisal import DifferenceCode, PointDifference
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.sections.appraised import by_province, disputed_of
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
        found = disputed_of(one)
        given = [d for d in one.standing.differences if by_province(d)]
        if found or given:
            told = f"{one.unit.name} ({one.unit.code}): {len(found)} chênh lệch"
            whole = f", cộng {_sum(source, found)} điểm" if found else ""
            yield Row((f"{told}{whole}",), Face.BOLD, leads=True)
            yield from (_row(source, difference) for difference in found)
            if given:
                yield Row((_given(source, given),))


def _given(source: ProvinceSource, found: Sequence[PointDifference]) -> str:
    """What only the province gives, in one line: nobody judged otherwise there."""
    told = "; ".join(f"{d.code}: {_sum(source, [d])}" for d in found)
    why = DifferenceCode.BY_PROVINCE
    return f"{why.label} ({why.number}), {_sum(source, found)} điểm – {told}"


def _sum(source: ProvinceSource, found: Sequence[PointDifference]) -> str:
    apart = sum((difference.effect for difference in found), Decimal(0))
    return source.signed(apart, source.all_of.form.decimals)


def _row(source: ProvinceSource, difference: PointDifference) -> Row:
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
