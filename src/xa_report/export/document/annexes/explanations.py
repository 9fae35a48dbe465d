"""Annex VI: what the commune wrote: explanations of criteria, reasons for warnings."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable

from xa_report.domain.assessment import CriterionResult
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.source import Source
from xa_report.export.document.words import given_reasons

EXPLANATIONS = (
    Column("Mã", 15),
    Column("Tiêu chí", 72),
    Column("Điểm tối đa", 17, Align.RIGHT),
    Column("Điểm tự chấm", 19, Align.RIGHT),
    Column("Giải trình của xã", 126),
)
REASONS = (
    Column("Mã", 15),
    Column("Nội dung cảnh báo", 108),
    Column("Lý do của xã", 126),
)
HEAD_ROOM = 120.0
"""A caption needs this much room below it for the beginning of its table."""
NONE = "Không có giải trình và lý do."


def explanations(source: Source, place: str) -> Sequence[Flowable]:
    """Two tables, each only when it has rows."""
    explained, reasons = list(_explained(source)), list(_reasons(source))
    parts: list[Flowable] = []
    if explained:
        parts += _caption("Giải trình theo tiêu chí", place)
        parts.append(table(EXPLANATIONS, explained, place))
    if reasons:
        parts += _caption("Lý do cho các cảnh báo về số liệu", place)
        parts.append(table(REASONS, reasons, place))
    return parts or [paragraph(NONE, "note", place)]


def _caption(text: str, place: str) -> list[Flowable]:
    # Not kept with the table: a table of many pages would move as a whole.
    return [CondPageBreak(HEAD_ROOM), paragraph(text, "caption", place)]


def _explained(source: Source) -> Iterator[Row]:
    results = {result.code: result for result in _results(source)}
    ordered = [code for code in results if code in source.report.explanations]
    unknown = [code for code in source.report.explanations if code not in results]
    for code in (*ordered, *unknown):
        text, result = source.report.explanations[code].strip(), results.get(code)
        if text and result:
            most, points = source.points(result.max), source.points(result.points)
            yield Row((code, result.title, most, points, text))
        elif text:
            yield Row((code, "", "", "", text))


def _results(source: Source) -> Iterator[CriterionResult]:
    done = source.assessment
    for area in done.areas:
        yield area
        yield from (c for c in done.criteria if c.code.startswith(f"{area.code}."))
    yield from (*done.bonuses, *done.penalties)


def _reasons(source: Source) -> Iterator[Row]:
    for finding in given_reasons(source):
        yield Row((finding.code, finding.message, finding.reason.strip()))
