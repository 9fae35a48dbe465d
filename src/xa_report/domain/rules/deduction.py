"""Rule that deducts points for each event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.figure_rules import number_faults
from xa_report.domain.rules.formula import all_of_formula, clamp_formula, number_formula
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
class DeductionRule(ScoringRule):
    """`start` (default the ceiling) less `each` per event, never below `floor`.

    Events that did not arise deduct nothing.
    """

    kind: ClassVar[str] = "deduction"
    each: Mapping[str, Decimal]
    start: Decimal | None = None
    floor: Decimal = Decimal(0)

    def references(self) -> tuple[str, ...]:
        """Return the ids of the events."""
        return tuple(self.each)

    def _start(self, scope: ScoringContext) -> Decimal:
        return self.ceiling(scope) if self.start is None else self.start

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points that are left; missing until every event is reported."""
        # A count that is not reported may yet take away everything: no points before it.
        missing = tuple(ref for item in self.each for ref in facts.figure(item).missing)
        if missing:
            return RuleScore(missing=missing)
        lost = sum(
            (_event_count(facts, ref) * to_fraction(p) for ref, p in self.each.items()), Fraction(0)
        )
        left = max(to_fraction(self._start(scope)) - lost, to_fraction(self.floor))
        return RuleScore(self.clamp(left, scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the start and every deduction."""
        lost = [
            f"trừ {show_number(_event_count(facts, ref) * to_fraction(p))} vì {facts.label(ref)}"
            f" ({show_number(_event_count(facts, ref))})"
            for ref, p in self.each.items()
            if _event_count(facts, ref)
        ]
        return f"bắt đầu {show_number(self._start(scope))} điểm, " + (
            "; ".join(lost) or "không bị trừ"
        )

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build the start minus the deductions, 0 until every event is reported."""
        lost = "".join(
            f"-IF({cells.is_known_formula(ref)},{cells.value(ref)}*{number_formula(p)},0)"
            for ref, p in self.each.items()
        )
        left = f"MAX({number_formula(self.floor)},{number_formula(self._start(scope))}{lost})"
        reported = all_of_formula(
            [f"OR({cells.is_known_formula(r)},{cells.not_arisen_formula(r)})" for r in self.each]
        )
        return RuleFormula(f"IF({reported},{clamp_formula(left, self.ceiling(scope))},0)")

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the start: no event happened."""
        return to_fraction(self._start(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for an event that is no number and for a negative deduction."""
        if not self.each:
            yield unplaced_fault(FaultCode.EMPTY, "rule.each", key="each")
        yield from number_faults(self.each, "rule.each", lookup)
        for ref, points in self.each.items():
            if points < 0:
                yield unplaced_fault(FaultCode.NEGATIVE, "rule.each", key=ref, value=points)


def _event_count(facts: RuleInputs, ref: str) -> Fraction:
    return facts.figure(ref).value or Fraction(0)
