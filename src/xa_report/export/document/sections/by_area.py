"""Section II: each area with its best and its weakest criterion."""

from collections.abc import Iterator
from fractions import Fraction

from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.numbers import show_percent
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.words import codes, named, scored, why


def by_area(source: Source) -> Section:
    """One paragraph an area."""
    lines = [
        Line(" ".join(_sentences(area, _leaves(source, area))), f"{area.code}. {area.title}.")
        for area in source.assessment.areas
    ]
    return Section("Kết quả theo lĩnh vực", tuple(lines))


def _leaves(source: Source, area: CriterionResult) -> list[CriterionResult]:
    head = f"{area.code}."
    return [c for c in source.assessment.criteria if c.leaf and c.code.startswith(head)]


def _sentences(area: CriterionResult, leaves: list[CriterionResult]) -> Iterator[str]:
    if area.state is ScoreState.PROVINCE:
        yield f"Do tỉnh chấm ({len(leaves)} tiêu chí), chưa có kết quả."
        return
    percent = area.percent
    share = "" if percent is None else f", bằng {show_percent(percent)}"
    yield f"Đạt {scored(area)}{share}."
    yield from _extremes([c for c in leaves if c.state is ScoreState.SCORED and c.applicable])
    for state, word in (
        (ScoreState.BLOCKED, "Không được tính điểm"),
        (ScoreState.MISSING, "Chưa có số liệu"),
        (ScoreState.NOT_ARISEN, "Không phát sinh"),
        (ScoreState.PROVINCE, "Tỉnh chấm"),
    ):
        found = [c for c in leaves if c.state is state]
        if found:
            yield f"{word}: {len(found)} tiêu chí ({codes(found)})."


def _extremes(leaves: list[CriterionResult]) -> Iterator[str]:
    if not leaves:
        return
    full = [c for c in leaves if c.points == c.applicable]
    if len(full) == len(leaves):
        every = f"Tất cả {len(full)} tiêu chí đã chấm đều" if len(full) > 1 else "Tiêu chí đã chấm"
        yield f"{every} đạt điểm tối đa."
        return
    best = max(leaves, key=lambda c: (_share(c), c.applicable))
    weakest = min(leaves, key=lambda c: (_share(c), -c.applicable))
    yield f"Đạt điểm tối đa: {len(full)}/{len(leaves)} tiêu chí đã chấm."
    if best is not weakest and best.points:
        yield f"Cao nhất là tiêu chí {named(best)} ({scored(best)})."
    yield f"Thấp nhất là tiêu chí {named(weakest)} ({scored(weakest)}): {_lower(why(weakest))}"


def _share(result: CriterionResult) -> Fraction:
    return result.percent or Fraction(0)


def _lower(text: str) -> str:
    """A sentence that goes on after a colon; words in capitals stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
