"""Results of plan targets for a report - state, gap, closing units - and the findings about them."""

import operator
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures, underlying_items
from xa_report.assess.target_comparison import numeric_target
from xa_report.assess.target_gap import gap_closures
from xa_report.assess.target_texts import (
    goal_text,
    remaining_action_text,
    target_gap_text,
    target_text,
    units_text,
    value_text,
)
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.indicator import Figure
from xa_report.domain.plan import Plan, PlanTarget, TargetLevel, TargetOp


def target_results(
    plans: Sequence[Plan], year: int, figures: ReportFigures
) -> tuple[TargetResult, ...]:
    """Every commune-level target in force or ahead, in the order of the plans."""
    results = [
        target_result(plan, target, year, figures)
        for plan in plans
        for target in plan.of_year(year)
        if target.level is TargetLevel.COMMUNE
    ]
    return tuple(_mark_strictest(results, figures))


def strictest_targets(plans: Sequence[Plan], year: int) -> Mapping[str, Decimal]:
    """The greatest value in force by indicator or item, where targets ask for so much or more."""
    found: dict[str, Decimal] = {}
    for plan in plans:
        for target in plan.of_year(year):
            asks = target.op in (TargetOp.AT_LEAST, TargetOp.EQUAL)
            if target.level is not TargetLevel.COMMUNE or not asks or not target.is_in_force(year):
                continue
            if isinstance(target.value, Decimal):
                found[target.reference] = max(target.value, found.get(target.reference, _ZERO))
    return found


_ZERO = Decimal(0)


def target_result(
    plan: Plan, target: PlanTarget, year: int, figures: ReportFigures
) -> TargetResult:
    """One target against the figures of a commune, or against the sums of many."""
    figure, state = _figure_and_state(target, figures)
    base = TargetResult(
        plan=plan,
        target=target,
        label=figures.label(target.reference),
        figure=figure,
        state=state,
        ahead=target.is_ahead(year),
        value_text=value_text(target, figure, figures),
        target_text=target_text(target, figures),
    )
    if state is not TargetState.NOT_MET:
        return base
    return _with_gap(base, figures)


def _figure_and_state(target: PlanTarget, figures: ReportFigures) -> tuple[Figure, TargetState]:
    if target.op is TargetOp.FROM:
        return _date_state(target, figures)
    figure = figures.figure(target.reference)
    if figure.not_arisen is not None:
        return figure, TargetState.NOT_ARISEN
    if figure.value is None:
        return figure, TargetState.UNKNOWN
    met = (
        bool(figure.value)
        if target.op is TargetOp.YES
        else numeric_target(target, figures).is_met(figure.value)
    )
    return figure, TargetState.MET if met else TargetState.NOT_MET


def _date_state(target: PlanTarget, figures: ReportFigures) -> tuple[Figure, TargetState]:
    answer = figures.answer(target.reference)
    if answer is None:
        return Figure(missing=(target.reference,)), TargetState.UNKNOWN
    if answer.not_arisen is not None:
        return Figure(not_arisen=answer.not_arisen), TargetState.NOT_ARISEN
    if not isinstance(answer.value, date) or not isinstance(target.value, date):
        return Figure(), TargetState.UNKNOWN
    state = TargetState.MET if answer.value <= target.value else TargetState.NOT_MET
    return Figure(), state


def _with_gap(result: TargetResult, figures: ReportFigures) -> TargetResult:
    target, value = result.target, result.figure.value
    if value is None or not isinstance(target.value, Decimal):
        return replace(result, action_text=remaining_action_text(result, figures))
    goal = numeric_target(target, figures)
    gap = goal.limit - value
    ways = list(gap_closures(target.reference, figures, goal.limit, goal.is_met))
    if not ways:
        return replace(result, gap=gap, action_text=target_gap_text(target, gap, figures))
    units, item = ways[0].units, ways[0].item
    close = f"Cần {units_text(ways, figures)} để {goal_text(result, figures)}."
    return replace(result, gap=gap, units=units, unit_item=item, action_text=close)


def _mark_strictest(results: Sequence[TargetResult], figures: ReportFigures) -> list[TargetResult]:
    """Among targets in force on one figure only the strictest decides."""
    groups: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for result in results:
        if not result.ahead:
            direction, demand = target_demand(result.target, figures)
            groups[result.target.reference, direction].append(demand)
    return [
        result if result.ahead or _is_strictest(result, groups, figures)
        else replace(result, strictest=False)
        for result in results
    ]  # fmt: skip


def _is_strictest(
    result: TargetResult, groups: Mapping[tuple[str, str], list[Fraction]], figures: ReportFigures
) -> bool:
    direction, demand = target_demand(result.target, figures)
    return demand == max(groups[result.target.reference, direction])


def target_demand(target: PlanTarget, figures: ReportFigures) -> tuple[str, Fraction]:
    """In which direction a target asks, and how much: the greater, the stricter."""
    if isinstance(target.value, date):
        return "from", Fraction(-target.value.toordinal())
    goal = numeric_target(target, figures)
    if goal.test is operator.le:
        return "le", -goal.limit
    return ("eq" if goal.test is operator.eq else "ge"), goal.limit


def target_findings(results: Sequence[TargetResult], figures: ReportFigures) -> Iterator[Finding]:
    """What the plans ask for and the figures do not show."""
    for result in results:
        if result.ahead:
            continue
        place = _target_location(
            f"{result.plan.id}/{result.target.id}", result.target.reference, figures
        )
        if result.state is TargetState.NOT_MET:
            texts = {
                "label": result.label,
                "value": result.value_text,
                "target": result.target_text,
                "close": result.action_text,
            }
            yield build_finding(FindingCode.TARGET_MISSED, place, texts)
        if result.state is TargetState.UNKNOWN:
            yield build_finding(FindingCode.TARGET_UNKNOWN, place, {"label": result.label})
    yield from _disagreements(results, figures)


def _target_location(ident: str, ref: str, figures: ReportFigures) -> FindingLocation:
    return FindingLocation("target", ident, underlying_items((ref,), figures))


def _disagreements(results: Sequence[TargetResult], figures: ReportFigures) -> Iterator[Finding]:
    """Plans in force that ask for different amounts of one figure in one direction."""
    groups: dict[tuple[str, str], list[TargetResult]] = {}
    for result in results:
        if not result.ahead:
            direction, _ = target_demand(result.target, figures)
            groups.setdefault((result.target.reference, direction), []).append(result)
    for (ref, _), group in groups.items():
        if all(r.strictest for r in group) or len({r.plan.id for r in group}) < 2:
            continue
        strict = next(result for result in group if result.strictest)
        targets = "; ".join(f"{result.plan.title}: {result.target_text}" for result in group)
        texts = {"label": strict.label, "targets": targets, "strict": strict.target_text}
        yield build_finding(
            FindingCode.TARGETS_DISAGREE, _target_location(ref, ref, figures), texts
        )
