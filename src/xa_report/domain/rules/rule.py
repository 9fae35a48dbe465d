"""The scoring rule: its inputs, score, formula and policy for figures that did not arise."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Protocol

from xa_report.domain.fault import UnplacedFault
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, Item
from xa_report.domain.numbers import to_fraction


class NotArisenPolicy(StrEnum):
    """Policy for figures that did not arise."""

    FULL = "full"
    RESCALE = "rescale"
    ZERO = "zero"
    FORBIDDEN = "forbidden"


NO_POINTS = Fraction(0)
SURVEY_REFERENCE = "?survey"
"""Stands for the item of a survey that only the province knows."""


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """What a rule is scored for."""

    code: str
    """Of the criterion."""
    available: Decimal
    """The criterion's max."""
    policy: NotArisenPolicy = NotArisenPolicy.FORBIDDEN


@dataclass(frozen=True, slots=True)
class RuleScore:
    """What a rule gives, unrounded, and what it lacked."""

    points: Fraction = Fraction(0)
    not_arisen: str | None = None
    """Why there was nothing to score; None when there was."""
    missing: tuple[str, ...] = ()
    """Items that are not reported yet; what depends on them gave no points."""
    partly: tuple[str, ...] = ()
    """Why parts of a composite did not arise while others did."""


class DefinitionLookup(Protocol):
    """What a rule may ask about the definitions around it."""

    def item(self, ref: str) -> Item | None:
        """The item of an id."""

    def indicator(self, ref: str) -> Indicator | None:
        """The indicator of an id."""


class RuleInputs(DefinitionLookup, Protocol):
    """What a rule may ask about the answers."""

    def figure(self, ref: str) -> Figure:
        """The number of an item or indicator."""

    def answer(self, item: str) -> Answer | None:
        """The answer to an item, None when it is not reported."""

    def label(self, ref: str) -> str:
        """The label of an item or indicator."""

    def unit(self, ref: str) -> str:
        """The unit of an item or indicator, `%` for percentages."""

    def figure_text(self, ref: str) -> str:
        """A known figure in words: `96,47 % (465/482)`."""

    def options(self, item: str) -> Mapping[str, str]:
        """Options of a choice or a checklist."""

    def planned_value(self, ref: str) -> Decimal | None:
        """The strictest plan target in force for an indicator or item."""

    def deadline(self, day: object, from_start: bool) -> date:
        """The date of a step of a deadline rule, for this period and unit."""

    def manual_points(self, code: str) -> Decimal | None:
        """Points typed for a criterion that is scored by hand."""


class CellReferences(DefinitionLookup, Protocol):
    """What a rule may ask about the exported workbook; all answers are formula texts."""

    def value(self, ref: str) -> str:
        """The cell of a number, date or text; choices hold the option's label, yes/no 1 or 0."""

    def parts(self, ref: str) -> tuple[str, str] | None:
        """The cells of a ratio's numerator and denominator."""

    def is_known_formula(self, ref: str) -> str:
        """A condition: the figure is known."""

    def not_arisen_formula(self, ref: str) -> str:
        """A condition: the figure did not arise."""

    def option(self, item: str, option: str) -> str:
        """An option's label as a formula text, quoted."""

    def planned_value(self, ref: str) -> Decimal | None:
        """The strictest plan target in force."""

    def deadline(self, day: object, from_start: bool) -> date:
        """The date of a step of a deadline rule."""

    def manual_cell(self, code: str) -> str:
        """The cell of typed points."""


@dataclass(frozen=True, slots=True)
class RuleFormula:
    """The spreadsheet's way to the same points."""

    points: str
    """0 where answers are missing; without rounding."""
    not_arisen: str = "FALSE"
    """A condition: the policy for figures that did not arise decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule(ABC):
    """Turns answers into points between 0 and its ceiling."""

    max: Decimal | None = None
    """The rule's own ceiling where it is a part of another; default the criterion's max."""

    kind: ClassVar[str]
    survey: ClassVar[bool] = False
    """Whether only the province knows the figure."""

    def ceiling(self, scope: ScoringContext) -> Decimal:
        """The most that the rule may give."""
        return scope.available if self.max is None else self.max

    def clamp(self, points: Fraction, scope: ScoringContext) -> Fraction:
        """Points kept within 0 and the ceiling."""
        if points.numerator <= 0:
            return NO_POINTS
        most = to_fraction(self.ceiling(scope))
        over = points.numerator * most.denominator > most.numerator * points.denominator
        return most if over else points

    @abstractmethod
    def references(self) -> tuple[str, ...]:
        """Ids that the rule looks at."""

    @abstractmethod
    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Points and what was lacking."""

    @abstractmethod
    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Say with the numbers why the points are what they are."""

    @abstractmethod
    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Write the formula that computes the same points."""

    @abstractmethod
    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """The greatest points that the parameters can give, not clamped."""

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """What is wrong with the parameters."""
        yield from ()

    def inner_rules(self) -> tuple["ScoringRule", ...]:
        """The rules that this one is made of."""
        return ()

    def iter_rules(self) -> Iterator["ScoringRule"]:
        """The rule and all that it is made of."""
        yield self
        for part in self.inner_rules():
            yield from part.iter_rules()

    @property
    def is_survey_only(self) -> bool:
        """Whether nothing but surveys gives the points."""
        parts = self.inner_rules()
        return self.survey or (bool(parts) and all(part.is_survey_only for part in parts))
