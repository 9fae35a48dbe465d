"""Comparisons between two figures, as forms and plans write them: `[left, op, right]`."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
OPERATOR_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}

ComparisonSide = str | Decimal
"""An item or indicator id, or a number."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and a sign between them."""

    left: ComparisonSide
    op: str
    right: ComparisonSide

    def holds(self, left: Fraction, right: Fraction) -> bool:
        """Whether the comparison is true of two numbers."""
        return OPERATORS[self.op](left, right)

    def references(self) -> tuple[str, ...]:
        """Ids on either side."""
        return tuple(side for side in (self.left, self.right) if isinstance(side, str))


Condition = str | Comparison
"""A yes/no item id, or a comparison."""


def condition_references(condition: Condition | None) -> tuple[str, ...]:
    """Ids that a condition looks at."""
    if condition is None:
        return ()
    return (condition,) if isinstance(condition, str) else condition.references()
