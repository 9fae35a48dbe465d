"""The greatest points of several rules."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.policy import NotArisen
from xa_report.domain.rules.composite import (
    Composite,
    Part,
    by_policy,
    clamped_best,
    part_points,
)
from xa_report.domain.rules.rule import Formula, Lookup, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxOf(Composite):
    """The best part decides."""

    kind: ClassVar[str] = "max_of"

    def combine(self, parts: list[Part], policy: NotArisen) -> Fraction:
        """The greatest points; with `rescale` only of the parts that arose."""
        counted = [p for p in parts if p.arisen or policy is not NotArisen.RESCALE]
        return max(part_points(part, policy) for part in counted)

    def join(self, formulas: list[Formula], bests: list[Fraction], policy: NotArisen) -> str:
        """MAX; points are never negative, so a part left out stands as 0."""
        terms = [by_policy(x, b, policy) for x, b in zip(formulas, bests, strict=True)]
        return f"MAX({','.join(terms)})"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The greatest of the bests."""
        inner = self.inner(scope)
        return max((clamped_best(p, lookup, inner) for p in self.parts), default=Fraction(0))
