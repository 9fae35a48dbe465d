"""Comparison of figures with numeric targets."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import ReportFigures
from xa_report.domain.indicator import BetterDirection, IndicatorKind
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import to_fraction
from xa_report.domain.plan import PlanTarget, TargetOp

NumberTest = Callable[[Fraction, Fraction], bool]
"""Called with the value and the limit."""
_SHARE_KINDS = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})


@dataclass(frozen=True, slots=True)
class NumericTarget:
    """Test and limit that compare a figure with a target."""

    test: NumberTest
    limit: Fraction

    def is_met(self, value: Fraction) -> bool:
        """Return whether a value meets the target."""
        return self.test(value, self.limit)


def numeric_target(target: PlanTarget, figures: ReportFigures) -> NumericTarget:
    """Return the test and limit of a numeric target.

    A percentage that shall be "= 90" is a least value, as provinces mean it; a count is exact.
    """
    limit = to_fraction(target_number(target))
    indicator = figures.indicator(target.reference)
    if target.op in (TargetOp.AT_MOST, TargetOp.RANK):
        return NumericTarget(operator.le, limit)
    if target.op is TargetOp.EQUAL:
        return NumericTarget(equality_test(target.reference, figures), limit)
    # A reduction by 10 is a change of -10 or less.
    if target.op is TargetOp.REDUCE and indicator and indicator.kind is IndicatorKind.CHANGE:
        return NumericTarget(operator.le, -limit)
    return NumericTarget(operator.ge, limit)


def equality_test(ref: str, figures: ReportFigures) -> NumberTest:
    """Return the test of "=": at most where less is better, at least for percentages, or equal."""
    indicator, item = figures.indicator(ref), figures.item(ref)
    if indicator is not None and indicator.better is BetterDirection.LOWER:
        return operator.le
    percent = indicator.percent if indicator else item is not None and item.kind in _SHARE_KINDS
    return operator.ge if percent else operator.eq


def target_number(target: PlanTarget) -> Decimal:
    """Return the value of a numeric target; 0 for one of another kind."""
    return target.value if isinstance(target.value, Decimal) else Decimal(0)
