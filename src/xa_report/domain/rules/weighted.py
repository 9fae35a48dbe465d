"""The points of several rules, weighted."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.numbers import exact
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
class Weighted(Composite):
    """Each part is scored for the whole ceiling and counts by its weight; weights make 1."""

    kind: ClassVar[str] = "weighted"
    shares: tuple[Decimal, ...]

    def weights(self) -> tuple[Decimal, ...]:
        """The written weights."""
        return self.shares

    def combine(self, parts: list[Part], policy: NotArisen) -> Fraction:
        """Weighted points."""
        return weighted_sum(parts, policy)

    def join(self, formulas: list[Formula], bests: list[Fraction], policy: NotArisen) -> str:
        """Weighted expressions."""
        weights = [exact(share) for share in self.shares]
        return join_weighted(formulas, list(zip(weights, bests, strict=True)), policy)

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """All parts at their best."""
        inner = self.inner(scope)
        rows = zip(self.shares, self.parts, strict=True)
        return sum((exact(w) * clamped_best(part, lookup, inner) for w, part in rows), Fraction(0))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """Weights make 1 and none is negative."""
        yield from Composite.faults(self, lookup, scope)
        for weight in self.shares:
            if weight < 0:
                yield problem(FaultCode.NEGATIVE, "rule.parts", key="weight", value=weight)
        if self.shares and sum(self.shares) != 1:
            yield problem(FaultCode.WEIGHTS, "rule.parts", sum=sum(self.shares))
