"""Annex III: every target against the report, with the gap and what closes it."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from xa_report.domain.assessment import TARGET_LABELS, TargetResult
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.source import Source
from xa_report.export.document.words import gap_words, plan_name
from xa_report.export.fonts import Face

COLUMNS = (
    Column("STT", 11, Align.CENTRE),
    Column("Chỉ tiêu", 54),
    Column("Kế hoạch giao", 23, Align.RIGHT),
    Column("Thực hiện", 23, Align.RIGHT),
    Column("Chênh lệch", 24, Align.RIGHT),
    Column("Kết quả", 28),
    Column("Cần thực hiện thêm", 42),
    Column("Nguyên văn kế hoạch", 44),
)
NONE = "Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo."


def targets(source: Source, place: str) -> Sequence[Flowable]:
    """Targets by plan; a later milestone is marked as such."""
    if not source.assessment.targets:
        return [paragraph(NONE, "note", place)]
    return [table(COLUMNS, _rows(source.assessment.targets), place)]


def _rows(results: Sequence[TargetResult]) -> Iterator[Row]:
    number = 0
    for name in dict.fromkeys(plan_name(result.plan) for result in results):
        yield Row((name,), Face.BOLD, leads=True)
        for result in results:
            if plan_name(result.plan) == name:
                number += 1
                yield _row(number, result)


def _row(number: int, result: TargetResult) -> Row:
    return Row(
        (
            str(number),
            _measured(result),
            result.wanted,
            result.shown,
            gap_words(result),
            _state(result),
            result.close,
            f"“{result.target.words}”" if result.target.words else "",
        )
    )


def _measured(result: TargetResult) -> str:
    """The figure, and what the plan leaves out of it."""
    left_out = result.target.exclusion.removeprefix("trừ ")
    return f"{result.label} (trừ {left_out})" if left_out else result.label


def _state(result: TargetResult) -> str:
    state = TARGET_LABELS[result.state]
    first, last = result.target.years
    if result.ahead:
        years = f"{first}" if first == last else f"{first}–{last}"
        return f"{state}; mốc {years}, chưa đến hạn"
    return state if result.strictest else f"{state}; có kế hoạch giao chặt hơn"
