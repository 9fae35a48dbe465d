"""Plan targets against the report: state, gap, what closes it, and which plan is stricter."""

import operator
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.closing import Closing, closings
from xa_report.assess.figures import Figures
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.figure import Figure
from xa_report.domain.indicator import Better, IndicatorKind
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import exact, show_number, show_percent_beside
from xa_report.domain.plan import Level, Plan, Target, TargetOp

SIGNS = {
    TargetOp.AT_LEAST: "≥", TargetOp.AT_MOST: "≤", TargetOp.EQUAL: "=", TargetOp.RANK: "hạng ≤",
    TargetOp.REDUCE: "giảm ≥", TargetOp.INCREASE: "tăng ≥", TargetOp.FROM: "từ ngày",
    TargetOp.YES: "có",
}  # fmt: skip
Test = Callable[[Fraction, Fraction], bool]


@dataclass(frozen=True, slots=True)
class Aim:
    """A numeric target turned so that the figure itself can be compared."""

    test: Test
    limit: Fraction

    def met(self, value: Fraction) -> bool:
        """Whether a value meets the target."""
        return self.test(value, self.limit)


def target_results(plans: Sequence[Plan], year: int, figures: Figures) -> tuple[TargetResult, ...]:
    """Every commune-level target in force or ahead, in the order of the plans."""
    results = [
        _result(plan, target, year, figures)
        for plan in plans
        for target in plan.of_year(year)
        if target.level is Level.COMMUNE
    ]
    return tuple(_mark_strictest(results, figures))


def strictest_targets(plans: Sequence[Plan], year: int) -> Mapping[str, Decimal]:
    """The greatest value in force by indicator or item, where targets ask for so much or more."""
    found: dict[str, Decimal] = {}
    for plan in plans:
        for target in plan.of_year(year):
            asks = target.op in (TargetOp.AT_LEAST, TargetOp.EQUAL)
            if target.level is not Level.COMMUNE or not asks or not target.in_force(year):
                continue
            if isinstance(target.value, Decimal):
                found[target.reference] = max(target.value, found.get(target.reference, _ZERO))
    return found


_ZERO = Decimal(0)


def _result(plan: Plan, target: Target, year: int, figures: Figures) -> TargetResult:
    figure, state = _date_or_number(target, figures)
    base = TargetResult(
        plan=plan,
        target=target,
        label=figures.label(target.reference),
        figure=figure,
        state=state,
        ahead=target.ahead(year),
        shown=_shown(target, figure, figures),
        wanted=wanted(target, figures),
    )
    if state is not TargetState.NOT_MET:
        return base
    return _with_gap(base, figures)


def _date_or_number(target: Target, figures: Figures) -> tuple[Figure, TargetState]:
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


def _from_date(target: Target, figures: Figures) -> tuple[Figure, TargetState]:
    answer = figures.answer(target.reference)
    if answer is None:
        return Figure(missing=(target.reference,)), TargetState.UNKNOWN
    if answer.not_arisen is not None:
        return Figure(not_arisen=answer.not_arisen), TargetState.NOT_ARISEN
    if not isinstance(answer.value, date) or not isinstance(target.value, date):
        return Figure(), TargetState.UNKNOWN
    state = TargetState.MET if answer.value <= target.value else TargetState.NOT_MET
    return Figure(), state


def aim(target: Target, figures: Figures) -> Aim:
    """How the figure of a numeric target is compared.

    A percentage that shall be "= 90" is a least value, as provinces mean it; a count is exact.
    """
    limit = exact(_number(target))
    indicator = figures.indicator(target.reference)
    if target.op in (TargetOp.AT_MOST, TargetOp.RANK):
        return Aim(operator.le, limit)
    if target.op is TargetOp.EQUAL:
        return Aim(_equal_test(target.reference, figures), limit)
    if target.op is TargetOp.REDUCE and indicator and indicator.kind is IndicatorKind.CHANGE:
        return Aim(operator.le, -limit)
    return Aim(operator.ge, limit)


def _equal_test(ref: str, figures: Figures) -> Test:
    indicator, item = figures.indicator(ref), figures.item(ref)
    if indicator is not None and indicator.better is Better.LOWER:
        return operator.le
    percent = indicator.percent if indicator else item is not None and item.kind in _SHARES
    return operator.ge if percent else operator.eq


