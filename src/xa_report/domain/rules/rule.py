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
    """Points of a criterion whose figures did not arise (không phát sinh)."""

    FULL = "full"
    RESCALE = "rescale"
    ZERO = "zero"
    FORBIDDEN = "forbidden"


NO_POINTS = Fraction(0)
# No item can have this id: ids are made of letters, digits and `_`.
SURVEY_REFERENCE = "?survey"
"""Reference to the survey's item where the form names none."""


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """The criterion that a rule is scored for."""

    code: str
    """Of the criterion."""
    available: Decimal
    """The criterion's max."""
    policy: NotArisenPolicy = NotArisenPolicy.FORBIDDEN


@dataclass(frozen=True, slots=True)
class RuleScore:
    """Points of a rule, unrounded, and the items that it lacked."""

    points: Fraction = Fraction(0)
    not_arisen: str | None = None
    """Reason for having nothing to score; None otherwise."""
    missing: tuple[str, ...] = ()
    """Items that are not reported yet; parts that depend on them gave no points."""
    partly: tuple[str, ...] = ()
    """Reasons of the parts of a composite that did not arise while others did."""


class DefinitionLookup(Protocol):
    """Items and indicators of the definition that holds a rule."""

    def item(self, ref: str) -> Item | None:
        """Return the item of an id; None when it is none."""

    def indicator(self, ref: str) -> Indicator | None:
        """Return the indicator of an id; None when it is none."""


class RuleInputs(DefinitionLookup, Protocol):
    """Answers and figures that a rule is scored with."""

    def figure(self, ref: str) -> Figure:
        """Return the figure of an item or indicator."""

    def answer(self, item: str) -> Answer | None:
        """Return the answer to an item; None when it is not reported."""

    def label(self, ref: str) -> str:
        """Return the label of an item or indicator."""

    def unit(self, ref: str) -> str:
        """Return the unit of an item or indicator, `%` for percentages."""

    def figure_text(self, ref: str) -> str:
        """Return a known figure in words: `96,47 % (465/482)`."""

    def options(self, item: str) -> Mapping[str, str]:
        """Return the options of a choice or a checklist: id → label, in order."""

    def planned_value(self, ref: str) -> Decimal | None:
        """Return the strictest plan target in force for an indicator or item; None for none."""

    def deadline(self, day: object, from_start: bool) -> date:
        """Return the last day, inclusive, of a deadline rule's step for this period and unit."""

    def manual_points(self, code: str) -> Decimal | None:
        """Return the points typed for a criterion that is scored by hand; None for none."""


class CellReferences(DefinitionLookup, Protocol):
    """Cells of the exported workbook, as texts for formulas."""

    def value(self, ref: str) -> str:
        """Return the cell of a value; choices hold the option's label, yes/no 1 or 0."""

    def parts(self, ref: str) -> tuple[str, str] | None:
        """Return the cells of a ratio's numerator and denominator; None for other figures."""

    def is_known_formula(self, ref: str) -> str:
        """Return the condition that the figure is known."""

    def not_arisen_formula(self, ref: str) -> str:
        """Return the condition that the figure did not arise."""

    def option(self, item: str, option: str) -> str:
        """Return an option's label as a quoted formula text."""

    def planned_value(self, ref: str) -> Decimal | None:
        """Return the strictest plan target in force; None for none."""

    def deadline(self, day: object, from_start: bool) -> date:
        """Return the last day, inclusive, of a step of a deadline rule."""

    def manual_cell(self, code: str) -> str:
        """Return the cell of typed points."""


@dataclass(frozen=True, slots=True)
class RuleFormula:
    """Expressions, without the leading `=`, that give the points of a rule in a workbook."""

    points: str
    """0 where answers are missing; without rounding."""
    not_arisen: str = "FALSE"
    """Condition under which the policy for figures that did not arise decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRule(ABC):
    """A rule (cách chấm) that turns answers into points between 0 and its ceiling."""

    max: Decimal | None = None
    """The rule's own ceiling where it is a part of another; default the criterion's max."""

    kind: ClassVar[str]
    survey: ClassVar[bool] = False
    """True when only the province knows the figure."""

    def ceiling(self, scope: ScoringContext) -> Decimal:
        """Return the most points that the rule may give."""
        return scope.available if self.max is None else self.max

    def clamp(self, points: Fraction, scope: ScoringContext) -> Fraction:
        """Return points kept within 0 and the ceiling, both inclusive."""
        if points.numerator <= 0:
            return NO_POINTS
        most = to_fraction(self.ceiling(scope))
        # Products of whole numbers: this comparison runs for every rule of every commune.
        over = points.numerator * most.denominator > most.numerator * points.denominator
        return most if over else points

    @abstractmethod
    def references(self) -> tuple[str, ...]:
        """Return the ids of items and indicators that the points depend on."""

    @abstractmethod
    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points, clamped, or what is lacking for them."""

    @abstractmethod
    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Return the reason for the points, with the numbers; for a score that lacks nothing."""

    @abstractmethod
    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Write the formula that computes the same points."""

    @abstractmethod
    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the greatest points that the parameters can give, not clamped."""

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield the faults of the parameters; keys begin with `rule`."""
        yield from ()

    def inner_rules(self) -> tuple["ScoringRule", ...]:
        """Return the rules that this one is made of, one level down."""
        return ()

    def iter_rules(self) -> Iterator["ScoringRule"]:
        """Yield the rule, then all that it is made of, depth first."""
        yield self
        for part in self.inner_rules():
            yield from part.iter_rules()

    @property
    def is_survey_only(self) -> bool:
        """True when nothing but surveys gives the points."""
        parts = self.inner_rules()
        return self.survey or (bool(parts) and all(part.is_survey_only for part in parts))
