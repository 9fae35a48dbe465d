"""Rule that scores by the option that was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.numbers import to_fraction
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


def chosen_option(answer: Answer | None) -> str | None:
    """Return the option id of a choice; None when it is not answered."""
    return answer.value if answer is not None and isinstance(answer.value, str) else None


def choice_faults(
    ref: str, options: Mapping[str, object], lookup: DefinitionLookup
) -> Iterator[UnplacedFault]:
    """Yield a fault when an item is no choice, and for each option that it does not have."""
    item = lookup.item(ref)
    if item is None or item.kind is not ItemKind.CHOICE:
        if item is not None or lookup.indicator(ref) is not None:
            have = item.kind if item else "chỉ số"
            yield unplaced_fault(
                FaultCode.WRONG_KIND, "rule.of", ref=ref, have=have, want="số liệu lựa chọn"
            )
        return
    for option in options:
        if option not in (item.options or {}):
            yield unplaced_fault(FaultCode.UNKNOWN_OPTION, "rule", option=option, ref=ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRule(ScoringRule):
    """`points` by option; an option without points gives none."""

    kind: ClassVar[str] = "choice"
    of: str
    points: Mapping[str, Decimal]

    def references(self) -> tuple[str, ...]:
        """Return the id of the choice."""
        return (self.of,)

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points of the chosen option."""
        answer = facts.answer(self.of)
        if answer is not None and answer.not_arisen is not None:
            return RuleScore(not_arisen=answer.not_arisen)
        option = chosen_option(answer)
        if option is None:
            return RuleScore(missing=(self.of,))
        return RuleScore(self.clamp(to_fraction(self.points.get(option, 0)), scope))

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the chosen option."""
        option = chosen_option(facts.answer(self.of)) or ""
        return f"chọn “{facts.options(self.of).get(option, option)}”"

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build one comparison per option that gives points."""
        expression = "0"
        for option, points in reversed(list(self.points.items())):
            label = cells.option(self.of, option)
            expression = f"IF({cells.value(self.of)}={label},{number_formula(points)},{expression})"
        inner = clamp_formula(expression, self.ceiling(scope))
        return RuleFormula(
            f"IF({cells.is_known_formula(self.of)},{inner},0)", cells.not_arisen_formula(self.of)
        )

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of the best option."""
        return to_fraction(max(self.points.values(), default=Decimal(0)))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault for each option that the item does not have."""
        yield from choice_faults(self.of, self.points, lookup)