_EQUAL_SIGNS: Mapping[Test, str] = {operator.ge: "≥", operator.le: "≤", operator.eq: "="}
_SHARES = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})


def wanted(target: Target, figures: Figures) -> str:
    """The target as people read it: `≥ 65 %`."""
    sign = SIGNS[target.op]
    if target.op is TargetOp.EQUAL:
        sign = _EQUAL_SIGNS[_equal_test(target.reference, figures)]
    if isinstance(target.value, date):
        return f"{sign} {target.value:%d/%m/%Y}"
    if target.value is None:
        return sign
    return f"{sign} {amount(exact(target.value), target.reference, figures)}"


def amount(value: Fraction, ref: str, figures: Figures) -> str:
    """A number with the unit of an indicator or item."""
    unit = figures.unit(ref)
    return f"{show_number(value)} {unit}".strip()


def _shown(target: Target, figure: Figure, figures: Figures) -> str:
    answer = figures.answer(target.reference)
    if answer is not None and isinstance(answer.value, date):
        return f"{answer.value:%d/%m/%Y}"
    if figure.not_arisen is not None:
        return "không phát sinh"
    if figure.value is None:
        return "chưa có"
    if target.op is TargetOp.YES:
        return "có" if figure.value else "không"
    if figures.unit(target.reference) == "%" and isinstance(target.value, Decimal):
        return show_percent_beside(figure.value, target.value)
    return figures.told(target.reference)


def _with_gap(result: TargetResult, figures: Figures) -> TargetResult:
    target, value = result.target, result.figure.value
    if value is None or not isinstance(target.value, Decimal):
        return replace(result, close=_close_otherwise(result, figures))
    goal = aim(target, figures)
    gap = goal.limit - value
    ways = list(closings(target.reference, figures, goal.limit, goal.met))
    if not ways:
        return replace(result, gap=gap, close=_apart(target, gap, figures))
    units, item = ways[0].units, ways[0].item
    close = f"Cần {_named_units(ways, figures)} để {_reached(result, figures)}."
    return replace(result, gap=gap, units=units, unit_item=item, close=close)


def _apart(target: Target, gap: Fraction, figures: Figures) -> str:
    """How far the figure is from the target, where no count can be said to close the gap."""
    limit = amount(exact(_number(target)), target.reference, figures)
    apart = amount(abs(gap), target.reference, figures)
    word = " điểm phần trăm" if apart.endswith("%") else ""
    return f"Còn cách {apart.removesuffix('%').strip()}{word} so với mức {limit}."


def _reached(result: TargetResult, figures: Figures) -> str:
    if result.target.op in (TargetOp.REDUCE, TargetOp.INCREASE):
        return f"{result.wanted}"
    return f"đạt {amount(exact(_number(result.target)), result.target.reference, figures)}"


def _named_units(ways: Sequence[Closing], figures: Figures) -> str:
    """A count with what is counted: `thêm 37 hồ sơ (Hồ sơ trực tuyến)`.

    Where several items are added, any of them closes the gap: all are named.
    """
    units = ways[0].units
    labels = " hoặc ".join(figures.label(way.item) for way in ways if way.units == units)
    unit = figures.unit(ways[0].item) or "đơn vị"
    return f"{'thêm' if units > 0 else 'giảm'} {show_number(abs(units))} {unit} ({labels})"


def _number(target: Target) -> Decimal:
    return target.value if isinstance(target.value, Decimal) else Decimal(0)


def _close_otherwise(result: TargetResult, figures: Figures) -> str:
    target = result.target
    answer = figures.answer(target.reference)
    if answer is not None and isinstance(answer.value, date) and isinstance(target.value, date):
        return f"Chậm {(answer.value - target.value).days} ngày so với kế hoạch."
    return "Cần thực hiện để trả lời “Có”."


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


def demanded(target: Target, figures: Figures) -> tuple[str, Fraction]:
    """In which direction a target asks, and how much: the greater, the stricter."""
    if isinstance(target.value, date):
        return "from", Fraction(-target.value.toordinal())
    goal = aim(target, figures)
    if goal.test is operator.le:
        return "le", -goal.limit
    return ("eq" if goal.test is operator.eq else "ge"), goal.limit
