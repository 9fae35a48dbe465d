"""Points when the answer is yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.figure import Figure
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import exact
from xa_report.domain.rules.figure_rule import FigureRule
from xa_report.domain.rules.formula import number
from xa_report.domain.rules.rule import Cells, Facts, Lookup, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(FigureRule):
    """`points` (default the ceiling) when yes."""

    kind: ClassVar[str] = "yes_no"
    points: Decimal | None = None

    def _points(self, scope: Scope) -> Decimal:
        return self.ceiling(scope) if self.points is None else self.points

    def points_at(self, figure: Figure, facts: Facts, scope: Scope) -> Fraction:
        """The points when yes, else 0."""
        return exact(self._points(scope)) if figure.exact else Fraction(0)

    def points_cell(self, cells: Cells, scope: Scope) -> str:
        """Yes is 1 in the sheet."""
        return f"IF({cells.value(self.of)}=1,{number(self._points(scope))},0)"

    def explain(self, facts: Facts, scope: Scope) -> str:
        """Name the fact."""
        word = "có" if facts.figure(self.of).exact else "không"
        return f"{facts.label(self.of)}: {word}"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The points when yes."""
        return exact(self._points(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """The item must be a yes/no item."""
        item = lookup.item(self.of)
        if item is None and lookup.indicator(self.of) is None:
            return
        if item is None or item.kind is not ItemKind.YES_NO:
            have = item.kind if item else "chỉ số"
            yield problem(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have=have, want="số liệu có/không"
            )
