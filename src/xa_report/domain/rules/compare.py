"""Points when a comparison of two figures is true."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.comparison import OPERATORS, SIGNS, Comparison, Side
from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.figure import Figure, known
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.figure_rule import number_faults
from xa_report.domain.rules.formula import all_of, clamp, comparison, number
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Rule):
    """`points` (default the ceiling) when `left op right`."""

    kind: ClassVar[str] = "compare"
    left: Side
    op: str
    right: Side
    points: Decimal | None = None

    @property
    def comparison(self) -> Comparison:
        """The condition."""
        return Comparison(self.left, self.op, self.right)

    def references(self) -> tuple[str, ...]:
        """Both sides, where they are ids."""
        return self.comparison.references()

    def _points(self, scope: Scope) -> Decimal:
        return self.ceiling(scope) if self.points is None else self.points

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Points when true; not arisen when either side is."""
        left, right = side_figure(facts, self.left), side_figure(facts, self.right)
        for figure in (left, right):
            if figure.not_arisen is not None:
                return Score(not_arisen=figure.not_arisen)
        if not (left.known and right.known):
            return Score(missing=(*left.missing, *right.missing))
        holds = self.comparison.holds(left.exact, right.exact)
        return Score(self.clamp(exact(self._points(scope)) if holds else Fraction(0), scope))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """Both numbers and whether the comparison holds."""
        return told_comparison(facts, self.comparison)

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """One condition."""
        refs = self.references()
        inner = f"IF({comparison(cells, self.comparison)},{number(self._points(scope))},0)"
        if not refs:
            return Formula(clamp(inner, self.ceiling(scope)))
        present = all_of([cells.known(ref) for ref in refs])
        none = f"OR({','.join(cells.not_arisen(ref) for ref in refs)})"
        return Formula(f"IF({present},{clamp(inner, self.ceiling(scope))},0)", none)

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The points when true."""
        return exact(self._points(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """The sign must be one that is known, and both sides numbers."""
        if self.op not in OPERATORS:
            yield problem(FaultCode.BAD_OPERATOR, "rule.op", op=self.op)
        yield from number_faults(self.references(), "rule", lookup)


def side_figure(facts: Facts, side: Side) -> Figure:
    """The figure of a side; a written number is known."""
    return facts.figure(side) if isinstance(side, str) else known(exact(side))


def told_comparison(facts: Facts, found: Comparison) -> str:
    """A comparison in words: `Biên chế có mặt 21 ≤ Biên chế được giao 22: đúng`."""
    left, right = side_figure(facts, found.left), side_figure(facts, found.right)
    word = "đúng" if found.holds(left.exact, right.exact) else "không đúng"
    return f"{_told(facts, found.left)} {SIGNS[found.op]} {_told(facts, found.right)}: {word}"


def _told(facts: Facts, side: Side) -> str:
    if isinstance(side, str):
        return f"{facts.label(side)} {facts.told(side)}"
    return show_number(side)
