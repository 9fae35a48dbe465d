"""Formulas of composite rules that are too long for one cell, split over several."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.composite import CompositeRule
from xa_report.domain.rules.rule import (
    CellReferences,
    DefinitionLookup,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)

LONGEST = 3_000
"""Longer formulas are split; an office suite refuses more than 8,192 characters."""


@dataclass(slots=True)
class Pieces:
    """Hands out cells to the right of a criterion's row for parts of a long formula."""

    cells: Iterator[str]
    expressions: list[str]

    def put(self, expression: str) -> str:
        """Keep an expression in a cell of its own; the cell's name comes back."""
        if len(expression) < len("$XFD$1048576"):
            return expression
        self.expressions.append(expression)
        return next(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPart(ScoringRule):
    """A part of a composite rule whose formula stands in cells of its own."""

    kind: ClassVar[str] = "kept"
    rule: ScoringRule
    pieces: Pieces

    def ceiling(self, scope: ScoringContext) -> Decimal:
        """The part's own."""
        return self.rule.ceiling(scope)

    def references(self) -> tuple[str, ...]:
        """The part's own."""
        return self.rule.references()

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """The part's own."""
        return self.rule.score(facts, scope)

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """The part's own."""
        return self.rule.explain(facts, scope)

    def best(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """The part's own."""
        return self.rule.best(lookup, scope)

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """References to the cells that hold the part's formula."""
        found = rule_formula(self.rule, cells, scope, self.pieces)
        return RuleFormula(self.pieces.put(found.points), self.pieces.put(found.not_arisen))


def rule_formula(
    rule: ScoringRule, cells: CellReferences, scope: ScoringContext, pieces: Pieces
) -> RuleFormula:
    """The formula of a rule; that of a long composite refers to pieces."""
    found = rule.formula(cells, scope)
    if len(found.points) <= LONGEST and len(found.not_arisen) <= LONGEST:
        return found
    if isinstance(rule, CompositeRule):
        kept = tuple(KeptPart(rule=part, pieces=pieces, max=part.max) for part in rule.parts)
        return replace(rule, parts=kept).formula(cells, scope)
    if isinstance(rule, BranchRule):
        cases = {
            option: KeptPart(rule=case, pieces=pieces, max=case.max)
            for option, case in rule.cases.items()
        }
        return replace(rule, cases=cases).formula(cells, scope)
    return found
