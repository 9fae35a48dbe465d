"""Base of the rules sum, min, max_of and weighted, which combine the points of other rules."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.numbers import (
    round_half_up,
    show_exact_number,
    show_number,
    to_fraction,
)
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

SHOWN_PLACES = 3
"""Decimals of the points in an explanation."""


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

    def weighted_points(self, policy: NotArisenPolicy) -> Fraction:
        """Return the points that the part adds to a sum, before any scaling."""
        return to_fraction(self.weight) * points_by_policy(self, policy)


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
        """Explain each part with its points, then how these make the points of the whole."""
        parts = self._score_parts(facts, scope)
        inner = self.part_context(scope)
        texts = [_part_text(part, facts, inner, scope.policy) for part in parts]
        return "; ".join((*texts, *self._closing_texts(parts, scope)))

    def _closing_texts(self, parts: list[ScoredPart], scope: ScoringContext) -> Iterator[str]:
        """Yield what lies between the points of the parts and those of the whole."""
        if any(part.score.missing for part in parts) or not any(p.has_score for p in parts):
            return
        together = self.combine(parts, scope.policy)
        yield from self.combination_texts(parts, scope.policy)
        if self.clamp(together, scope) < together:
            yield f"vượt mức tối đa, tính {show_number(self.ceiling(scope))} điểm"

    def combination_texts(self, parts: list[ScoredPart], policy: NotArisenPolicy) -> Iterator[str]:
        """Yield how the parts are added up where their shown points do not say it."""
        shown = [round_half_up(part.weighted_points(policy), SHOWN_PLACES) for part in parts]
        added, together = sum(shown, Decimal(0)), self.combine(parts, policy)
        if rescaling_factor(parts, policy) != 1:
            arisen = points_text(best_sum(part for part in parts if part.has_score))
            yield (
                f"cộng {show_number(added)} trên {arisen} điểm của phần có phát sinh, quy đổi theo "
                f"{points_text(best_sum(parts))} điểm là {points_text(together)} điểm"
            )
        elif added != round_half_up(together, SHOWN_PLACES):
            yield f"cộng {points_text(together)} điểm (điểm các phần nêu trên đã làm tròn)"

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


def _part_text(
    part: ScoredPart, facts: RuleInputs, inner: ScoringContext, policy: NotArisenPolicy
) -> str:
    """Return a part with its points, and with its weight where it has one."""
    if part.score.missing:
        return "chưa đủ số liệu: " + ", ".join(facts.label(ref) for ref in part.score.missing)
    weighted = points_text(part.weighted_points(policy))
    if part.has_score:
        points, head = points_text(part.score.points), part.rule.explain(facts, inner)
    else:
        head = f"không phát sinh: {part.score.not_arisen}"
        if policy is NotArisenPolicy.RESCALE:
            return f"{head} (không tính)"
        points = points_text(points_by_policy(part, policy))
    if part.weight == 1:
        return f"{head} ({points} điểm)"
    return f"{head} ({points} điểm × {show_exact_number(part.weight)} = {weighted} điểm)"


def points_text(points: Fraction) -> str:
    """Return points as explanations show them: `26,667`."""
    return show_number(round_half_up(points, SHOWN_PLACES))


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
    total = sum((part.weighted_points(policy) for part in parts), Fraction(0))
    return total * rescaling_factor(parts, policy)


def rescaling_factor(parts: list[ScoredPart], policy: NotArisenPolicy) -> Fraction:
    """Return what `rescale` multiplies a sum by: the best of all parts by that of the arisen."""
    if policy is not NotArisenPolicy.RESCALE:
        return Fraction(1)
    every, arisen = best_sum(parts), best_sum(part for part in parts if part.has_score)
    return every / arisen if arisen else Fraction(0)


def best_sum(parts: Iterable[ScoredPart]) -> Fraction:
    """Return the weighted sum of the greatest points of some parts."""
    return sum((to_fraction(part.weight) * part.max_points for part in parts), Fraction(0))


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
