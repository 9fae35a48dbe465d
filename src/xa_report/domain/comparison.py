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
    """Two sides and the operator between them, a key of OPERATORS."""

    left: ComparisonSide
    op: str
    right: ComparisonSide

    def holds(self, left: Fraction, right: Fraction) -> bool:
        """Return whether the comparison is true of two numbers; KeyError for no operator."""
        return OPERATORS[self.op](left, right)

    def references(self) -> tuple[str, ...]:
        """Return the ids on either side, left first."""
        return tuple(side for side in (self.left, self.right) if isinstance(side, str))


Condition = str | Comparison
"""A yes/no item id, or a comparison."""


def condition_references(condition: Condition | None) -> tuple[str, ...]:
    """Return the ids that a condition looks at; none for None."""
    if condition is None:
        return ()
    return (condition,) if isinstance(condition, str) else condition.references()
