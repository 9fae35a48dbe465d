"""What a target asks of a figure, turned so that both can be compared."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.figures import Figures
from xa_report.domain.indicator import BetterDirection, IndicatorKind
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import to_fraction
from xa_report.domain.plan import PlanTarget, TargetOp

Test = Callable[[Fraction, Fraction], bool]


@dataclass(frozen=True, slots=True)
class Aim:
    """A numeric target turned so that the figure itself can be compared."""

    test: Test
    limit: Fraction

    def met(self, value: Fraction) -> bool:
        """Whether a value meets the target."""
        return self.test(value, self.limit)


def aim(target: PlanTarget, figures: Figures) -> Aim:
    """How the figure of a numeric target is compared.

    A percentage that shall be "= 90" is a least value, as provinces mean it; a count is exact.
    """
    limit = to_fraction(number_of(target))
    indicator = figures.indicator(target.reference)
    if target.op in (TargetOp.AT_MOST, TargetOp.RANK):
        return Aim(operator.le, limit)
    if target.op is TargetOp.EQUAL:
        return Aim(equal_test(target.reference, figures), limit)
    if target.op is TargetOp.REDUCE and indicator and indicator.kind is IndicatorKind.CHANGE:
        return Aim(operator.le, -limit)
    return Aim(operator.ge, limit)


def equal_test(ref: str, figures: Figures) -> Test:
    """How "=" is meant: percentages at least, at most where less is better, counts exactly."""
    indicator, item = figures.indicator(ref), figures.item(ref)
    if indicator is not None and indicator.better is BetterDirection.LOWER:
        return operator.le
    percent = indicator.percent if indicator else item is not None and item.kind in _SHARES
    return operator.ge if percent else operator.eq


_SHARES = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})


def number_of(target: PlanTarget) -> Decimal:
    """The value of a numeric target."""
    return target.value if isinstance(target.value, Decimal) else Decimal(0)
