"""What a report comes to, as lists, rankings and tables keep it: small, and sent by workers."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.domain.assessment import Assessment
from xa_report.domain.period import Period
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.province.register import figure_loading, results
from xa_report.province.register.cases import Case
from xa_report.province.register.figures import Sheet, sheet_of
from xa_report.province.register.results import Result


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one commune and period."""

    contestant: RankingCandidate
    applicable: Decimal
    sheet: Sheet


def tally_of(contestant: RankingCandidate, period: Period, appraised: Assessment) -> Tally:
    """The numbers of a commune, of which `appraised` is what counts."""
    figures = sheet_of(contestant.unit.code, period, appraised.figures)
    return Tally(contestant, appraised.applicable, figures)


def put(connection: Connection, case: Case, found: Tally) -> None:
    """Keep the numbers of a case in place of what it came to before."""
    results.put(connection, case.period, result_of(case, found))
    figure_loading.put(connection, found.sheet)


def result_of(case: Case, found: Tally) -> Result:
    """A case as lists and rankings see it."""
    return Result(found.contestant, found.applicable, case.submission, case.state)
