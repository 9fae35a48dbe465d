"""Annex II: every criterion with its maximum, points, state and the sentence why."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.source import Source
from xa_report.export.document.words import STATE_WORDS
from xa_report.export.fonts import Face

COLUMNS = (
    Column("Mã", 14),
    Column("Lĩnh vực, tiêu chí", 69),
    Column("Điểm tối đa", 17, Align.RIGHT),
    Column("Điểm tự chấm", 18, Align.RIGHT),
    Column("Tình trạng", 27),
    Column("Căn cứ chấm điểm", 86),
    Column("Số tài liệu", 18, Align.CENTRE),
)
NONE = "Biểu mẫu không chấm điểm."


def criteria(source: Source, place: str) -> Sequence[Flowable]:
    """Areas in bold, each followed by its criteria."""
    if not source.scored:
        return [paragraph(NONE, "note", place)]
    return [table(COLUMNS, _rows(source), place)]


def _rows(source: Source) -> Iterator[Row]:
    done = source.assessment
    for area in done.areas:
        yield _row(source, area)
        head = f"{area.code}."
        yield from (_row(source, c) for c in done.criteria if c.code.startswith(head))


def _row(source: Source, result: CriterionResult) -> Row:
    documents = len(source.report.evidence_of(result.code))
    unknown = result.state in (ScoreState.PROVINCE, ScoreState.MISSING) and not result.points
    cells = (
        result.code,
        result.title,
        source.points(result.max),
        "" if unknown else source.points(result.points),
        STATE_WORDS[result.state] if result.leaf else "",
        result.reason,
        str(documents) if result.leaf and documents else "",
    )
    return Row(cells, Face.REGULAR if result.leaf else Face.BOLD, leads=not result.leaf)
