"""Rules about one number: what they share."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.figure import Figure
from xa_report.domain.item import NUMBER_KINDS
from xa_report.domain.rules import formula as f
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRule(Rule):
    """Points by the value of one item or indicator."""

    of: str

    def references(self) -> tuple[str, ...]:
        """The figure's id."""
        return (self.of,)

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Points of the figure; nothing where it is not known."""
        figure = facts.figure(self.of)
        if figure.not_arisen is not None:
            return Score(not_arisen=figure.not_arisen)
        if not figure.known:
            return Score(missing=figure.missing)
        return Score(points=self.clamp(self.points_at(figure, facts, scope), scope))

    @abstractmethod
    def points_at(self, figure: Figure, facts: Facts, scope: Scope) -> Fraction:
        """Points of a known figure, not clamped."""

    @abstractmethod
    def points_cell(self, cells: Cells, scope: Scope) -> str:
        """The expression of the points of a known figure, not clamped."""

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """The clamped expression, 0 where the figure is not known."""
        inner = f.clamp(self.points_cell(cells, scope), self.ceiling(scope))
        return Formula(f"IF({cells.known(self.of)},{inner},0)", cells.not_arisen(self.of))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """The figure must be a number."""
        yield from number_faults((self.of,), "rule.of", lookup)


def number_faults(refs: Iterable[str], where: str, lookup: Lookup) -> Iterator[Problem]:
    """Items that stand where a number is wanted and are none."""
    for ref in refs:
        item = lookup.item(ref)
        if item is not None and item.kind not in NUMBER_KINDS:
            yield problem(FaultCode.WRONG_KIND, where, ref=ref, have=item.kind, want="một con số")
