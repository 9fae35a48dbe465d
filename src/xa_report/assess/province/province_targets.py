"""Results of the plans' targets for the whole province, and the laggards behind each."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xa_report.assess.figures import ReportFigures, underlying_items
from xa_report.assess.province.province_figures import (
    ADDITIVE_KINDS,
    ProvinceFigures,
    build_province_figures,
)
from xa_report.assess.target_comparison import NumericTarget, numeric_target, target_number
from xa_report.assess.target_texts import TARGET_SIGNS, target_text
from xa_report.assess.targets import target_result
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.form import Form
from xa_report.domain.indicator import Figure
from xa_report.domain.item import Answer
from xa_report.domain.numbers import round_half_up, show_number, show_percent_beside, to_fraction
from xa_report.domain.plan import Plan, PlanTarget, TargetAggregate, TargetLevel, TargetOp
from xa_report.domain.province.province_targets import (
    ProvinceInputsForYear,
    ProvinceTarget,
    TargetLaggard,
)

MIN_SHOWN_LOSS = Fraction(1, 100)
"""Losses below it are shown as `chưa tới 0,01`, never as 0."""
WHOLE_PERCENT = Fraction(100)
CommuneTarget = tuple[ReportFigures, TargetResult]
"""The figures of a commune and its own result for the target."""


def laggards_by_sum(
    commune_targets: Iterable[CommuneTarget], sums: ReportFigures
) -> tuple[TargetLaggard, ...]:
    """Return the laggards of a ratio of sums, the greatest loss first."""
    return _worst_first(
        _build_laggard(figures, own, _loss(own, figures, sums)) for figures, own in commune_targets
    )


def laggards_by_share(
    commune_targets: Iterable[CommuneTarget], counted: int
) -> tuple[TargetLaggard, ...]:
    """Return the laggards of a share of communes, the one that is farthest from the target first.

    Each costs the share the same, so the commune's own shortfall decides; equal ones by unit code.
    """
    pairs = list(commune_targets)
    has_units = all(own.units is not None for _, own in pairs)
    pairs.sort(key=lambda pair: (-_shortfall(*pair, in_units=has_units), pair[0].report.unit.code))
    return tuple(
        replace(
            _build_laggard(figures, own, Fraction(100, counted)),
            action_text=own.action_text,
            effect_text="",
        )
        for figures, own in pairs
    )


def _shortfall(figures: ReportFigures, own: TargetResult, *, in_units: bool) -> Fraction:
    """Return how far a commune is from the target: units to add, else its gap, else days late.

    0 where an answer has no size, as that of a yes/no question.
    """
    if in_units:
        return Fraction(abs(own.units or 0))
    answer, limit = figures.answer(own.target.reference), own.target.value
    if answer is not None and isinstance(answer.value, date) and isinstance(limit, date):
        return Fraction((answer.value - limit).days)
    return abs(own.gap or Fraction(0))


def _worst_first(laggards: Iterable[TargetLaggard]) -> tuple[TargetLaggard, ...]:
    return tuple(sorted(laggards, key=lambda laggard: (-laggard.loss, laggard.unit.code)))


def _build_laggard(figures: ReportFigures, result: TargetResult, loss: Fraction) -> TargetLaggard:
    effect = _effect_text(result, loss, figures) if loss else ""
    return TargetLaggard(
        unit=figures.report.unit,
        figure=result.figure,
        value_text=result.value_text,
        loss=loss,
        units=result.units,
        unit_item=result.unit_item,
        action_text=f"{result.action_text.removesuffix('.')}; {effect}.".strip()
        if effect
        else result.action_text,
        effect_text=effect,
    )


def _effect_text(result: TargetResult, loss: Fraction, figures: ReportFigures) -> str:
    unit = figures.unit(result.target.reference)
    amount = "chưa tới 0,01" if loss < MIN_SHOWN_LOSS else show_number(round_half_up(loss, 2))
    apart = "điểm phần trăm" if unit == "%" else unit
    side = "giảm" if (result.gap or 0) > 0 else "tăng"
    return f"làm {side} tỷ lệ chung {amount} {apart}"


def _loss(result: TargetResult, figures: ReportFigures, sums: ReportFigures) -> Fraction:
    """Return the change of the province's figure, in its unit, had the commune met the target."""
    now, then = sums.figure(result.target.reference), _figure_if_met(result, figures, sums)
    if now.value is None or then is None:
        return Fraction(0)
    return abs(then - now.value)


