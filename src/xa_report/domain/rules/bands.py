"""Points by the band that a figure reaches; bands compare the unrounded figure."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.indicator import BetterDirection, Figure
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.figure_rules import FigureRule
from xa_report.domain.rules.formula import figure_comparison_formula, number_formula
from xa_report.domain.rules.rule import CellReferences, DefinitionLookup, RuleInputs, ScoringContext

BandRow = tuple[Decimal, Decimal]
"""A limit, inclusive, and the points of its band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandsRule(FigureRule):
    """Points by bands: from each falling limit on, or up to each rising one, all inclusive."""

    kind: ClassVar[str] = "bands"
    bands: tuple[BandRow, ...]
    otherwise: Decimal = Decimal(0)
    lower: bool = False
    """True when less is better, by the figure's `better` or by the order of the limits."""

    def _index(self, value: Fraction) -> int | None:
        # The first one reached is the best: `faults` refuses limits that are out of order.
        for index, (limit, _) in enumerate(self.bands):
            if value <= to_fraction(limit) if self.lower else value >= to_fraction(limit):
                return index
        return None

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the points of the first band reached, else `otherwise`."""
        index = self._index(figure.exact)
        return to_fraction(self.otherwise if index is None else self.bands[index][1])

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build nested conditions, the best band outermost."""
        expression = number_formula(self.otherwise)
        op = "<=" if self.lower else ">="
        for limit, points in reversed(self.bands):
            condition = figure_comparison_formula(cells, self.of, op, limit)
            expression = f"IF({condition},{number_formula(points)},{expression})"
        return expression

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the figure and the band it lies in."""
        index = self._index(facts.figure(self.of).exact)
        return f"{facts.figure_text(self.of)} {self._band_text(index)}"

    def _band_text(self, index: int | None) -> str:
        last = len(self.bands) - 1
        if index is None:
            word = "trên" if self.lower else "dưới"
            limit = show_number(self.bands[last][0])
            return f"{word} {limit}" + ("" if self.otherwise else ", chưa đạt mức được tính điểm")
        limit = show_number(self.bands[index][0])
        if index == 0:
            return f"thuộc mức {'đến' if self.lower else 'từ'} {limit}" + (
                "" if self.lower else " trở lên"
            )
        beside = show_number(self.bands[index - 1][0])
        if self.lower:
            return f"thuộc mức trên {beside} đến {limit}"
        return f"thuộc mức {limit} – dưới {beside}"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of the best band."""
        return to_fraction(max((points for _, points in self.bands), default=Decimal(0)))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield faults of limits out of order or against the figure, and of points out of order."""
        yield from FigureRule.faults(self, lookup, scope)
        limits = [limit for limit, _ in self.bands]
        if not limits:
            yield unplaced_fault(FaultCode.EMPTY, "rule.bands", key="bands")
            return
        falling = all(a > b for a, b in itertools.pairwise(limits))
        rising = all(a < b for a, b in itertools.pairwise(limits))
        if not falling and not rising:
            shown = ", ".join(map(show_number, limits))
            yield unplaced_fault(FaultCode.BANDS_ORDER, "rule.bands", bands=shown)
        elif len(limits) > 1:
            yield from self._direction(lookup, "rising" if rising else "falling")
        points = [points for _, points in self.bands] + [self.otherwise]
        if any(a < b for a, b in itertools.pairwise(points)):
            shown = ", ".join(map(show_number, points))
            yield unplaced_fault(FaultCode.POINTS_ORDER, "rule.bands", points=shown)

    def _direction(self, lookup: DefinitionLookup, order: str) -> Iterator[UnplacedFault]:
        indicator = lookup.indicator(self.of)
        better = indicator.better if indicator else None
        if better is None or (better is BetterDirection.LOWER) == (order == "rising"):
            return
        word = "tăng dần" if order == "rising" else "giảm dần"
        yield unplaced_fault(
            FaultCode.BANDS_DIRECTION, "rule.bands", order=word, ref=self.of, better=better
        )
