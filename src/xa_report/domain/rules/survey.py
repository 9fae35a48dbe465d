"""Points by a survey that the province holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.item import FilledBy
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.formula import clamp, scaled
from xa_report.domain.rules.rule import SURVEY, Cells, Facts, Formula, Lookup, Rule, Scope, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Rule):
    """ceiling × score ÷ `out_of`, once the province has typed the score."""

    kind: ClassVar[str] = "survey"
    survey: ClassVar[bool] = True
    of: str = ""
    out_of: Decimal = Decimal(100)

    def references(self) -> tuple[str, ...]:
        """The province's item, where there is one."""
        return (self.of,) if self.of else ()

    def score(self, facts: Facts, scope: Scope) -> Score:
        """Unknown until the province has its figure."""
        if not self.of:
            return Score(missing=(SURVEY,))
        figure = facts.figure(self.of)
        if figure.not_arisen is not None:
            return Score(not_arisen=figure.not_arisen)
        if not figure.known:
            return Score(missing=(SURVEY,))
        share = exact(self.ceiling(scope)) * figure.exact / exact(self.out_of)
        return Score(self.clamp(share, scope))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """The survey's score."""
        score = show_number(facts.figure(self.of).exact)
        return f"điều tra xã hội học {score}/{show_number(self.out_of)}"

    def formula(self, cells: Cells, scope: Scope) -> Formula:
        """The share, or 0 without a figure."""
        if not self.of:
            return Formula("0")
        share = scaled(cells, self.of, exact(self.ceiling(scope)) / exact(self.out_of))
        inner = clamp(share, self.ceiling(scope))
        return Formula(f"IF({cells.known(self.of)},{inner},0)", cells.not_arisen(self.of))

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The full score."""
        return exact(self.ceiling(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """Only the province fills a survey's item."""
        item = lookup.item(self.of) if self.of else None
        if item is not None and item.filled_by is not FilledBy.PROVINCE:
            yield problem(FaultCode.SURVEY_ITEM, "rule.of", ref=self.of)
        if self.out_of <= 0:
            yield problem(FaultCode.NOT_POSITIVE, "rule.out_of", key="out_of", value=self.out_of)
