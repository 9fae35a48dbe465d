"""Points in proportion to a score that another system computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, Problem, problem
from xa_report.domain.figure import Figure
from xa_report.domain.item import External as ExternalScore
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import exact, show_number
from xa_report.domain.rules.figure_rule import FigureRule
from xa_report.domain.rules.formula import scaled
from xa_report.domain.rules.rule import Cells, Facts, Lookup, Scope

SCORED_KINDS = frozenset({ItemKind.EXTERNAL, ItemKind.DECIMAL, ItemKind.PERCENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class External(FigureRule):
    """ceiling × score ÷ `out_of`."""

    kind: ClassVar[str] = "external"
    out_of: Decimal = Decimal(100)

    def points_at(self, figure: Figure, facts: Facts, scope: Scope) -> Fraction:
        """The share of the ceiling."""
        return exact(self.ceiling(scope)) * figure.exact / exact(self.out_of)

    def points_cell(self, cells: Cells, scope: Scope) -> str:
        """The same in the sheet."""
        return scaled(cells, self.of, exact(self.ceiling(scope)) / exact(self.out_of))

    def explain(self, facts: Facts, scope: Scope) -> str:
        """The score, where it comes from and when it was read."""
        answer = facts.answer(self.of)
        value = answer.value if answer else None
        told = f"{show_number(facts.figure(self.of).exact)}/{show_number(self.out_of)}"
        if isinstance(value, ExternalScore):
            dated = f" ngày {value.as_of:%d/%m/%Y}" if value.as_of else ""
            told += f" theo {value.source}{dated}" if value.source else dated
        return f"{told}, nhân {show_number(self.ceiling(scope))} điểm"

    def best(self, lookup: Lookup, scope: Scope) -> Fraction:
        """The full score."""
        return exact(self.ceiling(scope))

    def faults(self, lookup: Lookup, scope: Scope) -> Iterator[Problem]:
        """An external item and a positive scale."""
        item = lookup.item(self.of)
        if item is not None and item.kind not in SCORED_KINDS:
            yield problem(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have=item.kind, want="điểm bên ngoài"
            )
        if self.out_of <= 0:
            yield problem(FaultCode.NOT_POSITIVE, "rule.out_of", key="out_of", value=self.out_of)
