"""Rule that scores by the number of ticked entries of a checklist."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.indicator import Figure
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import to_fraction
from xa_report.domain.rules.figure_rules import FigureRule
from xa_report.domain.rules.formula import number_formula
from xa_report.domain.rules.rule import CellReferences, DefinitionLookup, RuleInputs, ScoringContext


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRule(FigureRule):
    """Points by ticks: `each` for every one, or those of the greatest step reached."""

    kind: ClassVar[str] = "checklist"
    each: Decimal | None = None
    steps: tuple[tuple[int, Decimal], ...] = ()

    def _falling(self) -> list[tuple[int, Decimal]]:
        # The greatest count first: the first step reached is the best.
        return sorted(self.steps, reverse=True)

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return ticks times `each`, or the points of the step reached."""
        if self.each is not None:
            return figure.exact * to_fraction(self.each)
        reached = (to_fraction(p) for count, p in self._falling() if figure.exact >= count)
        return next(reached, Fraction(0))

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression; the cell holds the number of ticks."""
        cell = cells.value(self.of)
        if self.each is not None:
            return f"{cell}*{number_formula(self.each)}"
        expression = "0"
        for count, points in sorted(self.steps):
            expression = f"IF({cell}>={count},{number_formula(points)},{expression})"
        return expression

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Count the ticks and name them."""
        answer = facts.answer(self.of)
        options = facts.options(self.of)
        ticked = answer.value if answer and isinstance(answer.value, tuple) else ()
        names = "; ".join(options.get(str(key), str(key)) for key in ticked)
        return f"đánh dấu {len(ticked)}/{len(options)} mục" + (f" ({names})" if names else "")

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points when all entries are ticked."""
        count = self._entries(lookup)
        if self.each is not None:
            return count * to_fraction(self.each)
        return max((to_fraction(p) for n, p in self.steps if n <= count), default=Fraction(0))

    def _entries(self, lookup: DefinitionLookup) -> int:
        item = lookup.item(self.of)
        return len(item.options or {}) if item else 0

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield faults unless it is a checklist with `each` or `steps`, none beyond its entries."""
        item = lookup.item(self.of)
        if (self.each is None) == (not self.steps):
            yield unplaced_fault(FaultCode.ONE_OF, "rule", keys="each, steps")
        if item is None:
            return
        if item.kind is not ItemKind.CHECKLIST:
            yield unplaced_fault(
                FaultCode.WRONG_KIND,
                "rule.of",
                ref=self.of,
                have=item.kind,
                want="danh mục đánh dấu",
            )
            return
        for count, _ in self.steps:
            if count > self._entries(lookup):
                yield unplaced_fault(
                    FaultCode.STEP_COUNT, "rule.steps", count=count, options=self._entries(lookup)
                )
