"""Totals of the points of criteria: areas, result, percentage and rating."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.criterion_scores import CriterionScore, condition_holds
from xa_report.assess.figures import ReportFigures
from xa_report.domain.assessment import CriterionResult, Rating, ScoreState
from xa_report.domain.form import Area, Criterion, Form, RatingBand
from xa_report.domain.numbers import round_half_up, show_number

ZERO = Decimal(0)
MAX_NAMED_CODES = 5
"""Codes of criteria without points that a sentence names."""


@dataclass(frozen=True, slots=True)
class GroupedResults:
    """Results of the areas, and of the criteria inside the total, both in the form's order."""

    areas: tuple[CriterionResult, ...]
    criteria: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class ScoreTotals:
    """Sums of the points, with the percentage and the rating that follow from them."""

    areas: tuple[CriterionResult, ...]
    criteria: tuple[CriterionResult, ...]
    total: Decimal
    applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    result: Decimal
    percent: Fraction | None
    percent_shown: Decimal | None
    rating: Rating


def add_up_scores(
    form: Form, scored: Mapping[str, CriterionScore], figures: ReportFigures
) -> ScoreTotals:
    """Add the rounded points upwards and rate the result."""
    results = {code: score.result for code, score in scored.items()}
    below = _child_codes(form)
    # Codes are sorted, so that in reverse every child comes before its parent.
    for criterion in reversed(form.criteria):
        if criterion.rule is None:
            children = [results[code] for code in below[criterion.code]]
            results[criterion.code] = _group_result(criterion, children)
    areas = tuple(
        _group_result(area, [results[code] for code in below[area.code]]) for area in form.areas
    )
    total = sum((area.points for area in areas), ZERO)
    applicable = sum((area.applicable for area in areas), ZERO)
    bonus = limited_points([results[c.code] for c in form.bonuses], form.limits.bonus)
    penalty = limited_points([results[c.code] for c in form.penalties], form.limits.penalty)
    result = total + bonus - penalty
    # Not rounded: bands and ranks compare this one (decision 0009).
    percent = Fraction(result) * 100 / Fraction(applicable) if applicable else None
    shown = None if percent is None else round_half_up(percent, form.decimals)
    criteria = tuple(results[c.code] for c in form.criteria)
    rating = rate_result(form, percent, GroupedResults(areas, criteria), figures)
    return ScoreTotals(
        areas, criteria, total, applicable, bonus, penalty, result, percent, shown, rating
    )


def _child_codes(form: Form) -> Mapping[str, list[str]]:
    """Return the codes directly below each area or criterion."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for criterion in form.criteria:
        below[criterion.code.rpartition(".")[0]].append(criterion.code)
    return below


def _group_result(parent: Area | Criterion, children: Sequence[CriterionResult]) -> CriterionResult:
    points = sum((child.points for child in children), ZERO)
    applicable = sum((child.applicable for child in children), ZERO)
    done = show_number(points)
    return CriterionResult(
        code=parent.code,
        title=parent.title,
        max=parent.max,
        applicable=applicable,
        points=points,
        state=_group_state(children),
        reason=f"Cộng {len(children)} mục: {done}/{show_number(applicable)} điểm.",
        leaf=False,
        survey=bool(children) and all(child.survey for child in children),
        exact=Fraction(points),
    )


def _group_state(children: Sequence[CriterionResult]) -> ScoreState:
    """Return the state of the children that asks for attention first."""
    states = {child.state for child in children}
    for state in (ScoreState.MISSING, ScoreState.BLOCKED, ScoreState.SCORED):
        if state in states:
            return state
    if states == {ScoreState.PROVINCE}:
        return ScoreState.PROVINCE
    return ScoreState.NOT_ARISEN if ScoreState.NOT_ARISEN in states else ScoreState.SCORED


def limited_points(results: Sequence[CriterionResult], limit: Decimal | None) -> Decimal:
    """Return the sum of points, at most the limit."""
    added = sum((result.points for result in results), ZERO)
    return added if limit is None else min(added, limit)


def rate_result(
    form: Form, percent: Fraction | None, results: GroupedResults, figures: ReportFigures
) -> Rating:
    """Return the first band whose limit and conditions hold, lowered by events."""
    if percent is None or not form.bands:
        return Rating(reason="Biểu mẫu không xếp loại." if not form.bands else "")
    notes: list[str] = []
    index = _band_index(form.bands, percent, results, notes)
    names = [band.name for band in form.bands]
    for limit in form.rating_limits:
        if not condition_holds(limit.when, figures):
            continue
        if not limit.at_most:
            return Rating(void=True, reason="Không xếp loại do có sự việc bị loại trừ.")
        # Bands fall: the greater index is the lower band, and the lowest cap wins.
        if names.index(limit.at_most) > index:
            index = names.index(limit.at_most)
            notes.append(f"Có sự việc giới hạn mức xếp loại: cao nhất là {limit.at_most}.")
    return Rating(names[index], reason=" ".join(notes))


def _band_index(
    bands: Sequence[RatingBand],
    percent: Fraction,
    results: GroupedResults,
    notes: list[str],
) -> int:
    for index, band in enumerate(bands):
        if percent < Fraction(band.start):
            continue
        obstacle = _band_obstacle(band, results)
        if not obstacle:
            return index
        notes.append(f"Không đạt mức {band.name} vì {obstacle}.")
    # The lowest band takes all others: `form_checks.py` makes it begin at 0.
    return len(bands) - 1


def _band_obstacle(band: RatingBand, results: GroupedResults) -> str:
    """Return the reason that keeps a result out of a band that its percentage reaches, or ""."""
    if band.no_zero:
        zero = [
            c.code
            for c in results.criteria
            if c.leaf and _counts_for_conditions(c) and not c.points
        ]
        if zero:
            more = "…" if len(zero) > MAX_NAMED_CODES else ""
            return f"có tiêu chí 0 điểm ({', '.join(zero[:MAX_NAMED_CODES])}{more})"
    if band.min_area is not None:
        for area in results.areas:
            reached = area.percent
            if (
                _counts_for_conditions(area)
                and reached is not None
                and reached < Fraction(band.min_area)
            ):
                least = show_number(band.min_area)
                return f"lĩnh vực {area.code} chưa đạt {least} % điểm tối đa"
    return ""


def _counts_for_conditions(result: CriterionResult) -> bool:
    """Return whether the conditions of bands apply: scored by the commune, and applicable."""
    return not result.survey and result.applicable > 0 and result.state is not ScoreState.PROVINCE
