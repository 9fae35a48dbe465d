"""Plan targets against the report: state, gap, what closes it, and which plan is stricter."""

import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.aims import aim
from xa_report.assess.closing import closings
from xa_report.assess.figures import Figures
from xa_report.assess.target_words import (
    apart,
    close_otherwise,
    named_units,
    reached,
    shown,
    wanted,
)
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.indicator import Figure
from xa_report.domain.plan import Plan, PlanTarget, TargetLevel, TargetOp


def target_results(plans: Sequence[Plan], year: int, figures: Figures) -> tuple[TargetResult, ...]:
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
            if target.level is not TargetLevel.COMMUNE or not asks or not target.in_force(year):
                continue
            if isinstance(target.value, Decimal):
                found[target.reference] = max(target.value, found.get(target.reference, _ZERO))
    return found


_ZERO = Decimal(0)


def target_result(plan: Plan, target: PlanTarget, year: int, figures: Figures) -> TargetResult:
    """One target against the figures of a commune, or against the sums of many."""
    figure, state = _date_or_number(target, figures)
    base = TargetResult(
        plan=plan,
        target=target,
        label=figures.label(target.reference),
        figure=figure,
        state=state,
        ahead=target.ahead(year),
        shown=shown(target, figure, figures),
        wanted=wanted(target, figures),
    )
    if state is not TargetState.NOT_MET:
        return base
    return _with_gap(base, figures)


def _date_or_number(target: PlanTarget, figures: Figures) -> tuple[Figure, TargetState]:
    if target.op is TargetOp.FROM:
        return _from_date(target, figures)
    figure = figures.figure(target.reference)
    if figure.not_arisen is not None:
        return figure, TargetState.NOT_ARISEN
    if figure.value is None:
        return figure, TargetState.UNKNOWN
    met = (
        bool(figure.value) if target.op is TargetOp.YES else aim(target, figures).met(figure.value)
    )
    return figure, TargetState.MET if met else TargetState.NOT_MET


def _from_date(target: PlanTarget, figures: Figures) -> tuple[Figure, TargetState]:
    answer = figures.answer(target.reference)
    if answer is None:
        return Figure(missing=(target.reference,)), TargetState.UNKNOWN
    if answer.not_arisen is not None:
        return Figure(not_arisen=answer.not_arisen), TargetState.NOT_ARISEN
    if not isinstance(answer.value, date) or not isinstance(target.value, date):
        return Figure(), TargetState.UNKNOWN
    state = TargetState.MET if answer.value <= target.value else TargetState.NOT_MET
    return Figure(), state


def _with_gap(result: TargetResult, figures: Figures) -> TargetResult:
    target, value = result.target, result.figure.value
    if value is None or not isinstance(target.value, Decimal):
        return replace(result, close=close_otherwise(result, figures))
    goal = aim(target, figures)
    gap = goal.limit - value
    ways = list(closings(target.reference, figures, goal.limit, goal.met))
    if not ways:
        return replace(result, gap=gap, close=apart(target, gap, figures))
    units, item = ways[0].units, ways[0].item
    close = f"Cần {named_units(ways, figures)} để {reached(result, figures)}."
    return replace(result, gap=gap, units=units, unit_item=item, close=close)


def _mark_strictest(results: Sequence[TargetResult], figures: Figures) -> list[TargetResult]:
    """Among targets in force on one figure only the strictest decides."""
    groups: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for result in results:
        if not result.ahead:
            direction, demand = demanded(result.target, figures)
            groups[result.target.reference, direction].append(demand)
    return [
        result if result.ahead or _is_strictest(result, groups, figures)
        else replace(result, strictest=False)
        for result in results
    ]  # fmt: skip


def _is_strictest(
    result: TargetResult, groups: Mapping[tuple[str, str], list[Fraction]], figures: Figures
) -> bool:
    direction, demand = demanded(result.target, figures)
    return demand == max(groups[result.target.reference, direction])


def demanded(target: PlanTarget, figures: Figures) -> tuple[str, Fraction]:
    """In which direction a target asks, and how much: the greater, the stricter."""
    if isinstance(target.value, date):
        return "from", Fraction(-target.value.toordinal())
    goal = aim(target, figures)
    if goal.test is operator.le:
        return "le", -goal.limit
    return ("eq" if goal.test is operator.eq else "ge"), goal.limit
