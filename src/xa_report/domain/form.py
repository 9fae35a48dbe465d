"""A form (bộ tiêu chí): areas, criteria, cross-checks, rating bands and the year's calendar."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.comparison import Condition, condition_references
from xa_report.domain.finding import Severity
from xa_report.domain.indicator import Indicator, Operand, ids_with_parts
from xa_report.domain.item import Item
from xa_report.domain.period import OPEN_WINDOW, DayWindow, Period, PeriodKind
from xa_report.domain.rules.rule import NotArisenPolicy, ScoringRule


class CrossCheckKind(StrEnum):
    """Kind of comparison that a cross-check makes."""

    SUM = "sum"
    AT_MOST = "at_most"
    NOT_AFTER = "not_after"
    WITHIN_PERIOD = "within_period"
    CARRIES_OVER = "carries_over"
    PLAUSIBLE = "plausible"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A comparison between items; `operands` as they are defined, the total of a sum last."""

    id: str
    severity: Severity
    kind: CrossCheckKind
    operands: tuple[Operand, ...]
    message: str = ""
    change_above: Decimal = Decimal(50)
    """Of a plausibility check: percent of change against the period before."""

    def references(self) -> tuple[str, ...]:
        """Return all ids that are compared."""
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
    """Number of documents that a criterion requires as evidence."""

    required: bool = False
    minimum: int = 1
    or_explain: bool = False
    """True when a written explanation can replace missing documents."""


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
        """True when the province scores it by survey alone."""
        return self.rule is not None and self.rule.is_survey_only

    @property
    def depth(self) -> int:
        """Levels below the area: `3.2` is 1, `3.2.1` is 2."""
        return self.code.count(".")

    def references(self) -> tuple[str, ...]:
        """Return the ids that its points depend on, then those asked for besides."""
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
    """A test of the form's author: answers and the points that they must give."""

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
    """A resolved form: every item and indicator that it refers to is in it."""

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
        """Return the area of a code or of a criterion below it; raise StopIteration for none."""
        head = code.split(".")[0]
        return next(area for area in self.areas if area.code == head)

    def children(self, code: str) -> tuple[Criterion, ...]:
        """Return the criteria directly below an area or criterion, in the order of codes."""
        # By what precedes the last dot: 3.20 is not below 3.2.
        return tuple(c for c in self.criteria if c.code.rpartition(".")[0] == code)

    def leaves(self) -> Iterator[Criterion]:
        """Yield the criteria that have a rule, in the order of `all_criteria`."""
        return (c for c in self.all_criteria() if c.rule is not None)

    def all_criteria(self) -> tuple[Criterion, ...]:
        """Return all criteria: inside the total, then bonuses, then penalties."""
        return (*self.criteria, *self.bonuses, *self.penalties)

    def criterion(self, code: str) -> Criterion:
        """Return the criterion of a code; raise KeyError when there is none."""
        for criterion in self.all_criteria():
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def closure(self, refs: Iterable[str]) -> frozenset[str]:
        """Return the given ids with those of all items and indicators below them."""
        return frozenset(ids_with_parts(refs, self.indicators))

    def stage(self, name: str) -> DayWindow:
        """Return the window of a stage; open on both sides when the form has none."""
        return next((stage.window for stage in self.stages if stage.name == name), OPEN_WINDOW)

    def data_window(self, period: Period) -> tuple[date, date]:
        """Return the first and last day of figures that count: the cut-off, else the period."""
        start, end = self.cut_off.dates(period)
        return start or period.first_day, end or period.last_day
