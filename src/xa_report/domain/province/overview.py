"""State of all communes of a province in one period: sent, appraised, ranked."""

from collections.abc import Iterable, Iterator
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
    """One commune of the list, whether it has sent or not."""

    unit: Unit
    state: CaseState | None = None
    """None while nothing has come."""
    sequence: int = 0
    """Of the submission that counts: 1 for L1."""
    received: datetime | None = None
    """When it first came, in Vietnam's time."""
    late: bool = False
    """Whether it came after the deadline."""
    candidate: RankingCandidate | None = None
    """What it comes to at present."""

    @property
    def sent(self) -> bool:
        """Whether anything has come."""
        return self.state is not None

    @property
    def closed(self) -> bool:
        """Whether the appraisal is closed."""
        return self.state is CaseState.CLOSED


@dataclass(frozen=True, slots=True)
class ProvinceOverview:
    """All communes of a province in one period, as the register keeps them."""

    province: Unit
    agency: str
    period: Period
    form: Form | None = None
    """By which most communes reported; None while nothing has come and no form is known."""
    deadline: date | None = None
    communes: tuple[CommuneStatus, ...] = ()
    """By unit code."""
    ranking: Ranking = field(default_factory=lambda: Ranking(()))
    quarantined: int = 0
    """How many files are kept apart."""
    previous_mean: Fraction | None = None
    """The mean percentage of the period before."""

    def status_of(self, code: str) -> CommuneStatus | None:
        """The line of a unit; None when the list does not have it."""
        return next((one for one in self.communes if one.unit.code == code), None)

    def rank_of(self, code: str) -> RankedCommune | None:
        """Where a unit stands in the ranking; None when it is not ranked."""
        ranked = self.ranking.ranked
        return next((one for one in ranked if one.candidate.unit.code == code), None)

    @property
    def sent_count(self) -> int:
        """How many communes have sent."""
        return sum(line.sent for line in self.communes)

    @property
    def closed_count(self) -> int:
        """How many appraisals are closed."""
        return sum(line.closed for line in self.communes)

    @property
    def mean_percent(self) -> Fraction | None:
        """The mean percentage of those that are ranked."""
        return mean_percent(one.candidate for one in self.ranking.ranked)


def mean_percent(contestants: Iterable[RankingCandidate]) -> Fraction | None:
    """The mean percentage; None when nobody has one."""
    found = list(_percents(contestants))
    return sum(found, Fraction(0)) / len(found) if found else None


def _percents(contestants: Iterable[RankingCandidate]) -> Iterator[Fraction]:
    return (one.percent for one in contestants if one.percent is not None)
