"""A form (bộ tiêu chí): areas, criteria, cross-checks, rating bands and the year's calendar."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.comparison import Condition, condition_references
from xa_report.domain.finding import Severity
from xa_report.domain.indicator import Indicator, Operand
from xa_report.domain.item import Item
from xa_report.domain.period import OPEN_WINDOW, DayWindow, Period, PeriodKind
from xa_report.domain.rules.rule import NotArisenPolicy, ScoringRule


class CrossCheckKind(StrEnum):
    """What a cross-check compares."""

    SUM = "sum"
    AT_MOST = "at_most"
    NOT_AFTER = "not_after"
    WITHIN_PERIOD = "within_period"
    CARRIES_OVER = "carries_over"
    PLAUSIBLE = "plausible"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """One cross-check; `operands` in the order of the definition (a sum's total comes last)."""

    id: str
    severity: Severity
    kind: CrossCheckKind
    operands: tuple[Operand, ...]
    message: str = ""
    change_above: Decimal = Decimal(50)
    """Of a plausibility check: percent of change against the period before."""

    def references(self) -> tuple[str, ...]:
        """All ids compared."""
        return tuple(ref for operand in self.operands for ref in operand)


class SurveyMode(StrEnum):
    """How the survey part counts."""

    INCLUDE = "include"
    EXCLUDE = "exclude"
    PENDING = "pending"


class Part(StrEnum):
    """Where a criterion stands: inside the total, or outside of it."""

    TOTAL = "total"
    BONUS = "bonus"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """Which documents must prove a criterion."""

    required: bool = False
    minimum: int = 1
    or_explain: bool = False
    """Whether a written explanation can stand for missing documents."""


@dataclass(frozen=True, slots=True)
class Area:
    """A field of reform (lĩnh vực)."""

    code: str
    title: str
    max: Decimal
    items: tuple[str, ...] = ()
    """Further items that are asked for here."""
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion or sub-criterion; one with children has no rule."""

    code: str
    title: str
    max: Decimal
    rule: ScoringRule | None = None
    part: Part = Part.TOTAL
    not_arisen: NotArisenPolicy = NotArisenPolicy.FORBIDDEN
    precondition: Condition | None = None
    evidence: EvidenceRule = EvidenceRule()
    explain_below: Decimal | None = None
    appraiser: str = ""
    basis: str = ""
    guidance: str = ""
    items: tuple[str, ...] = ()
    """Further items that are asked for here."""

    @property
    def survey(self) -> bool:
        """Whether the province scores it by survey."""
        return self.rule is not None and self.rule.is_survey_only

    @property
    def depth(self) -> int:
        """How many levels below the area's parent: `3.2` is 1, `3.2.1` is 2."""
        return self.code.count(".")

    def references(self) -> tuple[str, ...]:
        """Ids that its points depend on or that are asked for here."""
        rule = self.rule.references() if self.rule else ()
        return (*condition_references(self.precondition), *rule, *self.items)


@dataclass(frozen=True, slots=True)
class RatingBand:
    """A rating (xếp loại): from a percentage on, with conditions."""

    name: str
    start: Decimal
    no_zero: bool = False
    min_area: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RatingLimit:
    """An event that caps the rating or, without a name, voids it."""

    when: Condition
    at_most: str = ""


@dataclass(frozen=True, slots=True)
class PointLimits:
    """The most that counts outside the total."""

    bonus: Decimal | None = None
    penalty: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CalendarStage:
    """One step of the year's calendar: self-assessment, appraisal, explanation, publication."""

    name: str
    window: DayWindow


@dataclass(frozen=True, slots=True)
class FormExample:
    """A form's own test: answers and the points they must give."""

    name: str
    period: str
    answers: Mapping[str, object]
    previous: Mapping[str, object] = field(default_factory=dict)
    points: Mapping[str, Decimal] = field(default_factory=dict)
    band: str | None = None
    findings: tuple[str, ...] = ()
    without_evidence: tuple[str, ...] = ()
    unit_formed: object = None


@dataclass(frozen=True, slots=True)
class Form:
    """A resolved form: it names nothing that it does not carry."""

    id: str
    version: str
    title: str
    decision: str
    level: str
    period: PeriodKind
    total: Decimal
    decimals: int
    survey: SurveyMode
    template: bool
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    """Inside the total, in the order of their codes."""
    bonuses: tuple[Criterion, ...] = ()
    penalties: tuple[Criterion, ...] = ()
    limits: PointLimits = PointLimits()
    bands: tuple[RatingBand, ...] = ()
    rating_limits: tuple[RatingLimit, ...] = ()
    checks: tuple[CrossCheck, ...] = ()
    tie_break: tuple[str, ...] = ()
    cut_off: DayWindow = OPEN_WINDOW
    stages: tuple[CalendarStage, ...] = ()
    examples: tuple[FormExample, ...] = ()
    canonical: bytes = b""
    """The self-contained text that travels; its hash is the identity."""
    sha256: str = ""

    def area(self, code: str) -> Area:
        """The area of a code or of any criterion below it."""
        head = code.split(".")[0]
        return next(area for area in self.areas if area.code == head)

    def children(self, code: str) -> tuple[Criterion, ...]:
        """The criteria directly below an area or criterion."""
        return tuple(c for c in self.criteria if c.code.rpartition(".")[0] == code)

    def leaves(self) -> Iterator[Criterion]:
        """Criteria that are scored: inside the total, then bonuses, then penalties."""
        return (c for c in self.all_criteria() if c.rule is not None)

    def all_criteria(self) -> tuple[Criterion, ...]:
        """All criteria: inside the total, then bonuses, then penalties."""
        return (*self.criteria, *self.bonuses, *self.penalties)

    def criterion(self, code: str) -> Criterion:
        """The criterion of a code; raise KeyError when there is none."""
        for criterion in self.all_criteria():
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def closure(self, refs: Iterable[str]) -> frozenset[str]:
        """Items and indicators that are named, with all that they are made from."""
        found: set[str] = set()
        waiting = list(refs)
        while waiting:
            ref = waiting.pop()
            if ref not in found:
                found.add(ref)
                waiting.extend(self.indicators[ref].references() if ref in self.indicators else ())
        return frozenset(found)

    def stage(self, name: str) -> DayWindow:
        """The window of a stage; open on both sides when the form has none."""
        return next((stage.window for stage in self.stages if stage.name == name), OPEN_WINDOW)

    def data_window(self, period: Period) -> tuple[date, date]:
        """From when to when figures count: the cut-off, or the calendar of the period."""
        start, end = self.cut_off.dates(period)
        return start or period.first_day, end or period.last_day
