"""What a report comes to, as lists, rankings and tables keep it: small, and sent by workers."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.assess.ranking import contestant_of
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.ranking import Contestant
from xa_report.domain.unit import Unit
from xa_report.province.register import figure_loading, results
from xa_report.province.register.cases import Case
from xa_report.province.register.figures import Sheet, sheet_of
from xa_report.province.register.results import Result


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one commune and period."""

    contestant: Contestant
    applicable: Decimal
    sheet: Sheet


def tally_of(
    place: tuple[Unit, Period],
    manifest_sha256: str,
    assessments: tuple[Assessment, Assessment],
    form: Form,
    *,
    closed: bool = False,
) -> Tally:
    """The numbers of a commune from its assessments as sent and as appraised."""
    (unit, period), (_, appraised) = place, assessments
    contestant = contestant_of(unit, manifest_sha256, assessments, form, closed)
    return Tally(contestant, appraised.applicable, sheet_of(unit.code, period, appraised.figures))


def put(connection: Connection, case: Case, found: Tally) -> None:
    """Keep the numbers of a case in place of what it came to before."""
    results.put(connection, case.period, result_of(case, found))
    figure_loading.put(connection, found.sheet)


def result_of(case: Case, found: Tally) -> Result:
    """A case as lists and rankings see it."""
    return Result(found.contestant, found.applicable, case.submission, case.state)
