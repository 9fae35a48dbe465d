"""Consolidation (tổng hợp): all results of a province in one period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import CaseState, PointDifference
from xa_report.domain.province.open_matters import (
    Acceptance,
    CommuneOpenMatters,
    OpenMatterKind,
)
from xa_report.domain.province.province_targets import ProvinceTarget
from xa_report.domain.province.ranking import Ranking
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class CommuneResult:
    """One commune that has sent its report."""

    unit: Unit
    state: CaseState
    report: Report
    """As it was sent."""
    sent: Assessment
    appraised: Assessment
    manifest_sha256: str
    package_sha256: str
    received: datetime
    late: bool = False
    differences: tuple[PointDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviousResult:
    """Result and rank of a commune in the period before."""

    percent: Fraction | None
    result: Decimal
    rank: int | None = None
    areas: Mapping[str, Fraction] = field(default_factory=dict)
    """Unrounded percent by the area's code, as far as it is known."""


@dataclass(frozen=True, slots=True)
class OtherForm:
    """Another form of the period, and the communes that reported by it."""

    form: Form
    results: tuple[CommuneResult, ...]
    """In the order of unit codes."""


@dataclass(frozen=True, slots=True)
class Consolidation:
    """One period of one province: the communes that reported by one form, and all targets.

    Points are compared within a form only; targets and counts are those of every commune.
    """

    province: Unit
    agency: str
    """The department that consolidates: `Sở Nội vụ`."""
    period: Period
    form: Form
    plans: tuple[Plan, ...]
    results: tuple[CommuneResult, ...]
    """Of the communes that reported by this form, in the order of unit codes."""
    not_sent: tuple[Unit, ...]
    ranking: Ranking
    targets: tuple[ProvinceTarget, ...]
    created: datetime
    deadline: date | None = None
    previous_results: Mapping[str, PreviousResult] = field(default_factory=dict)
    """By unit code."""
    # The RULE_VERSION of `assess/province/ranking.py`, which the domain cannot import.
    rules: str = "dense-rank/1"
    """Version of the ranking rules."""
    letterhead: Letterhead = field(default_factory=Letterhead)
    other_forms: tuple[OtherForm, ...] = ()
    """Forms of communes that are consolidated apart, the one most used first."""

    open_matters: tuple[CommuneOpenMatters, ...] = ()
    """Of every commune of the period, by unit code: what nobody entered, looked at or answered."""
    acceptance: Acceptance | None = None
    """Decision to publish the period although matters are open."""

    @property
    def unaccepted_matters(self) -> tuple[CommuneOpenMatters, ...]:
        """The open matters that nobody has taken; they keep the period from being published."""
        accepted = self.acceptance
        return tuple(
            each for each in self.open_matters if accepted is None or not accepted.covers(each)
        )

    @property
    def recognizable_results(self) -> tuple[CommuneResult, ...]:
        """The closed results that were appraised and wait for nothing but single opinions."""
        barred = {
            each.unit.code
            for each in self.open_matters
            if each.is_unappraised or any(m.kind is not OpenMatterKind.UNSEEN for m in each.matters)
        }
        return tuple(
            result
            for result in self.results
            if result.state is CaseState.CLOSED and result.unit.code not in barred
        )

    @property
    def other_results(self) -> tuple[CommuneResult, ...]:
        """The communes that reported by another form, form by form."""
        return tuple(result for other in self.other_forms for result in other.results)

    @property
    def sent_count(self) -> int:
        """Number of communes that have sent a report, whatever its form."""
        return len(self.results) + len(self.other_results)

    @property
    def commune_count(self) -> int:
        """Number of communes of the province that report."""
        return self.sent_count + len(self.not_sent)
