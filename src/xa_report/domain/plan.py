"""A plan (kế hoạch) of a province and its targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.indicator import Indicator
from xa_report.domain.item import Item


class TargetLevel(StrEnum):
    """Side that a target measures."""

    COMMUNE = "commune"
    PROVINCE = "province"


class TargetOp(StrEnum):
    """Comparison between a figure and the value of a target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    RANK = "rank<="
    REDUCE = "reduce>="
    INCREASE = "increase>="
    FROM = "from"
    YES = "yes"


class TargetAggregate(StrEnum):
    """Operation that makes a province's figure out of the communes' figures."""

    RATIO = "ratio"
    SUM = "sum"
    SHARE = "share"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """One quantified target (chỉ tiêu kế hoạch)."""

    id: str
    reference: str
    """Id of the indicator or item that is measured."""
    level: TargetLevel
    op: TargetOp
    value: Decimal | date | None
    years: tuple[int, int]
    wording: str = ""
    exclusion: str = ""
    aggregate: TargetAggregate | None = None
    area: str = ""
    superseded: str = ""

    def is_in_force(self, year: int) -> bool:
        """Return whether the target counts in a year; both ends of `years` are inclusive."""
        return not self.superseded and self.years[0] <= year <= self.years[1]

    def is_ahead(self, year: int) -> bool:
        """Return whether the target is a later milestone, shown but not yet due."""
        return not self.superseded and year < self.years[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """A resolved plan: every item and indicator that it refers to is in it."""

    id: str
    title: str
    province: str
    decision: str
    source: str
    years: tuple[int, int]
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    targets: tuple[PlanTarget, ...]
    dated: date | None = None
    canonical: bytes = b""
    sha256: str = ""

    def of_year(self, year: int) -> tuple[PlanTarget, ...]:
        """Return the targets in force or ahead; none for a year that the plan does not cover."""
        # Milestones too: outside of its years a plan asks for nothing.
        if not self.years[0] <= year <= self.years[1]:
            return ()
        return tuple(t for t in self.targets if t.is_in_force(year) or t.is_ahead(year))