def _figure_if_met(
    result: TargetResult, figures: ReportFigures, sums: ReportFigures
) -> Fraction | None:
    """Return the province's figure with the commune at the target; None when unknown."""
    if result.units is not None:
        return _with_units(result, sums).figure(result.target.reference).value
    mine, whole = result.figure.parts, sums.figure(result.target.reference).parts
    if mine is None or whole is None:
        return None
    lacking = numeric_target(result.target, figures).limit * mine[1] / 100 - mine[0]
    return (whole[0] + lacking) * 100 / whole[1]


def _with_units(result: TargetResult, sums: ReportFigures) -> ReportFigures:
    """Return the sums with the units added that close the commune's gap."""
    value = sums.report.answers[result.unit_item].value
    counted = value if isinstance(value, Decimal) else Decimal(0)
    more = {result.unit_item: Answer(counted + (result.units or 0))}
    report = replace(sums.report, answers={**sums.report.answers, **more})
    before = sums.before.report if sums.before else None
    return ReportFigures(sums.items, sums.indicators, report, before)


def province_targets(
    plans: Sequence[Plan], form: Form, inputs: ProvinceInputsForYear
) -> tuple[ProvinceTarget, ...]:
    """Return the targets in force or ahead: those of the province, then those of communes.

    Communes that have not sent, or have no number for a target, do not count in it.
    """
    figures = build_province_figures(plans, form, inputs)
    targets = [(plan, t) for plan in plans for t in plan.of_year(inputs.year)]
    return tuple(
        _province_target(plan, target, figures)
        for level in (TargetLevel.PROVINCE, TargetLevel.COMMUNE)
        for plan, target in targets
        if target.level is level
    )


def _province_target(
    plan: Plan, target: PlanTarget, province_figures: ProvinceFigures
) -> ProvinceTarget:
    if target.level is TargetLevel.COMMUNE:
        if _is_summable(target.reference, province_figures):
            return _by_sums(plan, target, province_figures)
        return _by_meeting(plan, target, province_figures)
    if target.aggregate is TargetAggregate.SHARE:
        return _by_share(plan, target, province_figures)
    if target.aggregate is TargetAggregate.ENTERED:
        result = target_result(
            plan, target, province_figures.inputs.year, province_figures.province_figures()
        )
        return replace(_target_from_result(result, province_figures), is_entered=True)
    return _by_sums(plan, target, province_figures)


def _is_summable(ref: str, province_figures: ProvinceFigures) -> bool:
    """Return whether a figure is a percentage that can be computed from sums over communes."""
    figures = province_figures.labels()
    items = [province_figures.items.get(item) for item in underlying_items((ref,), figures)]
    additive = all(item is not None and item.kind in ADDITIVE_KINDS for item in items)
    return ref in province_figures.indicators and additive and figures.is_percentage(ref)


def _target_from_result(result: TargetResult, province_figures: ProvinceFigures) -> ProvinceTarget:
    return ProvinceTarget(
        plan=result.plan,
        target=result.target,
        label=result.label,
        figure=result.figure,
        state=result.state,
        ahead=result.ahead,
        value_text=result.value_text,
        target_text=result.target_text,
        gap=result.gap,
        units=result.units,
        action_text=result.action_text,
        commune_count=province_figures.inputs.commune_count,
    )


def _by_sums(plan: Plan, target: PlanTarget, province_figures: ProvinceFigures) -> ProvinceTarget:
    """Build a target of sums; of a percentage with the communes that miss it."""
    sums = province_figures.sum_figures(target.reference)
    row = _target_from_result(
        target_result(plan, target, province_figures.inputs.year, sums), province_figures
    )
    own = list(_commune_targets(plan, target, province_figures))
    row = replace(row, counted_communes=len(own))
    # An amount of the whole province sets nothing that each commune should reach.
    if not sums.is_percentage(target.reference):
        return row
    short = [pair for pair in own if pair[1].state is TargetState.NOT_MET]
    return replace(
        row, meeting_communes=len(own) - len(short), laggards=laggards_by_sum(short, sums)
    )


