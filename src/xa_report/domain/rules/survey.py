"""Rule that scores by a survey (điều tra xã hội học) of the province."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.item import FilledBy
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.formula import clamp_formula, scaled_formula
from xa_report.domain.rules.rule import (
    SURVEY_REFERENCE,
    CellReferences,
    DefinitionLookup,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRule(ScoringRule):
    """ceiling × score ÷ `out_of`, once the province has entered the score."""

    kind: ClassVar[str] = "survey"
    survey: ClassVar[bool] = True
    of: str = ""
    out_of: Decimal = Decimal(100)

    def references(self) -> tuple[str, ...]:
        """Return the province's item, where there is one."""
        return (self.of,) if self.of else ()

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the share of the ceiling; missing until the province has entered the score."""
        if not self.of:
            return RuleScore(missing=(SURVEY_REFERENCE,))
        figure = facts.figure(self.of)
        if figure.not_arisen is not None:
            return RuleScore(not_arisen=figure.not_arisen)
        if not figure.is_known:
            return RuleScore(missing=(SURVEY_REFERENCE,))
        share = to_fraction(self.ceiling(scope)) * figure.exact / to_fraction(self.out_of)
        return RuleScore(self.clamp(share, scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the survey's score."""
        score = show_number(facts.figure(self.of).exact)
        return f"điều tra xã hội học {score}/{show_number(self.out_of)}"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build the share, 0 without a figure."""
        if not self.of:
            return RuleFormula("0")
        share = scaled_formula(
            cells, self.of, to_fraction(self.ceiling(scope)) / to_fraction(self.out_of)
        )
        inner = clamp_formula(share, self.ceiling(scope))
        return RuleFormula(
            f"IF({cells.is_known_formula(self.of)},{inner},0)", cells.not_arisen_formula(self.of)
        )

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the ceiling, which the full score gives."""
        return to_fraction(self.ceiling(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for an item that the commune answers and for a scale not above 0."""
        item = lookup.item(self.of) if self.of else None
        if item is not None and item.filled_by is not FilledBy.PROVINCE:
            yield unplaced_fault(FaultCode.SURVEY_ITEM, "rule.of", ref=self.of)
        if self.out_of <= 0:
            yield unplaced_fault(
                FaultCode.NOT_POSITIVE, "rule.out_of", key="out_of", value=self.out_of
            )
