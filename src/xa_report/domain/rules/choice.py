"""Points of the option that was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.numbers import exact
from xa_report.domain.rules.formula import clamp, number
from xa_report.domain.rules.rule import Cells, Facts, Formula, Lookup, Rule, Scope, Score


def chosen(answer: Answer | None) -> str | None:
    """The option id of a choice that is answered."""
    return answer.value if answer is not None and isinstance(answer.value, str) else None


def choice_faults(ref: str, named: Mapping[str, object], lookup: Lookup) -> Iterator[Problem]:
    """The item must be a choice, and every option named must be one of its."""
    item = lookup.item(ref)
    if item is None or item.kind is not ItemKind.CHOICE:
        if item is not None or lookup.indicator(ref) is not None:
            have = item.kind if item else "chỉ số"
            yield problem(
                FaultCode.WRONG_KIND, "rule.of", ref=ref, have=have, want="số liệu lựa chọn"
            )
        return
    for option in named:
        if option not in (item.options or {}):
            yield problem(FaultCode.UNKNOWN_OPTION, "rule", option=option, ref=ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Rule):
    """`points` by option; an option without points gives none."""

    kind: ClassVar[str] = "choice"
    of: str
    points: Mapping[str, Decimal]

    def references(self) -> tuple[str, ...]:
        """The choice."""
        return (self.of,)

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Points of the chosen option."""
        answer = facts.answer(self.of)
        if answer is not None and answer.not_arisen is not None:
            return Score(not_arisen=answer.not_arisen)
        option = chosen(answer)
        if option is None:
            return Score(missing=(self.of,))
        return Score(self.clamp(exact(self.points.get(option, 0)), scope))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """Name the chosen option."""
        option = chosen(facts.answer(self.of)) or ""
        return f"chọn “{facts.options(self.of).get(option, option)}”"

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """One comparison per option that gives points."""
        expression = "0"
        for option, points in reversed(list(self.points.items())):
            label = cells.option(self.of, option)
            expression = f"IF({cells.value(self.of)}={label},{number(points)},{expression})"
        inner = clamp(expression, self.ceiling(scope))
        return Formula(f"IF({cells.known(self.of)},{inner},0)", cells.not_arisen(self.of))

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The best option."""
        return exact(max(self.points.values(), default=Decimal(0)))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """Options must be the item's own."""
        yield from choice_faults(self.of, self.points, lookup)
