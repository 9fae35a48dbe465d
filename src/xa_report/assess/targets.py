"""Results of plan targets for a report (state, gap, closing units) and their findings."""

import operator
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

_ZERO = Decimal(0)


def target_results(
    plans: Sequence[Plan], year: int, figures: ReportFigures
) -> tuple[TargetResult, ...]:
    """Return every commune-level target in force or ahead, in the order of the plans."""
    results = [
        target_result(plan, target, year, figures)
        for plan in plans
        for target in plan.of_year(year)
        if target.level is TargetLevel.COMMUNE
    ]
    return tuple(_mark_strictest(results, figures))


def strictest_targets(plans: Sequence[Plan], year: int) -> Mapping[str, Decimal]:
    """Return the greatest value of `>=` and `=` targets in force, by indicator or item."""
    strictest: dict[str, Decimal] = {}
    for plan in plans:
        for target in plan.of_year(year):
            asks = target.op in (TargetOp.AT_LEAST, TargetOp.EQUAL)
            if target.level is not TargetLevel.COMMUNE or not asks or not target.is_in_force(year):
                continue
            if isinstance(target.value, Decimal):
                known = strictest.get(target.reference, _ZERO)
                strictest[target.reference] = max(target.value, known)
    return strictest


def target_result(
    plan: Plan, target: PlanTarget, year: int, figures: ReportFigures
) -> TargetResult:
    """Compare one target with the figures of a commune, or with the sums of many."""
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
    closures = list(gap_closures(target.reference, figures, goal.limit, goal.is_met))
    if not closures:
        return replace(result, gap=gap, action_text=target_gap_text(target, gap, figures))
    units, item = closures[0].units, closures[0].item
    close = f"Cần {units_text(closures, figures)} để {goal_text(result, figures)}."
    return replace(result, gap=gap, units=units, unit_item=item, action_text=close)


def _mark_strictest(results: Sequence[TargetResult], figures: ReportFigures) -> list[TargetResult]:
    """Return the results with `strictest` cleared where another in force asks for more."""
    demands = [target_demand(result.target, figures) for result in results]
    greatest: dict[tuple[str, str], Fraction] = {}
    for result, (direction, demand) in zip(results, demands, strict=True):
        if not result.ahead:
            key = result.target.reference, direction
            greatest[key] = max(greatest.get(key, demand), demand)
    return [
        result
        if result.ahead or demand == greatest[result.target.reference, direction]
        else replace(result, strictest=False)
        for result, (direction, demand) in zip(results, demands, strict=True)
    ]


def target_demand(target: PlanTarget, figures: ReportFigures) -> tuple[str, Fraction]:
    """Return the direction of a target and its demand: the greater, the stricter."""
    if isinstance(target.value, date):
        # An earlier day is stricter.
        return "from", Fraction(-target.value.toordinal())
    goal = numeric_target(target, figures)
    if goal.test is operator.le:
        return "le", -goal.limit
    return ("eq" if goal.test is operator.eq else "ge"), goal.limit


def target_findings(results: Sequence[TargetResult], figures: ReportFigures) -> Iterator[Finding]:
    """Yield the findings of targets that are missed or unknown, then of plans that disagree."""
    for result in results:
        if result.ahead:
            continue
        location = _target_location(
            f"{result.plan.id}/{result.target.id}", result.target.reference, figures
        )
        if result.state is TargetState.NOT_MET:
            texts = {
                "label": result.label,
                "value": result.value_text,
                "target": result.target_text,
                "close": result.action_text,
            }
            yield build_finding(FindingCode.TARGET_MISSED, location, texts)
        if result.state is TargetState.UNKNOWN:
            yield build_finding(FindingCode.TARGET_UNKNOWN, location, {"label": result.label})
    yield from _disagreements(results, figures)


def _target_location(ident: str, ref: str, figures: ReportFigures) -> FindingLocation:
    return FindingLocation("target", ident, underlying_items((ref,), figures))


def _disagreements(results: Sequence[TargetResult], figures: ReportFigures) -> Iterator[Finding]:
    """Yield a finding for each figure of which plans ask different amounts in one direction."""
    groups: dict[tuple[str, str], list[TargetResult]] = {}
    for result in results:
        if not result.ahead:
            direction, _ = target_demand(result.target, figures)
            groups.setdefault((result.target.reference, direction), []).append(result)
    for (ref, _), group in groups.items():
        # Two amounts within one plan are no disagreement between plans.
        if all(r.strictest for r in group) or len({r.plan.id for r in group}) < 2:
            continue
        strict = next(result for result in group if result.strictest)
        targets = "; ".join(f"{result.plan.title}: {result.target_text}" for result in group)
        texts = {"label": strict.label, "targets": targets, "strict": strict.target_text}
        yield build_finding(
            FindingCode.TARGETS_DISAGREE, _target_location(ref, ref, figures), texts
        )
