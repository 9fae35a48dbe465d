"""Annex VII: bonus and penalty, which stand outside the total."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from xa_report.domain.assessment import CriterionResult
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.source import Source
from xa_report.export.document.words import STATE_WORDS
from xa_report.export.fonts import Face

COLUMNS = (
    Column("Mã", 18),
    Column("Nội dung", 94),
    Column("Mức tối đa", 20, Align.RIGHT),
    Column("Điểm", 20, Align.RIGHT),
    Column("Tình trạng", 27),
    Column("Căn cứ", 70),
)
NONE = "Biểu mẫu không quy định điểm thưởng, điểm trừ."


def outside(source: Source, place: str) -> Sequence[Flowable]:
    """Bonuses with their sum, then penalties with theirs."""
    done, limits = source.assessment, source.form.limits
    rows = [
        *_part(source, "Điểm thưởng", done.bonuses, (limits.bonus, done.bonus)),
        *_part(source, "Điểm trừ", done.penalties, (limits.penalty, done.penalty)),
    ]
    return [table(COLUMNS, rows, place)] if rows else [paragraph(NONE, "note", place)]


def _part(
    source: Source,
    name: str,
    results: Sequence[CriterionResult],
    sums: tuple[Decimal | None, Decimal],
) -> Iterator[Row]:
    if not results:
        return
    yield Row((name,), Face.BOLD, leads=True)
    for result in results:
        most, points = source.points(result.max), source.points(result.points)
        state = STATE_WORDS[result.state]
        yield Row((result.code, result.title, most, points, state, result.reason))
    limit, counted = sums
    most = "" if limit is None else source.points(limit)
    total = f"Cộng {name[:1].lower()}{name[1:]} được tính"
    yield Row(("", total, most, source.points(counted), "", ""), Face.BOLD)
