"""Base of the rules sum, min, max_of and weighted, which combine the points of other rules."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.numbers import round_half_up, show_number, to_fraction
from xa_report.domain.rules.formula import clamp_formula, number_formula
from xa_report.domain.rules.rule import (
    CellReferences,
    DefinitionLookup,
    NotArisenPolicy,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """A part of a composite with its weight and score."""

    rule: ScoringRule
    weight: Decimal
    score: RuleScore
    lookup: DefinitionLookup
    scope: ScoringContext

    @property
    def max_points(self) -> Fraction:
        """The greatest points the part can give, clamped, not weighted."""
        return clamped_max_points(self.rule, self.lookup, self.scope)

    @property
    def has_score(self) -> bool:
        """True when there was something to score."""
        return self.score.not_arisen is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeRule(ScoringRule):
    """A rule of parts; parts that did not arise follow the criterion's policy."""

    parts: tuple[ScoringRule, ...]

    def weights(self) -> tuple[Decimal, ...]:
        """Return the weight of each part, 1 unless a kind has its own."""
        return (Decimal(1),) * len(self.parts)

    def inner_rules(self) -> tuple[ScoringRule, ...]:
        """Return the parts."""
        return self.parts

    def references(self) -> tuple[str, ...]:
        """Return the ids of all parts, in their order; one may occur twice."""
        return tuple(ref for part in self.parts for ref in part.references())

    def part_context(self, scope: ScoringContext) -> ScoringContext:
        """Return the context of the parts: this rule's ceiling is available to each."""
        return replace(scope, available=self.ceiling(scope))

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points of the parts that arose, of the others by policy."""
        parts = self._score_parts(facts, scope)
        reasons = tuple(p.score.not_arisen for p in parts if p.score.not_arisen is not None)
        # Nothing arose at all: the policy decides for the whole criterion (decision 0006).
        if len(reasons) == len(parts):
            return RuleScore(not_arisen=reasons[0])
        points = self.clamp(self.combine(parts, scope.policy), scope)
        missing = tuple(ref for part in parts for ref in part.score.missing)
        return RuleScore(points, None, missing, reasons)

    def _score_parts(self, facts: RuleInputs, scope: ScoringContext) -> list[ScoredPart]:
        inner = self.part_context(scope)
        return [
            ScoredPart(rule, weight, rule.score(facts, inner), facts, inner)
            for rule, weight in zip(self.parts, self.weights(), strict=True)
        ]

    @abstractmethod
    def combine(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
        """Return the points of all parts together, not clamped; at least one part arose."""

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Explain each part with its points."""
        inner = self.part_context(scope)
        return "; ".join(
            self._part_text(part, facts, inner) for part in self._score_parts(facts, scope)
        )

    def _part_text(self, part: ScoredPart, facts: RuleInputs, inner: ScoringContext) -> str:
        if not part.has_score:
            return f"không phát sinh: {part.score.not_arisen}"
        if part.score.missing:
            return "chưa đủ số liệu: " + ", ".join(facts.label(ref) for ref in part.score.missing)
        points = show_number(round_half_up(part.score.points * to_fraction(part.weight), 3))
        return f"{part.rule.explain(facts, inner)} ({points} điểm)"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build the formula of `join`, 0 where no part arose."""
        inner = self.part_context(scope)
        formulas = [part.formula(cells, inner) for part in self.parts]
        bests = [clamped_max_points(part, cells, inner) for part in self.parts]
        not_arisen = f"AND({','.join(formula.not_arisen for formula in formulas)})"
        joined = clamp_formula(self.join(formulas, bests, scope.policy), self.ceiling(scope))
        return RuleFormula(f"IF({not_arisen},0,{joined})", not_arisen)

    @abstractmethod
    def join(
        self, formulas: list[RuleFormula], bests: list[Fraction], policy: NotArisenPolicy
    ) -> str:
        """Build the expression of `combine`; `bests` are the greatest points of the parts."""

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield the faults of the parts, each part named by its number from 1."""
        if not self.parts:
            yield unplaced_fault(FaultCode.EMPTY, "rule.parts", key="parts")
        inner = self.part_context(scope)
        for index, part in enumerate(self.parts, start=1):
            for fault in part.faults(lookup, inner):
                yield replace(fault, key=f"rule.parts[{index}]{fault.key.removeprefix('rule')}")


def clamped_max_points(
    rule: ScoringRule, lookup: DefinitionLookup, scope: ScoringContext
) -> Fraction:
    """Return the greatest points that a rule can give, within its ceiling."""
    return rule.clamp(rule.max_points(lookup, scope), scope)


def formula_by_policy(formula: RuleFormula, best: Fraction, policy: NotArisenPolicy) -> str:
    """Build a part's expression; a part that did not arise gives its best or nothing."""
    if formula.not_arisen == "FALSE":
        return formula.points
    instead = number_formula(best) if policy is NotArisenPolicy.FULL else "0"
    return f"IF({formula.not_arisen},{instead},{formula.points})"


def points_by_policy(part: ScoredPart, policy: NotArisenPolicy) -> Fraction:
    """Return a part's points; a part that did not arise gives its best or nothing."""
    if part.has_score:
        return part.score.points
    return part.max_points if policy is NotArisenPolicy.FULL else Fraction(0)


def weighted_sum(parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
    """Return the weighted points; with `rescale` those of the parts that arose, scaled to all."""
    total = sum((to_fraction(p.weight) * points_by_policy(p, policy) for p in parts), Fraction(0))
    if policy is not NotArisenPolicy.RESCALE:
        return total
    every = sum((to_fraction(p.weight) * p.max_points for p in parts), Fraction(0))
    arisen = sum((to_fraction(p.weight) * p.max_points for p in parts if p.has_score), Fraction(0))
    return total * every / arisen if arisen else Fraction(0)


def weighted_formula(
    formulas: list[RuleFormula],
    *,
    weights: list[Fraction],
    bests: list[Fraction],
    policy: NotArisenPolicy,
) -> str:
    """Build the expression of `weighted_sum`; all three lists are in the order of the parts."""
    rows = list(zip(formulas, weights, bests, strict=True))
    terms = [
        formula_by_policy(formula, best, policy)
        + ("" if weight == 1 else f"*{number_formula(weight)}")
        for formula, weight, best in rows
    ]
    total = "+".join(terms)
    if policy is not NotArisenPolicy.RESCALE:
        return total
    every = number_formula(sum((weight * best for _, weight, best in rows), Fraction(0)))
    arisen = "+".join(
        number_formula(weight * best)
        if formula.not_arisen == "FALSE"
        else f"IF({formula.not_arisen},0,{number_formula(weight * best)})"
        for formula, weight, best in rows
    )
    # The condition keeps #DIV/0! out of a sheet where all that arose is worth nothing.
    return f"IF(({arisen})=0,0,({total})*{every}/({arisen}))"