def _commune_targets(
    plan: Plan, target: PlanTarget, province_figures: ProvinceFigures
) -> Iterator[CommuneTarget]:
    """Yield the communes that meet or miss the target, each with its own result."""
    for figures in province_figures.communes:
        result = target_result(plan, target, province_figures.inputs.year, figures)
        if result.state in (TargetState.MET, TargetState.NOT_MET):
            yield figures, result


def _by_meeting(
    plan: Plan, target: PlanTarget, province_figures: ProvinceFigures
) -> ProvinceTarget:
    """Build a target of communes that does not add up: the share that meets it, all should."""
    own = list(_commune_targets(plan, target, province_figures))
    row = _share(plan, target, province_figures, own, NumericTarget(operator.ge, WHOLE_PERCENT))
    value = f"{row.meeting_communes}/{row.counted_communes} xã đạt" if own else row.value_text
    close = f"Còn {row.units} xã chưa đạt." if row.units else ""
    words = f"mỗi xã {target_text(target, province_figures.labels())}"
    # The share of communes is no figure in the unit of the target: it has no gap of its own.
    return replace(row, value_text=value, target_text=words, gap=None, action_text=close)


def _by_share(plan: Plan, target: PlanTarget, province_figures: ProvinceFigures) -> ProvinceTarget:
    """Build a target of the share of communes that answer yes, of those that answered."""
    yes = replace(target, op=TargetOp.YES, value=None)
    own = [(f, replace(r, target=target)) for f, r in _commune_targets(plan, yes, province_figures)]
    limit = WHOLE_PERCENT if target.op is TargetOp.YES else to_fraction(target_number(target))
    test = operator.le if target.op is TargetOp.AT_MOST else operator.ge
    row = _share(plan, target, province_figures, own, NumericTarget(test, limit))
    sign = TARGET_SIGNS[TargetOp.AT_MOST if test is operator.le else TargetOp.AT_LEAST]
    close = f"Cần thêm {row.units} xã có “{row.label}”." if row.units else ""
    return replace(row, target_text=f"{sign} {show_number(limit)} % số xã", action_text=close)


def _share(
    plan: Plan,
    target: PlanTarget,
    province_figures: ProvinceFigures,
    commune_targets: Sequence[CommuneTarget],
    numeric: NumericTarget,
) -> ProvinceTarget:
    """Build a target of the share of communes that meet it."""
    short = [pair for pair in commune_targets if pair[1].state is TargetState.NOT_MET]
    counted, meeting = len(commune_targets), len(commune_targets) - len(short)
    base = target_result(
        plan, target, province_figures.inputs.year, province_figures.sum_figures(target.reference)
    )
    row = replace(
        _target_from_result(base, province_figures),
        gap=None,
        units=None,
        action_text="",
        figure=Figure(),
    )
    row = replace(row, counted_communes=counted, meeting_communes=meeting)
    if not counted:
        return replace(row, state=_state_without_communes(base), value_text="chưa có")
    value = Fraction(100 * meeting, counted)
    met = numeric.is_met(value)
    needed = (
        None
        if met or numeric.test is operator.le
        else ceil(numeric.limit * counted / 100) - meeting
    )
    return replace(
        row,
        figure=Figure(value=value, parts=(Fraction(meeting), Fraction(counted))),
        state=TargetState.MET if met else TargetState.NOT_MET,
        value_text=f"{show_percent_beside(value, numeric.limit)} ({meeting}/{counted} xã)",
        gap=None if met else numeric.limit - value,
        units=needed,
        laggards=() if numeric.test is operator.le else laggards_by_share(short, counted),
    )


def _state_without_communes(base: TargetResult) -> TargetState:
    return TargetState.NOT_ARISEN if base.state is TargetState.NOT_ARISEN else TargetState.UNKNOWN
