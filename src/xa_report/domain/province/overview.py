"""State of all communes of a province in one period: sent, appraised, ranked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.ranking import RankedCommune, Ranking, RankingCandidate
from xa_report.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class CommuneStatus:
    """State of one commune of the unit list, sent or not."""

    unit: Unit
    state: CaseState | None = None
    """None while nothing has come."""
    sequence: int = 0
    """Of the submission that counts: 1 for L1."""
    received: datetime | None = None
    """Time of the first receipt, in Vietnam's time zone."""
    late: bool = False
    """True when it was received after the deadline."""
    candidate: RankingCandidate | None = None
    """Result at present; None while nothing has come."""

    @property
    def sent(self) -> bool:
        """True when a submission has come."""
        return self.state is not None

    @property
    def closed(self) -> bool:
        """True when the appraisal is closed."""
        return self.state is CaseState.CLOSED


@dataclass(frozen=True, slots=True)
class ProvinceOverview:
    """All communes of a province in one period, as the register keeps them."""

    province: Unit
    agency: str
    period: Period
    form: Form | None = None
    """The form of most reports; None while nothing has come and no form is known."""
    deadline: date | None = None
    communes: tuple[CommuneStatus, ...] = ()
    """By unit code."""
    ranking: Ranking = field(default_factory=lambda: Ranking(()))
    quarantined: int = 0
    """Number of files in quarantine."""
    previous_mean: Fraction | None = None
    """The mean percentage of the period before."""

    def status_of(self, code: str) -> CommuneStatus | None:
        """Return the status of a unit; None when the list does not have it."""
        return next((status for status in self.communes if status.unit.code == code), None)

    def rank_of(self, code: str) -> RankedCommune | None:
        """Return the entry of a unit in the ranking; None when it is not ranked."""
        ranked = self.ranking.ranked
        return next((entry for entry in ranked if entry.candidate.unit.code == code), None)

    @property
    def sent_count(self) -> int:
        """Number of communes that have sent."""
        return sum(status.sent for status in self.communes)

    @property
    def closed_count(self) -> int:
        """Number of closed appraisals."""
        return sum(status.closed for status in self.communes)

    @property
    def mean_percent(self) -> Fraction | None:
        """The mean percentage of those that are ranked."""
        return mean_percent(entry.candidate for entry in self.ranking.ranked)


def mean_percent(candidates: Iterable[RankingCandidate]) -> Fraction | None:
    """Return the mean percentage, unrounded; None when no candidate has one."""
    percents = [c.percent for c in candidates if c.percent is not None]
    return sum(percents, Fraction(0)) / len(percents) if percents else None
