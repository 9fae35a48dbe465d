"""Section IV: where points were lost, with the reasons that the commune itself wrote."""

from collections.abc import Iterator

from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.numbers import show_number
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.words import given_reasons, named, scored, why

MOST = 8
"""So many criteria are told in the body; all of them stand in the annex."""
LONGEST_QUOTE = 400
"""A longer explanation stands in its annex alone."""


def shortcomings(source: Source) -> Section:
    """Criteria that lost points, figures that are missing, warnings with their reasons."""
    lines = (*_lost(source), *_missing(source), *_warnings(source))
    none = Line("Không có tiêu chí nào bị mất điểm; không có số liệu còn thiếu.")
    return Section("Tồn tại, hạn chế và nguyên nhân", lines or (none,))


def _lost(source: Source) -> Iterator[Line]:
    short = [c for c in source.assessment.criteria if c.leaf and _is_short(c)]
    short.sort(key=lambda c: c.points - c.applicable)
    if not short:
        return
    points = show_number(sum(c.applicable - c.points for c in short))
    yield Line(
        f"Có {len(short)} tiêu chí chưa đạt điểm tối đa, mất {points} điểm. "
        + ("Các tiêu chí mất nhiều điểm nhất:" if len(short) > MOST else "Cụ thể:")
    )
    for criterion in short[:MOST]:
        yield Line(f"- {_told(source, criterion)}")
    if len(short) > MOST:
        yield Line(f"Còn {len(short) - MOST} tiêu chí khác được nêu tại Phụ lục II.")


def _is_short(result: CriterionResult) -> bool:
    return (
        result.state in (ScoreState.SCORED, ScoreState.BLOCKED)
        and result.points < result.applicable
    )


def _told(source: Source, result: CriterionResult) -> str:
    told = f"Tiêu chí {named(result)}: {scored(result)}. {why(result)}"
    explained = source.report.explanations.get(result.code, "").strip()
    if not explained:
        return told
    if len(explained) > LONGEST_QUOTE:
        return f"{told} Nguyên nhân: xem giải trình tại Phụ lục VI."
    return f"{told} Nguyên nhân theo giải trình của xã: “{explained.rstrip('.')}”."


def _missing(source: Source) -> Iterator[Line]:
    leaves = [c for c in source.assessment.criteria if c.leaf and c.state is ScoreState.MISSING]
    if leaves:
        points = show_number(sum(c.applicable - c.points for c in leaves))
        yield Line(
            f"Còn {len(leaves)} tiêu chí chưa có đủ số liệu (tối đa {points} điểm), "
            "được nêu tại Phụ lục II."
        )


def _warnings(source: Source) -> Iterator[Line]:
    answered = len(given_reasons(source))
    if answered:
        yield Line(f"Có {answered} cảnh báo về số liệu đã được nêu lý do tại Phụ lục VI.")
