"""The live formula of a criterion, from its rule to rounding; long parts spilled into own cells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.documents.xlsx.report.cell_map import CellMap
from xa_report.domain.comparison import Condition
from xa_report.domain.form import Criterion, Form, SurveyMode
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.composite import CompositeRule
from xa_report.domain.rules.formula import comparison_formula, number_formula
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

MAX_FORMULA_LENGTH = 3_000
"""Longer formulas are split; an office suite refuses more than 8,192 characters."""


@dataclass(slots=True)
class FormulaSpill:
    """Cells to the right of a criterion's row that take parts of a long formula."""

    cells: Iterator[str]
    expressions: list[str]

    def spill(self, expression: str) -> str:
        """Store an expression in a cell of its own; return the reference to it."""
        # A cell of its own gains nothing: the reference may be as long.
        if len(expression) < len("$XFD$1048576"):
            return expression
        self.expressions.append(expression)
        return next(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpilledPart(ScoringRule):
    """A part of a composite rule whose formula stands in cells of its own."""

    kind: ClassVar[str] = "kept"
    rule: ScoringRule
    formula_spill: FormulaSpill

    def ceiling(self, scope: ScoringContext) -> Decimal:
        """Return that of the part."""
        return self.rule.ceiling(scope)

    def references(self) -> tuple[str, ...]:
        """Return those of the part."""
        return self.rule.references()

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return that of the part."""
        return self.rule.score(facts, scope)

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Return that of the part."""
        return self.rule.explain(facts, scope)

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return those of the part."""
        return self.rule.max_points(lookup, scope)

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Return references to the cells that hold the part's formula."""
        parts = rule_formula(self.rule, cells, scope, self.formula_spill)
        return RuleFormula(
            self.formula_spill.spill(parts.points), self.formula_spill.spill(parts.not_arisen)
        )


def rule_formula(
    rule: ScoringRule, cells: CellReferences, scope: ScoringContext, spill: FormulaSpill
) -> RuleFormula:
    """Return the formula of a rule; that of a long composite refers to spilled parts."""
    formula = rule.formula(cells, scope)
    if len(formula.points) <= MAX_FORMULA_LENGTH and len(formula.not_arisen) <= MAX_FORMULA_LENGTH:
        return formula
    if isinstance(rule, CompositeRule):
        parts = tuple(
            SpilledPart(rule=part, formula_spill=spill, max=part.max) for part in rule.parts
        )
        return replace(rule, parts=parts).formula(cells, scope)
    if isinstance(rule, BranchRule):
        cases = {
            option: SpilledPart(rule=case, formula_spill=spill, max=case.max)
            for option, case in rule.cases.items()
        }
        return replace(rule, cases=cases).formula(cells, scope)
    return formula


@dataclass(frozen=True, slots=True)
class LiveCriterion:
    """Expressions of a criterion's points and maximum, and the parts spilled from them."""

    points: str
    applicable: str
    spilled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionCells:
    """Cells of a criterion's own row that its formula needs."""

    documents: str
    explanation: str
    free: Iterator[str]
    """Cells for spilled parts."""


def build_criterion_formulas(
    criterion: Criterion, form: Form, cell_map: CellMap, row_cells: CriterionCells
) -> LiveCriterion:
    """Return the expressions of a criterion; zeros when it has no rule that counts."""
    if criterion.rule is None or (criterion.survey and form.survey is not SurveyMode.INCLUDE):
        return LiveCriterion("0", "0")
    spill = FormulaSpill(row_cells.free, [])
    scope = ScoringContext(criterion.code, criterion.max, criterion.not_arisen)
    formula = rule_formula(criterion.rule, cell_map, scope, spill)
    none = (
        spill.spill(formula.not_arisen)
        if len(formula.not_arisen) > MAX_FORMULA_LENGTH
        else formula.not_arisen
    )
    # The inner rounding removes binary noise before halves are rounded up.
    points = f"ROUND(ROUND({formula.points},10),{form.decimals})"
    points = _evidence_gate(criterion, row_cells, points)
    applicable = number_formula(criterion.max)
    if none != "FALSE":
        full = criterion.not_arisen is NotArisenPolicy.FULL
        points = f"IF({none},{_full_points_formula(criterion, form) if full else '0'},{points})"
    if none != "FALSE" and criterion.not_arisen is NotArisenPolicy.RESCALE:
        applicable = f"IF({none},0,{applicable})"
    if criterion.precondition is not None:
        met = condition_formula(criterion.precondition, cell_map)
        points = f"IF({met},{points},0)"
        if applicable != number_formula(criterion.max):
            applicable = f"IF({met},{applicable},{number_formula(criterion.max)})"
    return LiveCriterion(points, applicable, tuple(spill.expressions))


def condition_formula(rating_condition: Condition, cell_map: CellMap) -> str:
    """Return a condition that is false as long as its figures are not known."""
    if isinstance(rating_condition, str):
        return f"{cell_map.value(rating_condition)}=1"
    expression = comparison_formula(cell_map, rating_condition)
    for ref in rating_condition.references():
        expression = f"IF({cell_map.is_known_formula(ref)},{expression},FALSE)"
    return expression


def _full_points_formula(criterion: Criterion, form: Form) -> str:
    return f"ROUND({number_formula(criterion.max)},{form.decimals})"


def _evidence_gate(criterion: Criterion, row_cells: CriterionCells, points: str) -> str:
    """Return no points without documents, unless an explanation may replace them."""
    rule = criterion.evidence
    if not rule.required:
        return points
    lacking = f"{row_cells.documents}<{rule.minimum}"
    if rule.or_explain:
        lacking = f'AND({lacking},{row_cells.explanation}="")'
    return f"IF({lacking},0,{points})"
