"""Province-level targets: figures of all communes and the laggards behind each target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xa_report.domain.assessment import TargetState
from xa_report.domain.indicator import Figure
from xa_report.domain.item import Answer
from xa_report.domain.plan import Plan, PlanTarget
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class ProvinceInputsForYear:
    """What the province has in hand for one year."""

    year: int
    reports: tuple[Report, ...]
    """Of the communes that have sent, with the figures that the province counts."""
    commune_count: int
    """How many communes there are."""
    province_answers: Mapping[str, Answer] = field(default_factory=dict)
    """What the province itself types, by item or, for an indicator as a whole, by its id."""
    previous: Mapping[str, Report] = field(default_factory=dict)
    """Reports of the period before, by unit code."""


@dataclass(frozen=True, slots=True)
class TargetLaggard:
    """A commune that keeps the province from a target."""

    unit: Unit
    figure: Figure
    value_text: str
    """Its own figure as people read it."""
    loss: Fraction
    """By how much the province's figure (in its unit) would be better had the commune met it."""
    units: int | None = None
    """How many more (or fewer, when negative) units the commune itself needs."""
    unit_item: str = ""
    action_text: str = ""
    """`Cần thêm 37 hồ sơ (Hồ sơ trực tuyến) để đạt 65 %; làm giảm tỷ lệ chung 0,42 điểm phần trăm.`
    """
    effect_text: str = ""
    """What it does to the whole: `làm giảm tỷ lệ chung 0,42 điểm phần trăm`; part of `words`."""


@dataclass(frozen=True, slots=True)
class ProvinceTarget:
    """One target of one plan against the whole province.

    A target of communes is held against the ratio of their sums where it is a percentage, else
    against how many of them meet it.
    """

    plan: Plan
    target: PlanTarget
    label: str
    figure: Figure
    state: TargetState
    ahead: bool
    value_text: str
    target_text: str
    gap: Fraction | None = None
    units: int | None = None
    """How many more units over the whole province close the gap."""
    action_text: str = ""
    counted_communes: int = 0
    """How many communes' figures went in."""
    commune_count: int = 0
    """How many communes there are."""
    meeting_communes: int = 0
    """How many of the counted communes meet it themselves."""
    is_entered: bool = False
    """Whether the province typed the value itself."""
    laggards: tuple[TargetLaggard, ...] = ()
    """Worst first."""
