"""Rule that scores by the first deadline that a date keeps."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.dates import show_date
from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import to_fraction
from xa_report.domain.period import DayRule
from xa_report.domain.rules.formula import clamp_formula, number_formula
from xa_report.domain.rules.rule import (
    CellReferences,
    DefinitionLookup,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)

DeadlineStep = tuple[DayRule | int, Decimal]
"""A day of the calendar or days from the start, inclusive, and the points."""


def _answered_date(facts: RuleInputs, item: str) -> date | None:
    answer = facts.answer(item)
    return answer.value if answer is not None and isinstance(answer.value, date) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule(ScoringRule):
    """Points by `steps` in order of time; `from_start` gives a later unit as many days."""

    kind: ClassVar[str] = "deadline"
    of: str
    steps: tuple[DeadlineStep, ...]
    otherwise: Decimal = Decimal(0)
    from_start: bool = False

    def references(self) -> tuple[str, ...]:
        """Return the id of the date."""
        return (self.of,)

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points of the first deadline kept, else `otherwise`."""
        answer = facts.answer(self.of)
        if answer is not None and answer.not_arisen is not None:
            return RuleScore(not_arisen=answer.not_arisen)
        day = _answered_date(facts, self.of)
        if day is None:
            return RuleScore(missing=(self.of,))
        for step, points in self.steps:
            if day <= facts.deadline(step, self.from_start):
                return RuleScore(self.clamp(to_fraction(points), scope))
        return RuleScore(self.clamp(to_fraction(self.otherwise), scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the date and the deadline kept or missed."""
        day = _answered_date(facts, self.of)
        for step, _ in self.steps:
            limit = facts.deadline(step, self.from_start)
            if day is not None and day <= limit:
                return f"ngày {show_date(day)}, trong hạn {show_date(limit)}"
        last = facts.deadline(self.steps[-1][0], self.from_start)
        shown = "" if day is None else show_date(day)
        return f"ngày {shown}, sau hạn cuối {show_date(last)}"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build nested comparisons with the dates of this period and unit."""
        cell = cells.value(self.of)
        expression = number_formula(self.otherwise)
        for step, points in reversed(self.steps):
            limit = cells.deadline(step, self.from_start)
            day = f"DATE({limit.year},{limit.month},{limit.day})"
            expression = f"IF({cell}<={day},{number_formula(points)},{expression})"
        inner = clamp_formula(expression, self.ceiling(scope))
        return RuleFormula(
            f"IF({cells.is_known_formula(self.of)},{inner},0)", cells.not_arisen_formula(self.of)
        )

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of the best step."""
        return to_fraction(max((points for _, points in self.steps), default=Decimal(0)))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield faults unless it is a date with steps ever later and never better."""
        item = lookup.item(self.of)
        if item is None and lookup.indicator(self.of) is not None:
            yield unplaced_fault(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have="chỉ số", want="số liệu ngày"
            )
        if item is not None and item.kind is not ItemKind.DATE:
            yield unplaced_fault(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have=item.kind, want="số liệu ngày"
            )
        if not self.steps:
            yield unplaced_fault(FaultCode.EMPTY, "rule.steps", key="steps")
        yield from self._order()

    def _order(self) -> Iterator[UnplacedFault]:
        days = [_sort_key(step) for step, _ in self.steps]
        if any(a >= b for a, b in itertools.pairwise(days)):
            shown = ", ".join(_step_text(step) for step, _ in self.steps)
            yield unplaced_fault(FaultCode.BANDS_ORDER, "rule.steps", bands=shown)
        points = [points for _, points in self.steps] + [self.otherwise]
        if any(a < b for a, b in itertools.pairwise(points)):
            shown = ", ".join(map(str, points))
            yield unplaced_fault(FaultCode.POINTS_ORDER, "rule.steps", points=shown)


def _sort_key(step: DayRule | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (step.year, step.day)


def _step_text(step: DayRule | int) -> str:
    return f"{step} ngày" if isinstance(step, int) else step.day
