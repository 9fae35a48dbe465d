"""Rules that combine the points of others: sum, minimum, maximum and weighted sum."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.numbers import to_fraction
from xa_report.domain.rules.composite import (
    CompositeRule,
    ScoredPart,
    clamped_max_points,
    formula_by_policy,
    points_by_policy,
    points_text,
    weighted_formula,
    weighted_sum,
)
from xa_report.domain.rules.formula import number_formula
from xa_report.domain.rules.rule import (
    DefinitionLookup,
    NotArisenPolicy,
    RuleFormula,
    ScoringContext,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRule(CompositeRule):
    """All parts added, capped by the ceiling."""

    kind: ClassVar[str] = "sum"

    def combine(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
        """Return the sum of the points."""
        return weighted_sum(parts, policy)

    def join(
        self, formulas: list[RuleFormula], bests: list[Fraction], policy: NotArisenPolicy
    ) -> str:
        """Build the sum of the expressions."""
        return weighted_formula(
            formulas, weights=[Fraction(1)] * len(bests), bests=bests, policy=policy
        )

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of all parts at their best."""
        inner = self.part_context(scope)
        return sum((clamped_max_points(part, lookup, inner) for part in self.parts), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumRule(CompositeRule):
    """The weakest part decides; with `rescale` parts that did not arise are left out."""

    kind: ClassVar[str] = "min"

    def combine(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
        """Return the least points."""
        counted = [p for p in parts if p.has_score or policy is not NotArisenPolicy.RESCALE]
        return min(points_by_policy(part, policy) for part in counted)

    def combination_texts(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Iterator[str]:
        """Yield that the least counts."""
        yield f"lấy phần thấp nhất, {points_text(self.combine(parts, policy))} điểm"

    def join(
        self, formulas: list[RuleFormula], bests: list[Fraction], policy: NotArisenPolicy
    ) -> str:
        """Build MIN; a part left out counts as the greatest best, which never decides."""
        if policy is NotArisenPolicy.RESCALE:
            top = number_formula(max(bests))
            terms = [f"IF({x.not_arisen},{top},{x.points})" for x in formulas]
        else:
            terms = [formula_by_policy(x, b, policy) for x, b in zip(formulas, bests, strict=True)]
        return f"MIN({','.join(terms)})"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the least of the bests."""
        inner = self.part_context(scope)
        return min((clamped_max_points(p, lookup, inner) for p in self.parts), default=Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxOfRule(CompositeRule):
    """The best part decides."""

    kind: ClassVar[str] = "max_of"

    def combine(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
        """Return the greatest points; with `rescale` only of the parts that arose."""
        counted = [p for p in parts if p.has_score or policy is not NotArisenPolicy.RESCALE]
        return max(points_by_policy(part, policy) for part in counted)

    def combination_texts(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Iterator[str]:
        """Yield that the greatest counts."""
        yield f"lấy phần cao nhất, {points_text(self.combine(parts, policy))} điểm"

    def join(
        self, formulas: list[RuleFormula], bests: list[Fraction], policy: NotArisenPolicy
    ) -> str:
        """Build MAX; points are never negative, so a part left out counts as 0."""
        terms = [formula_by_policy(x, b, policy) for x, b in zip(formulas, bests, strict=True)]
        return f"MAX({','.join(terms)})"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the greatest of the bests."""
        inner = self.part_context(scope)
        return max((clamped_max_points(p, lookup, inner) for p in self.parts), default=Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedRule(CompositeRule):
    """Each part is scored for the whole ceiling and counts by its weight; weights make 1."""

    kind: ClassVar[str] = "weighted"
    shares: tuple[Decimal, ...]

    def weights(self) -> tuple[Decimal, ...]:
        """Return the weights as the form has them."""
        return self.shares

    def combine(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
        """Return the weighted sum of the points."""
        return weighted_sum(parts, policy)

    def join(
        self, formulas: list[RuleFormula], bests: list[Fraction], policy: NotArisenPolicy
    ) -> str:
        """Build the weighted sum of the expressions."""
        weights = [to_fraction(share) for share in self.shares]
        return weighted_formula(formulas, weights=weights, bests=bests, policy=policy)

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of all parts at their best."""
        inner = self.part_context(scope)
        rows = zip(self.shares, self.parts, strict=True)
        return sum(
            (to_fraction(w) * clamped_max_points(part, lookup, inner) for w, part in rows),
            Fraction(0),
        )

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for a negative weight, and one when the weights do not make 1."""
        yield from CompositeRule.faults(self, lookup, scope)
        for weight in self.shares:
            if weight < 0:
                yield unplaced_fault(FaultCode.NEGATIVE, "rule.parts", key="weight", value=weight)
        # Exact: the weights are Decimals, ten times 0.1 is 1.
        if self.shares and sum(self.shares) != 1:
            yield unplaced_fault(FaultCode.WEIGHTS, "rule.parts", sum=sum(self.shares))
