"""Rule that scores when a comparison of two figures is true."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.comparison import OPERATOR_SIGNS, OPERATORS, Comparison, ComparisonSide
from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.indicator import Figure, known_figure
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.figure_rules import number_faults
from xa_report.domain.rules.formula import (
    all_of_formula,
    clamp_formula,
    comparison_formula,
    number_formula,
)
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
class CompareRule(ScoringRule):
    """`points`, default the ceiling, when `left op right`, else 0."""

    kind: ClassVar[str] = "compare"
    left: ComparisonSide
    op: str
    right: ComparisonSide
    points: Decimal | None = None

    @property
    def comparison(self) -> Comparison:
        """The comparison that gives the points."""
        return Comparison(self.left, self.op, self.right)

    def references(self) -> tuple[str, ...]:
        """Return both sides, where they are ids."""
        return self.comparison.references()

    def _points(self, scope: ScoringContext) -> Decimal:
        return self.ceiling(scope) if self.points is None else self.points

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points when true; not arisen when either side is."""
        left, right = side_figure(facts, self.left), side_figure(facts, self.right)
        # Before what is missing: whatever the other side will be, there is nothing to compare.
        for figure in (left, right):
            if figure.not_arisen is not None:
                return RuleScore(not_arisen=figure.not_arisen)
        if not (left.is_known and right.is_known):
            return RuleScore(missing=(*left.missing, *right.missing))
        holds = self.comparison.holds(left.exact, right.exact)
        return RuleScore(
            self.clamp(to_fraction(self._points(scope)) if holds else Fraction(0), scope)
        )

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name both numbers and say whether the comparison holds."""
        return comparison_text(facts, self.comparison)

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build one condition."""
        refs = self.references()
        condition = comparison_formula(cells, self.comparison)
        points = f"IF({condition},{number_formula(self._points(scope))},0)"
        clamped = clamp_formula(points, self.ceiling(scope))
        if not refs:
            return RuleFormula(clamped)
        known = all_of_formula([cells.is_known_formula(ref) for ref in refs])
        not_arisen = f"OR({','.join(cells.not_arisen_formula(ref) for ref in refs)})"
        return RuleFormula(f"IF({known},{clamped},0)", not_arisen)

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points when true."""
        return to_fraction(self._points(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for an unknown operator and for each side that is no number."""
        if self.op not in OPERATORS:
            yield unplaced_fault(FaultCode.BAD_OPERATOR, "rule.op", op=self.op)
        yield from number_faults(self.references(), "rule", lookup)


def side_figure(facts: RuleInputs, side: ComparisonSide) -> Figure:
    """Return the figure of a side; that of a written number is known."""
    return facts.figure(side) if isinstance(side, str) else known_figure(to_fraction(side))


def comparison_text(facts: RuleInputs, comparison: Comparison) -> str:
    """Write a comparison in words: `Biên chế có mặt 21 ≤ Biên chế được giao 22: đúng`."""
    left, right = side_figure(facts, comparison.left), side_figure(facts, comparison.right)
    word = "đúng" if comparison.holds(left.exact, right.exact) else "không đúng"
    left_text, right_text = _side_text(facts, comparison.left), _side_text(facts, comparison.right)
    return f"{left_text} {OPERATOR_SIGNS[comparison.op]} {right_text}: {word}"


def _side_text(facts: RuleInputs, side: ComparisonSide) -> str:
    if isinstance(side, str):
        return f"{facts.label(side)} {facts.figure_text(side)}"
    return show_number(side)
