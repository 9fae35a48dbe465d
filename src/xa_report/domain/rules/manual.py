"""Points that the user types, with an explanation."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.formula import clamp
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual(Rule):
    """Typed points in steps of `step`."""

    kind: ClassVar[str] = "manual"
    step: Decimal = Decimal("0.25")

    def references(self) -> tuple[str, ...]:
        """No item: the points stand by themselves."""
        return ()

    def score(self, facts: Facts, scope: Scope) -> Score:
        """The typed points."""
        typed = facts.manual(scope.code)
        if typed is None:
            return Score(missing=(scope.code,))
        return Score(self.clamp(exact(typed), scope))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """Say that a person decided."""
        return f"tự chấm theo bước {show_number(self.step)} điểm, có giải trình kèm theo"

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """The typed cell."""
        cell = cells.manual(scope.code)
        return Formula(f"IF(ISNUMBER({cell}),{clamp(cell, self.ceiling(scope))},0)")

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """Whatever the ceiling is."""
        return exact(self.ceiling(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """A positive step."""
        if self.step <= 0:
            yield problem(FaultCode.NOT_POSITIVE, "rule.step", key="step", value=self.step)
