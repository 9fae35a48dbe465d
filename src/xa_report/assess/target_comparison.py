"""Numeric targets turned into a test and a limit for the figure."""

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


@dataclass(frozen=True, slots=True)
class NumericTarget:
    """A numeric target turned so that the figure itself can be compared."""

    test: NumberTest
    limit: Fraction

    def is_met(self, value: Fraction) -> bool:
        """Whether a value meets the target."""
        return self.test(value, self.limit)


def numeric_target(target: PlanTarget, figures: ReportFigures) -> NumericTarget:
    """How the figure of a numeric target is compared.

    A percentage that shall be "= 90" is a least value, as provinces mean it; a count is exact.
    """
    limit = to_fraction(target_number(target))
    indicator = figures.indicator(target.reference)
    if target.op in (TargetOp.AT_MOST, TargetOp.RANK):
        return NumericTarget(operator.le, limit)
    if target.op is TargetOp.EQUAL:
        return NumericTarget(equality_test(target.reference, figures), limit)
    if target.op is TargetOp.REDUCE and indicator and indicator.kind is IndicatorKind.CHANGE:
        return NumericTarget(operator.le, -limit)
    return NumericTarget(operator.ge, limit)


def equality_test(ref: str, figures: ReportFigures) -> NumberTest:
    """How "=" is meant: percentages at least, at most where less is better, counts exactly."""
    indicator, item = figures.indicator(ref), figures.item(ref)
    if indicator is not None and indicator.better is BetterDirection.LOWER:
        return operator.le
    percent = indicator.percent if indicator else item is not None and item.kind in _SHARE_KINDS
    return operator.ge if percent else operator.eq


_SHARE_KINDS = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})


def target_number(target: PlanTarget) -> Decimal:
    """The value of a numeric target."""
    return target.value if isinstance(target.value, Decimal) else Decimal(0)
