"""Points when a rank is good enough."""

import itertools
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
class Rank(FigureRule):
    """`at_most` gives the ceiling; `steps` give points by the first rank kept."""

    kind: ClassVar[str] = "rank"
    at_most: int | None = None
    steps: tuple[tuple[int, Decimal], ...] = ()

    def _rows(self, scope: Scope) -> list[tuple[int, Decimal]]:
        if self.at_most is not None:
            return [(self.at_most, self.ceiling(scope))]
        return sorted(self.steps)

    def points_at(self, figure: Figure, facts: Facts, scope: Scope) -> Fraction:
        """Points of the first rank kept."""
        kept = (exact(p) for rank, p in self._rows(scope) if figure.exact <= rank)
        return next(kept, Fraction(0))

    def points_cell(self, cells: Cells, scope: Scope) -> str:
        """Nested comparisons."""
        expression = "0"
        for rank, points in reversed(self._rows(scope)):
            expression = f"IF({cells.value(self.of)}<={rank},{number(points)},{expression})"
        return expression

    def explain(self, facts: Facts, scope: Scope) -> str:
        """The rank and the one that is asked for."""
        rank = facts.figure(self.of).exact
        kept = [limit for limit, _ in self._rows(scope) if rank <= limit]
        if kept:
            return f"hạng {show_number(rank)}, trong nhóm {kept[0]} đứng đầu"
        return f"hạng {show_number(rank)}, ngoài nhóm {self._rows(scope)[-1][0]} đứng đầu"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """First place."""
        return max((exact(p) for _, p in self._rows(scope)), default=Fraction(0))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """One of the two ways, and worse ranks never better paid."""
        yield from FigureRule.faults(self, lookup, scope)
        if (self.at_most is None) == (not self.steps):
            yield problem(FaultCode.ONE_OF, "rule", keys="at_most, steps")
        points = [p for _, p in sorted(self.steps)]
        if any(a < b for a, b in itertools.pairwise(points)):
            yield problem(FaultCode.POINTS_ORDER, "rule.steps", points=", ".join(map(str, points)))
