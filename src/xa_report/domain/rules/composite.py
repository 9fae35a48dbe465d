"""Rules made of other rules: what sum, min, max_of and weighted share."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.numbers import exact, round_half_up, show_number
from xa_report.domain.policy import NotArisen
from xa_report.domain.rules.formula import clamp, number
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its weight, and what it gave."""

    rule: Rule
    weight: Decimal
    score: Score
    lookup: Lookup
    scope: Scope

    @property
    def best(self) -> Fraction:
        """The greatest points the part can give, clamped, not weighted."""
        return clamped_best(self.rule, self.lookup, self.scope)

    @property
    def arisen(self) -> bool:
        """Whether there was something to score."""
        return self.score.not_arisen is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Rule):
    """Parts that each give points; parts that did not arise follow the criterion's policy."""

    parts: tuple[Rule, ...]

    def weights(self) -> tuple[Decimal, ...]:
        """The weight of each part."""
        return (Decimal(1),) * len(self.parts)

    def parts_of(self) -> tuple[Rule, ...]:
        """The parts."""
        return self.parts

    def references(self) -> tuple[str, ...]:
        """What any part looks at."""
        return tuple(ref for part in self.parts for ref in part.references())

    def inner(self, scope: Scope) -> Scope:
        """What the parts are scored for."""
        return replace(scope, available=self.ceiling(scope))

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Points of the parts that arose, the others by policy."""
        parts = self._scored(facts, scope)
        reasons = tuple(p.score.not_arisen for p in parts if p.score.not_arisen is not None)
        if len(reasons) == len(parts):
            return Score(not_arisen=reasons[0])
        points = self.clamp(self.combine(parts, scope.policy), scope)
        missing = tuple(ref for part in parts for ref in part.score.missing)
        return Score(points, None, missing, reasons)

    def _scored(self, facts: Facts, scope: Scope) -> list[Part]:
        inner = self.inner(scope)
        return [
            Part(rule, weight, rule.score(facts, inner), facts, inner)
            for rule, weight in zip(self.parts, self.weights(), strict=True)
        ]

    @abstractmethod
    def combine(self, parts: list[Part], policy: NotArisen) -> Fraction:
        """The points of all parts together, not clamped; some part arose."""

    def explain(self, facts: Facts, scope: Scope) -> str:
        """Each part with its points."""
        inner = self.inner(scope)
        return "; ".join(self._explained(part, facts, inner) for part in self._scored(facts, scope))

    def _explained(self, part: Part, facts: Facts, inner: Scope) -> str:
        if not part.arisen:
            return f"không phát sinh: {part.score.not_arisen}"
        if part.score.missing:
            return "chưa đủ số liệu: " + ", ".join(facts.label(ref) for ref in part.score.missing)
        points = show_number(round_half_up(part.score.points * exact(part.weight), 3))
        return f"{part.rule.explain(facts, inner)} ({points} điểm)"

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """The parts' formulas joined."""
        inner = self.inner(scope)
        formulas = [part.formula(cells, inner) for part in self.parts]
        bests = [clamped_best(part, cells, inner) for part in self.parts]
        none = f"AND({','.join(formula.not_arisen for formula in formulas)})"
        joined = clamp(self.join(formulas, bests, scope.policy), self.ceiling(scope))
        return Formula(f"IF({none},0,{joined})", none)

    @abstractmethod
    def join(self, formulas: list[Formula], bests: list[Fraction], policy: NotArisen) -> str:
        """The expression of `combine`."""

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """Faults of the parts, each named by its number."""
        if not self.parts:
            yield problem(FaultCode.EMPTY, "rule.parts", key="parts")
        inner = self.inner(scope)
        for index, part in enumerate(self.parts, start=1):
            for found in part.faults(lookup, inner):
                yield replace(found, key=f"rule.parts[{index}]{found.key.removeprefix('rule')}")


def clamped_best(rule: Rule, lookup: Lookup, scope: Scope) -> Fraction:
    """The greatest points a rule can give, within its ceiling."""
    return rule.clamp(rule.best(lookup, scope), scope)


def by_policy(formula: Formula, best: Fraction, policy: NotArisen) -> str:
    """A part's expression where parts that did not arise give their best or nothing."""
    if formula.not_arisen == "FALSE":
        return formula.points
    instead = number(best) if policy is NotArisen.FULL else "0"
    return f"IF({formula.not_arisen},{instead},{formula.points})"


def part_points(part: Part, policy: NotArisen) -> Fraction:
    """A part's points where parts that did not arise give their best or nothing."""
    if part.arisen:
        return part.score.points
    return part.best if policy is NotArisen.FULL else Fraction(0)


def weighted_sum(parts: list[Part], policy: NotArisen) -> Fraction:
    """Weighted points; with `rescale` the parts that arose stand for all."""
    total = sum((exact(p.weight) * part_points(p, policy) for p in parts), Fraction(0))
    if policy is not NotArisen.RESCALE:
        return total
    every = sum((exact(p.weight) * p.best for p in parts), Fraction(0))
    arisen = sum((exact(p.weight) * p.best for p in parts if p.arisen), Fraction(0))
    return total * every / arisen if arisen else Fraction(0)


def join_weighted(
    formulas: list[Formula], shares: list[tuple[Fraction, Fraction]], policy: NotArisen
) -> str:
    """The expression of `weighted_sum`; shares are (weight, best) of each part."""
    rows = list(zip(formulas, shares, strict=True))
    terms = [
        by_policy(formula, best, policy) + ("" if weight == 1 else f"*{number(weight)}")
        for formula, (weight, best) in rows
    ]
    total = "+".join(terms)
    if policy is not NotArisen.RESCALE:
        return total
    every = number(sum((weight * best for weight, best in shares), Fraction(0)))
    arisen = "+".join(
        number(weight * best)
        if formula.not_arisen == "FALSE"
        else f"IF({formula.not_arisen},0,{number(weight * best)})"
        for formula, (weight, best) in rows
    )
    return f"IF(({arisen})=0,0,({total})*{every}/({arisen}))"
