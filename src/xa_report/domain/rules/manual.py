"""Points that the user types, with an explanation."""

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
        """No item: the points stand by themselves."""
        return ()

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """The typed points."""
        typed = facts.manual_points(scope.code)
        if typed is None:
            return RuleScore(missing=(scope.code,))
        return RuleScore(self.clamp(to_fraction(typed), scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Say that a person decided."""
        return f"tự chấm theo bước {show_number(self.step)} điểm, có giải trình kèm theo"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """The typed cell."""
        cell = cells.manual_cell(scope.code)
        return RuleFormula(f"IF(ISNUMBER({cell}),{clamp_formula(cell, self.ceiling(scope))},0)")

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Whatever the ceiling is."""
        return to_fraction(self.ceiling(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """A positive step."""
        if self.step <= 0:
            yield unplaced_fault(FaultCode.NOT_POSITIVE, "rule.step", key="step", value=self.step)
