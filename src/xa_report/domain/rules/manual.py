"""Rule of points that the user types, with an explanation."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.numbers import show_number, to_fraction
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
class ManualRule(ScoringRule):
    """Typed points in steps of `step`."""

    kind: ClassVar[str] = "manual"
    step: Decimal = Decimal("0.25")

    def references(self) -> tuple[str, ...]:
        """Return nothing: the points depend on no item."""
        return ()

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the typed points, clamped; missing under the code of the criterion."""
        typed = facts.manual_points(scope.code)
        if typed is None:
            return RuleScore(missing=(scope.code,))
        return RuleScore(self.clamp(to_fraction(typed), scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Say that the commune scored itself, and in which steps."""
        return f"tự chấm theo bước {show_number(self.step)} điểm, có giải trình kèm theo"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build the reference to the typed cell, 0 while it is empty."""
        cell = cells.manual_cell(scope.code)
        return RuleFormula(f"IF(ISNUMBER({cell}),{clamp_formula(cell, self.ceiling(scope))},0)")

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the ceiling."""
        return to_fraction(self.ceiling(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for a step that is not above 0."""
        if self.step <= 0:
            yield unplaced_fault(FaultCode.NOT_POSITIVE, "rule.step", key="step", value=self.step)
