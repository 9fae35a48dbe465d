"""Vietnamese texts of targets, values and gaps."""

import operator
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures
from xa_report.assess.target_comparison import NumberTest, equality_test, target_number
from xa_report.assess.target_gap import GapClosure
from xa_report.domain.assessment import TargetResult
from xa_report.domain.dates import show_date
from xa_report.domain.indicator import Figure
from xa_report.domain.numbers import show_beside, show_gap, show_number, to_fraction
from xa_report.domain.plan import PlanTarget, TargetOp

TARGET_SIGNS = {
    TargetOp.AT_LEAST: "≥", TargetOp.AT_MOST: "≤", TargetOp.EQUAL: "=", TargetOp.RANK: "hạng ≤",
    TargetOp.REDUCE: "giảm ≥", TargetOp.INCREASE: "tăng ≥", TargetOp.FROM: "từ ngày",
    TargetOp.YES: "có",
}  # fmt: skip
_EQUAL_SIGNS: Mapping[NumberTest, str] = {operator.ge: "≥", operator.le: "≤", operator.eq: "="}


def target_text(target: PlanTarget, figures: ReportFigures) -> str:
    """Write the target as people read it: `≥ 65 %`."""
    sign = TARGET_SIGNS[target.op]
    if target.op is TargetOp.EQUAL:
        sign = _EQUAL_SIGNS[equality_test(target.reference, figures)]
    if isinstance(target.value, date):
        return f"{sign} {show_date(target.value)}"
    if target.value is None:
        return sign
    return f"{sign} {amount_text(to_fraction(target.value), target.reference, figures)}"


def amount_text(value: Fraction, ref: str, figures: ReportFigures) -> str:
    """Write a number with the unit of an indicator or item."""
    unit = figures.unit(ref)
    return f"{show_number(value)} {unit}".strip()


def value_text(target: PlanTarget, figure: Figure, figures: ReportFigures) -> str:
    """Write the value as people read it: `62,2 %`."""
    answer = figures.answer(target.reference)
    if answer is not None and isinstance(answer.value, date):
        return f"{show_date(answer.value)}"
    if figure.not_arisen is not None:
        return "không phát sinh"
    if figure.value is None:
        return "chưa có"
    if target.op is TargetOp.YES:
        return "có" if figure.value else "không"
    if figures.is_percentage(target.reference) and isinstance(target.value, Decimal):
        return f"{show_beside(figure.value, target.value)} {figures.unit(target.reference)}"
    return figures.figure_text(target.reference)


def target_gap_text(target: PlanTarget, gap: Fraction, figures: ReportFigures) -> str:
    """Write the distance from the target, where no count of units closes the gap.

    `gap` is the limit less the value.
    """
    limit = amount_text(to_fraction(target_number(target)), target.reference, figures)
    unit = figures.unit(target.reference)
    unit = "điểm phần trăm" if unit == "%" else unit
    apart = f"{show_gap(gap, target_number(target))} {unit}".strip()
    distance = f"{apart} so với mức {limit}."
    return f"Vượt {distance}" if is_exceeded(target, gap) else f"Còn cách {distance}"


def is_exceeded(target: PlanTarget, gap: Fraction) -> bool:
    """Return whether a missed target is missed by too much: 5 where at most 3, or just 0, may be.

    `gap` is the limit less the value.
    """
    return gap < 0 and target.op in (TargetOp.AT_MOST, TargetOp.EQUAL)


def goal_text(result: TargetResult, figures: ReportFigures) -> str:
    """Write the goal of a target for a sentence: `đạt 65 %`."""
    if result.target.op in (TargetOp.REDUCE, TargetOp.INCREASE):
        return result.target_text
    number = to_fraction(target_number(result.target))
    return f"đạt {amount_text(number, result.target.reference, figures)}"


def units_text(closures: Sequence[GapClosure], figures: ReportFigures) -> str:
    """Write a count with what is counted: `thêm 37 hồ sơ (Hồ sơ trực tuyến)`.

    Where several items are added, any of them closes the gap: all are named.
    """
    units = closures[0].units
    labels = " hoặc ".join(figures.label(c.item) for c in closures if c.units == units)
    unit = figures.unit(closures[0].item) or "đơn vị"
    return f"{'thêm' if units > 0 else 'giảm'} {show_number(abs(units))} {unit} ({labels})"


def remaining_action_text(result: TargetResult, figures: ReportFigures) -> str:
    """Write what is left to do for a target that is a date or a yes."""
    target = result.target
    answer = figures.answer(target.reference)
    if answer is not None and isinstance(answer.value, date) and isinstance(target.value, date):
        return f"Chậm {(answer.value - target.value).days} ngày so với kế hoạch."
    return "Cần thực hiện để trả lời “Có”."
