"""Points that start full and lose something for each event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.figure_rule import number_faults
from xa_report.domain.rules.formula import all_of, clamp, number
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction(Rule):
    """`start` (default the ceiling) less `each` per event, never below `floor`.

    What did not arise did not happen: it takes nothing away.
    """

    kind: ClassVar[str] = "deduction"
    each: Mapping[str, Decimal]
    start: Decimal | None = None
    floor: Decimal = Decimal(0)

    def references(self) -> tuple[str, ...]:
        """The events."""
        return tuple(self.each)

    def _start(self, scope: Scope) -> Decimal:
        return self.ceiling(scope) if self.start is None else self.start

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Nothing until every event is reported."""
        missing = tuple(ref for item in self.each for ref in facts.figure(item).missing)
        if missing:
            return Score(missing=missing)
        lost = sum((_events(facts, ref) * exact(p) for ref, p in self.each.items()), Fraction(0))
        left = max(exact(self._start(scope)) - lost, exact(self.floor))
        return Score(self.clamp(left, scope))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """The start and every deduction that was made."""
        lost = [
            f"trừ {show_number(_events(facts, ref) * exact(p))} vì {facts.label(ref)}"
            f" ({show_number(_events(facts, ref))})"
            for ref, p in self.each.items()
            if _events(facts, ref)
        ]
        return f"bắt đầu {show_number(self._start(scope))} điểm, " + (
            "; ".join(lost) or "không bị trừ"
        )

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """Start minus the sum of events."""
        lost = "".join(
            f"-IF({cells.known(ref)},{cells.value(ref)}*{number(p)},0)"
            for ref, p in self.each.items()
        )
        left = f"MAX({number(self.floor)},{number(self._start(scope))}{lost})"
        reported = all_of([f"OR({cells.known(r)},{cells.not_arisen(r)})" for r in self.each])
        return Formula(f"IF({reported},{clamp(left, self.ceiling(scope))},0)")

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """Nothing happened."""
        return exact(self._start(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """Events are numbers, deductions are not negative."""
        if not self.each:
            yield problem(FaultCode.EMPTY, "rule.each", key="each")
        yield from number_faults(self.each, "rule.each", lookup)
        for ref, points in self.each.items():
            if points < 0:
                yield problem(FaultCode.NEGATIVE, "rule.each", key=ref, value=points)


def _events(facts: Facts, ref: str) -> Fraction:
    return facts.figure(ref).value or Fraction(0)
