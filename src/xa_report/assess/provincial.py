"""Every target of the plans against the whole province: what the communes' figures come to."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from xa_report.assess.aims import Aim, number_of
from xa_report.assess.drags import Short, drags_on_share, drags_on_sums
from xa_report.assess.figures import items_of
from xa_report.assess.gathering import ADDITIVE, Field, field_of
from xa_report.assess.target_words import SIGNS, wanted
from xa_report.assess.targets import target_result
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.form import Form
from xa_report.domain.indicator import Figure
from xa_report.domain.numbers import show_number, show_percent_beside, to_fraction
from xa_report.domain.plan import Plan, PlanTarget, TargetAggregate, TargetLevel, TargetOp
from xa_report.domain.province.province_targets import ProvinceInputsForYear, ProvinceTarget

WHOLE = Fraction(100)


def province_targets(
    plans: Sequence[Plan], form: Form, gathered: ProvinceInputsForYear
) -> tuple[ProvinceTarget, ...]:
    """Every target in force or ahead: first those of the province, then those of communes.

    Communes that have not sent, or have no number for a target, do not count in it.
    """
    field = field_of(plans, form, gathered)
    asked = [(plan, t) for plan in plans for t in plan.of_year(gathered.year)]
    return tuple(
        _row(plan, target, field)
        for level in (TargetLevel.PROVINCE, TargetLevel.COMMUNE)
        for plan, target in asked
        if target.level is level
    )


def _row(plan: Plan, target: PlanTarget, field: Field) -> ProvinceTarget:
    if target.level is TargetLevel.COMMUNE:
        by_sums = _adds_up(target.reference, field)
        return _by_sums(plan, target, field) if by_sums else _by_meeting(plan, target, field)
    if target.aggregate is TargetAggregate.SHARE:
        return _by_share(plan, target, field)
    if target.aggregate is TargetAggregate.ENTERED:
        result = target_result(plan, target, field.gathered.year, field.entered())
        return replace(_of_result(result, field), entered=True)
    return _by_sums(plan, target, field)


def _adds_up(ref: str, field: Field) -> bool:
    """Whether a figure is a percentage that the sums of many communes give again."""
    figures = field.names()
    items = [field.items.get(item) for item in items_of((ref,), figures)]
    additive = all(item is not None and item.kind in ADDITIVE for item in items)
    return ref in field.indicators and additive and figures.unit(ref) == "%"


def _of_result(result: TargetResult, field: Field) -> ProvinceTarget:
    return ProvinceTarget(
        plan=result.plan,
        target=result.target,
        label=result.label,
        figure=result.figure,
        state=result.state,
        ahead=result.ahead,
        shown=result.shown,
        wanted=result.wanted,
        gap=result.gap,
        units=result.units,
        close=result.close,
        of=field.gathered.communes,
    )


def _by_sums(plan: Plan, target: PlanTarget, field: Field) -> ProvinceTarget:
    """The figure of the sums; communes below a percentage pull it down."""
    added = field.added(target.reference)
    row = _of_result(target_result(plan, target, field.gathered.year, added), field)
    own = list(_own_results(plan, target, field))
    row = replace(row, counted=len(own))
    if added.unit(target.reference) != "%":
        return row
    short = [one for one in own if one[1].state is TargetState.NOT_MET]
    return replace(row, meeting=len(own) - len(short), drags=drags_on_sums(short, added))


def _own_results(plan: Plan, target: PlanTarget, field: Field) -> Iterator[Short]:
    """The communes that have a number or a date, each with its own result."""
    for figures in field.communes:
        result = target_result(plan, target, field.gathered.year, figures)
        if result.state in (TargetState.MET, TargetState.NOT_MET):
            yield figures, result


def _by_meeting(plan: Plan, target: PlanTarget, field: Field) -> ProvinceTarget:
    """How many communes meet a target of communes that does not add up; all of them should."""
    own = list(_own_results(plan, target, field))
    aim = Aim(operator.ge, WHOLE)
    row = _share(plan, target, field, own, aim)
    told = f"{row.meeting}/{row.counted} xã đạt" if own else row.shown
    close = f"Còn {row.units} xã chưa đạt." if row.units else ""
    words = f"mỗi xã {wanted(target, field.names())}"
    # The share of communes is no figure in the unit of the target: it has no gap of its own.
    return replace(row, shown=told, wanted=words, gap=None, close=close)


def _by_share(plan: Plan, target: PlanTarget, field: Field) -> ProvinceTarget:
    """Which share of the communes that answered says yes."""
    yes = replace(target, op=TargetOp.YES, value=None)
    own = [(f, replace(r, target=target)) for f, r in _own_results(plan, yes, field)]
    limit = WHOLE if target.op is TargetOp.YES else to_fraction(number_of(target))
    test = operator.le if target.op is TargetOp.AT_MOST else operator.ge
    row = _share(plan, target, field, own, Aim(test, limit))
    sign = SIGNS[TargetOp.AT_MOST if test is operator.le else TargetOp.AT_LEAST]
    close = f"Cần thêm {row.units} xã có “{row.label}”." if row.units else ""
    return replace(row, wanted=f"{sign} {show_number(limit)} % số xã", close=close)


def _share(
    plan: Plan, target: PlanTarget, field: Field, own: Sequence[Short], aim: Aim
) -> ProvinceTarget:
    """The share of communes whose own result is met."""
    short = [one for one in own if one[1].state is TargetState.NOT_MET]
    counted, meeting = len(own), len(own) - len(short)
    base = target_result(plan, target, field.gathered.year, field.added(target.reference))
    row = replace(_of_result(base, field), gap=None, units=None, close="", figure=Figure())
    row = replace(row, counted=counted, meeting=meeting)
    if not counted:
        return replace(row, state=_nobody(base), shown="chưa có")
    value = Fraction(100 * meeting, counted)
    met = aim.met(value)
    needed = None if met or aim.test is operator.le else ceil(aim.limit * counted / 100) - meeting
    return replace(
        row,
        figure=Figure(value=value, parts=(Fraction(meeting), Fraction(counted))),
        state=TargetState.MET if met else TargetState.NOT_MET,
        shown=f"{show_percent_beside(value, aim.limit)} ({meeting}/{counted} xã)",
        gap=None if met else aim.limit - value,
        units=needed,
        drags=() if aim.test is operator.le else drags_on_share(short, counted),
    )


def _nobody(base: TargetResult) -> TargetState:
    return TargetState.NOT_ARISEN if base.state is TargetState.NOT_ARISEN else TargetState.UNKNOWN
