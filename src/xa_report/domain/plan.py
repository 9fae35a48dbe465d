"""A plan (kế hoạch) of a province: its targets and where they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.indicator import Indicator
from xa_report.domain.item import Item


class TargetLevel(StrEnum):
    """Who is measured by a target."""

    COMMUNE = "commune"
    PROVINCE = "province"


class TargetOp(StrEnum):
    """How a target compares."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    RANK = "rank<="
    REDUCE = "reduce>="
    INCREASE = "increase>="
    FROM = "from"
    YES = "yes"


class TargetAggregate(StrEnum):
    """How a province-level figure is made of the communes'."""

    RATIO = "ratio"
    SUM = "sum"
    SHARE = "share"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """One quantified target (chỉ tiêu kế hoạch)."""

    id: str
    reference: str
    """The indicator or item that is measured."""
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
        """Whether the target is checked for a year."""
        return not self.superseded and self.years[0] <= year <= self.years[1]

    def is_ahead(self, year: int) -> bool:
        """Whether the target is a later milestone, shown but not yet due."""
        return not self.superseded and year < self.years[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """A resolved plan: it names nothing that it does not carry."""

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
        """Targets in force or ahead in a year that the plan covers."""
        if not self.years[0] <= year <= self.years[1]:
            return ()
        return tuple(t for t in self.targets if t.is_in_force(year) or t.is_ahead(year))
