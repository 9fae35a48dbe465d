"""Rule that scores by the case that the user chose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.rules.choice import choice_faults, chosen_option
from xa_report.domain.rules.composite import clamped_max_points
from xa_report.domain.rules.formula import clamp_formula
from xa_report.domain.rules.rule import (
    CellReferences,
    DefinitionLookup,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRule(ScoringRule):
    """A rule for every option of a choice."""

    kind: ClassVar[str] = "branch"
    of: str
    cases: Mapping[str, ScoringRule]

    def inner_rules(self) -> tuple[ScoringRule, ...]:
        """Return the rules of the cases."""
        return tuple(self.cases.values())

    def references(self) -> tuple[str, ...]:
        """Return the choice, then the ids of all cases."""
        return (self.of, *(ref for rule in self.cases.values() for ref in rule.references()))

    def _inner(self, scope: ScoringContext) -> ScoringContext:
        return replace(scope, available=self.ceiling(scope))

    def _case(self, facts: RuleInputs) -> ScoringRule | None:
        return self.cases.get(chosen_option(facts.answer(self.of)) or "")

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the score of the chosen case, within this rule's ceiling."""
        answer = facts.answer(self.of)
        if answer is not None and answer.not_arisen is not None:
            return RuleScore(not_arisen=answer.not_arisen)
        case = self._case(facts)
        if case is None:
            return RuleScore(missing=(self.of,))
        score = case.score(facts, self._inner(scope))
        return replace(score, points=self.clamp(score.points, scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the choice and explain its case."""
        option, case = chosen_option(facts.answer(self.of)) or "", self._case(facts)
        explanation = case.explain(facts, self._inner(scope)) if case else ""
        return f"trường hợp “{facts.options(self.of).get(option, option)}”: {explanation}"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build one comparison per case, for the points and for what did not arise."""
        points, not_arisen = "0", cells.not_arisen_formula(self.of)
        # From the inside out: the first case becomes the outermost condition.
        for option, rule in reversed(list(self.cases.items())):
            chosen = f"{cells.value(self.of)}={cells.option(self.of, option)}"
            case = rule.formula(cells, self._inner(scope))
            points = f"IF({chosen},{case.points},{points})"
            not_arisen = f"IF({chosen},{case.not_arisen},{not_arisen})"
        inner = clamp_formula(points, self.ceiling(scope))
        return RuleFormula(f"IF({cells.is_known_formula(self.of)},{inner},0)", not_arisen)

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of the best case."""
        inner = self._inner(scope)
        bests = [clamped_max_points(rule, lookup, inner) for rule in self.cases.values()]
        return max(bests, default=Fraction(0))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for an option without a case, then the faults of the cases."""
        yield from choice_faults(self.of, self.cases, lookup)
        item = lookup.item(self.of)
        for option in (item.options or {}) if item else {}:
            if option not in self.cases:
                yield unplaced_fault(FaultCode.NO_CASE, "rule.cases", option=option)
        inner = self._inner(scope)
        for option, rule in self.cases.items():
            for fault in rule.faults(lookup, inner):
                key = f"rule.cases.{option}{fault.key.removeprefix('rule')}"
                yield replace(fault, key=key)
