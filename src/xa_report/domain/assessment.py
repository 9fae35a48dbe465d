"""An assessment: points with reasons, targets with gaps, findings and a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from xa_report.domain.finding import Finding, Severity
from xa_report.domain.form import Part
from xa_report.domain.indicator import Figure
from xa_report.domain.plan import Plan, PlanTarget


class ScoreState(StrEnum):
    """How the points of a criterion came about."""

    SCORED = "scored"
    NOT_ARISEN = "not_arisen"
    MISSING = "missing"
    """An answer is not reported yet: what depends on it gives no points."""
    PROVINCE = "province"
    """The province scores it; nothing to do for the commune."""
    BLOCKED = "blocked"
    """No points: a precondition is not met or documents are missing."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """Points of an area, a criterion, a bonus or a penalty."""

    code: str
    title: str
    max: Decimal
    applicable: Decimal
    """Max less what is taken out of the applicable maximum."""
    points: Decimal
    state: ScoreState
    reason: str
    """One Vietnamese sentence with the numbers."""
    part: Part = Part.TOTAL
    leaf: bool = True
    survey: bool = False
    exact: Fraction = Fraction(0)
    """Points before rounding; of what has children the points themselves."""

    @property
    def percent(self) -> Fraction | None:
        """Points in percent of the applicable maximum; None when nothing applies."""
        return Fraction(self.points) * 100 / Fraction(self.applicable) if self.applicable else None


class TargetState(StrEnum):
    """State of a commune against a target."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_ARISEN = "not_arisen"


TARGET_LABELS = {
    TargetState.MET: "Đạt",
    TargetState.NOT_MET: "Chưa đạt",
    TargetState.UNKNOWN: "Chưa đủ số liệu",
    TargetState.NOT_ARISEN: "Không phát sinh",
}


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target of one plan against the report."""

    plan: Plan
    target: PlanTarget
    label: str
    figure: Figure
    state: TargetState
    ahead: bool
    """A later milestone: shown, not yet due."""
    value_text: str
    """The value as people read it: `62,2 %`."""
    target_text: str
    """The target as people read it: `≥ 65 %`."""
    gap: Fraction | None = None
    """Target less figure, in the unit of the figure; None when it cannot be computed."""
    units: int | None = None
    """Units of `unit_item` that close the gap; negative when fewer are needed."""
    unit_item: str = ""
    """The item whose count closes the gap."""
    action_text: str = ""
    """Sentence on closing the gap: `Cần thêm 37 hồ sơ … để đạt 65 %.`"""
    strictest: bool = True
    """True unless another target in force asks for more of the same indicator."""


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating band of a result, with the reason where a better one was missed."""

    name: str = ""
    """Empty when the form has no bands or the rating is void."""
    void: bool = False
    reason: str = ""

    @property
    def lowering_reason(self) -> str:
        """Reason for a band below the one that the percentage reaches; empty for that band."""
        return self.reason.strip() if self.name or self.void else ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole result of assessing a report; all numbers that are shown come from here."""

    areas: tuple[CriterionResult, ...]
    criteria: tuple[CriterionResult, ...]
    """Inside the total, in the order of the form, parents included."""
    bonuses: tuple[CriterionResult, ...]
    penalties: tuple[CriterionResult, ...]
    total: Decimal
    applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    result: Decimal
    percent: Fraction | None
    """Unrounded; None when nothing applies."""
    percent_shown: Decimal | None
    rating: Rating
    figures: Mapping[str, Figure]
    """Every indicator, and every item that is a number."""
    targets: tuple[TargetResult, ...]
    findings: tuple[Finding, ...]

    def result_of(self, code: str) -> CriterionResult:
        """Return the result of an area, criterion, bonus or penalty; raise KeyError for none."""
        for result in (*self.areas, *self.criteria, *self.bonuses, *self.penalties):
            if result.code == code:
                return result
        raise KeyError(code)

    @property
    def error_count(self) -> int:
        """Number of findings that are errors."""
        return sum(f.severity is Severity.ERROR for f in self.findings)

    @property
    def is_submittable(self) -> bool:
        """True when no finding is an error or a warning without a reason."""
        return not any(f.is_open for f in self.findings)

    @property
    def verdict(self) -> str:
        """The verdict in the words of the program: commands and windows."""
        return "NỘP ĐƯỢC" if self.is_submittable else "CHƯA NỘP ĐƯỢC"

    @property
    def conclusion(self) -> str:
        """The verdict in the words of an official document."""
        return "đủ điều kiện gửi" if self.is_submittable else "chưa đủ điều kiện gửi"

    @property
    def answered_counts(self) -> tuple[int, int]:
        """Answered and all criteria without children that the commune itself scores."""
        own = [r for r in self.criteria if r.leaf and r.state is not ScoreState.PROVINCE]
        return sum(r.state is not ScoreState.MISSING for r in own), len(own)
