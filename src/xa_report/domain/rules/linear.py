"""Rule that scores in proportion to a figure, with cut-offs."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.indicator import Figure
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.figure_rules import FigureRule
from xa_report.domain.rules.formula import figure_comparison_formula, number_formula, scaled_formula
from xa_report.domain.rules.rule import CellReferences, DefinitionLookup, RuleInputs, ScoringContext

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearRule(FigureRule):
    """ceiling × value ÷ (target or full_from); nothing below `zero_below`; all from `full_from`.

    Without `full_from` everything is given from the target on, without a target from 100 on. A
    `target = "plan"` that no plan sets counts as no target.
    """

    kind: ClassVar[str] = "linear"
    full_from: Decimal | None = None
    zero_below: Decimal | None = None
    target: Decimal | Literal["plan"] | None = None

    def _limits(self, source: RuleInputs | CellReferences) -> tuple[Decimal, Decimal]:
        """Return the divisor of the value, and the value from which the ceiling is given."""
        target = source.planned_value(self.of) if self.target == "plan" else self.target
        # `or`: a plan may set a target of 0, by which nothing can be divided.
        divisor = target or self.full_from or HUNDRED
        return divisor, self.full_from or divisor

    def lacks_plan_target(self, facts: RuleInputs) -> bool:
        """Return whether the target is to come from a plan and no plan sets one."""
        return self.target == "plan" and facts.planned_value(self.of) is None

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the share of the ceiling that the value earns."""
        value = figure.exact
        divisor, full = self._limits(facts)
        if self.zero_below is not None and value < to_fraction(self.zero_below):
            return Fraction(0)
        ceiling = to_fraction(self.ceiling(scope))
        return ceiling if value >= to_fraction(full) else ceiling * value / to_fraction(divisor)

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression of `points_at`; limits compare without dividing."""
        divisor, full = self._limits(cells)
        ceiling = self.ceiling(scope)
        share = scaled_formula(cells, self.of, to_fraction(ceiling) / to_fraction(divisor))
        at_full = figure_comparison_formula(cells, self.of, ">=", full)
        expression = f"IF({at_full},{number_formula(ceiling)},{share})"
        if self.zero_below is not None:
            below = figure_comparison_formula(cells, self.of, "<", self.zero_below)
            expression = f"IF({below},0,{expression})"
        return expression

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the figure and the way it was turned into points."""
        value, text = facts.figure(self.of).exact, facts.figure_text(self.of)
        divisor, full = self._limits(facts)
        if self.zero_below is not None and value < to_fraction(self.zero_below):
            return f"{text} dưới {show_number(self.zero_below)}, không có điểm"
        if value >= to_fraction(full):
            return f"{text} đạt mức {show_number(full)}, trọn điểm"
        ceiling = show_number(self.ceiling(scope))
        return f"{text} so với {show_number(divisor)}, nhân {ceiling} điểm"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the ceiling."""
        return to_fraction(self.ceiling(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for a limit not above 0 and for a cut-off above the full value."""
        yield from FigureRule.faults(self, lookup, scope)
        for key, value in (("full_from", self.full_from), ("target", self.target)):
            if isinstance(value, Decimal) and value <= 0:
                yield unplaced_fault(FaultCode.NOT_POSITIVE, f"rule.{key}", key=key, value=value)
        full = self.full_from if isinstance(self.target, str) else self.full_from or self.target
        if self.zero_below is not None and self.zero_below > (full or HUNDRED):
            yield unplaced_fault(
                FaultCode.BANDS_ORDER, "rule.zero_below", bands=f"{full}, {self.zero_below}"
            )
