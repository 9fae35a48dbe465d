"""The points of several rules added."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.policy import NotArisen
from xa_report.domain.rules.composite import (
    Composite,
    Part,
    clamped_best,
    join_weighted,
    weighted_sum,
)
from xa_report.domain.rules.rule import Formula, Lookup, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Composite):
    """All parts added, capped by the ceiling."""

    kind: ClassVar[str] = "sum"

    def combine(self, parts: list[Part], policy: NotArisen) -> Fraction:
        """Added points."""
        return weighted_sum(parts, policy)

    def join(self, formulas: list[Formula], bests: list[Fraction], policy: NotArisen) -> str:
        """Added expressions."""
        return join_weighted(formulas, [(Fraction(1), best) for best in bests], policy)

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """All parts at their best."""
        inner = self.inner(scope)
        return sum((clamped_best(part, lookup, inner) for part in self.parts), Fraction(0))
