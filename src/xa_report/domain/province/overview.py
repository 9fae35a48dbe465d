"""State of all communes of a province in one period: sent, appraised, ranked."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
class FormRanking:
    """The ranking of the communes that reported by one form."""

    form: Form | None
    """None when the register does not know it any more."""
    ranking: Ranking = field(default_factory=lambda: Ranking(()))


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
    """Of the communes that reported by `form`."""
    other_rankings: tuple[FormRanking, ...] = ()
    """Of the period's other forms, the one most used first: points compare within a form only."""
    quarantined: int = 0
    """Number of files in quarantine."""
    previous_mean: Fraction | None = None
    """The mean percentage of the period before, of those that reported by a version of `form`."""

    def status_of(self, code: str) -> CommuneStatus | None:
        """Return the status of a unit; None when the list does not have it."""
        return next((status for status in self.communes if status.unit.code == code), None)

    def rank_of(self, code: str) -> RankedCommune | None:
        """Return the entry of a unit in the ranking of its form; None when it is not ranked."""
        return next(
            (
                entry
                for each in self.each_ranking()
                for entry in each.ranking.ranked
                if entry.candidate.unit.code == code
            ),
            None,
        )

    def each_ranking(self) -> tuple[FormRanking, ...]:
        """Return the ranking of each form, the one most used first."""
        return (FormRanking(self.form, self.ranking), *self.other_rankings)

    def of_form(self, number: int) -> "ProvinceOverview":
        """Return the overview with a form of `each_ranking`, by its number from 0, in front."""
        chosen = self.each_ranking()[number] if number <= len(self.other_rankings) else None
        return replace(self, form=chosen.form, ranking=chosen.ranking) if chosen else self

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
        """The mean percentage of those that are ranked by `form`."""
        return mean_percent(entry.candidate.percent for entry in self.ranking.ranked)


def mean_percent(percents: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of percentages, unrounded; None when there are none."""
    known = [percent for percent in percents if percent is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
