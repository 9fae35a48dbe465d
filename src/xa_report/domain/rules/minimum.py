"""The least points of several rules."""

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
from xa_report.domain.rules.formula import number
from xa_report.domain.rules.rule import Formula, Lookup, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum(Composite):
    """The weakest part decides; with `rescale` parts that did not arise are left out."""

    kind: ClassVar[str] = "min"

    def combine(self, parts: list[Part], policy: NotArisen) -> Fraction:
        """The least points."""
        counted = [p for p in parts if p.arisen or policy is not NotArisen.RESCALE]
        return min(part_points(part, policy) for part in counted)

    def join(self, formulas: list[Formula], bests: list[Fraction], policy: NotArisen) -> str:
        """MIN; a part left out stands as the greatest best."""
        if policy is NotArisen.RESCALE:
            top = number(max(bests))
            terms = [f"IF({x.not_arisen},{top},{x.points})" for x in formulas]
        else:
            terms = [by_policy(x, b, policy) for x, b in zip(formulas, bests, strict=True)]
        return f"MIN({','.join(terms)})"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The least of the bests."""
        inner = self.inner(scope)
        return min((clamped_best(p, lookup, inner) for p in self.parts), default=Fraction(0))
