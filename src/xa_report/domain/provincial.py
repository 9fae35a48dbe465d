"""Province-level targets: what the communes' figures add up to, and who pulls them down."""

from dataclasses import dataclass
from fractions import Fraction

from xa_report.domain.assessment import TargetState
from xa_report.domain.figure import Figure
from xa_report.domain.plan import Plan, Target
from xa_report.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class Drag:
    """A commune that keeps the province from a target."""

    unit: Unit
    own: Figure
    shown: str
    """Its own figure as people read it."""
    pull: Fraction
    """By how much the province's figure would rise (in its unit) had the commune met the value."""
    units: int | None = None
    """How many more (or fewer, when negative) units the commune itself needs."""
    unit_item: str = ""
    words: str = ""
    """`Cần thêm 37 hồ sơ trực tuyến`; empty when it cannot be told."""


@dataclass(frozen=True, slots=True)
class ProvinceTarget:
    """One target of one plan against the whole province."""

    plan: Plan
    target: Target
    label: str
    figure: Figure
    state: TargetState
    ahead: bool
    shown: str
    wanted: str
    gap: Fraction | None = None
    units: int | None = None
    """How many more units over the whole province close the gap."""
    close: str = ""
    counted: int = 0
    """How many communes' figures went in."""
    of: int = 0
    """How many communes there are."""
    entered: bool = False
    """Whether the province typed the value itself."""
    drags: tuple[Drag, ...] = ()
    """Worst first."""
