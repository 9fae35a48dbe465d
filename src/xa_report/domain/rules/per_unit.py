"""Points for each unit of a count, up to a cap."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.figure import Figure
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.figure_rule import FigureRule
from xa_report.domain.rules.formula import number
from xa_report.domain.rules.rule import Cells, Facts, Lookup, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnit(FigureRule):
    """count × `points`, at most `cap` (default the ceiling)."""

    kind: ClassVar[str] = "per_unit"
    points: Decimal
    cap: Decimal | None = None

    def _cap(self, scope: Scope) -> Decimal:
        return self.ceiling(scope) if self.cap is None else self.cap

    def points_at(self, figure: Figure, facts: Facts, scope: Scope) -> Fraction:
        """Count times points, capped."""
        return min(figure.exact * exact(self.points), exact(self._cap(scope)))

    def points_cell(self, cells: Cells, scope: Scope) -> str:
        """The same in the sheet."""
        product = f"{cells.value(self.of)}*{number(self.points)}"
        return f"MIN({product},{number(self._cap(scope))})"

    def explain(self, facts: Facts, scope: Scope) -> str:
        """The count and its price."""
        each, cap = show_number(self.points), show_number(self._cap(scope))
        unit = facts.unit(self.of) or "mục"
        count = show_number(facts.figure(self.of).exact)
        return f"{count} {unit}, mỗi {unit} {each} điểm, không quá {cap} điểm"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The cap."""
        return exact(self._cap(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """A number, and points that are not negative."""
        yield from FigureRule.faults(self, lookup, scope)
        if self.points <= 0:
            yield problem(FaultCode.NOT_POSITIVE, "rule.points", key="points", value=self.points)
