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
    """Reports and answers from which the province's targets of one year are computed."""

    year: int
    reports: tuple[Report, ...]
    """Of the communes that have sent, with the figures that the province counts."""
    commune_count: int
    """Number of communes of the province."""
    province_answers: Mapping[str, Answer] = field(default_factory=dict)
    """Answers of the province itself, by item or, for an indicator as a whole, by its id."""
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
    """Change for the better of the province's figure, in its unit, had the commune met it."""
    units: int | None = None
    """Units that the commune itself needs; negative when fewer are needed."""
    unit_item: str = ""
    action_text: str = ""
    """`Cần thêm 37 hồ sơ (Hồ sơ trực tuyến) để đạt 65 %; làm giảm tỷ lệ chung 0,42 điểm phần trăm.`
    """
    effect_text: str = ""
    """Effect on the province: `làm giảm tỷ lệ chung 0,42 điểm phần trăm`; in `action_text` too."""


@dataclass(frozen=True, slots=True)
class ProvinceTarget:
    """One target of one plan against the whole province.

    A target of communes that is a percentage is compared with the ratio of their sums, any other
    with the share of communes that meet it.
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
    """Units over the whole province that close the gap; negative when fewer are needed."""
    action_text: str = ""
    counted_communes: int = 0
    """Number of communes with a figure."""
    commune_count: int = 0
    """Number of communes of the province."""
    meeting_communes: int = 0
    """Number of the counted communes that meet it themselves."""
    is_entered: bool = False
    """True when the province entered the value itself."""
    laggards: tuple[TargetLaggard, ...] = ()
    """Worst first."""
