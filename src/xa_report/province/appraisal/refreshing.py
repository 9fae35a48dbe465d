"""Keeps a commune's numbers up to date, inside the transaction that changed them."""

from sqlalchemy import Connection

from xa_report.assess.ranking import contestant_of
from xa_report.domain.appraisal import CaseState
from xa_report.domain.period import Period
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.appraisal.loading import every, load
from xa_report.province.desk import Desk
from xa_report.province.register import results
from xa_report.province.register.results import Result


def refresh(desk: Desk, connection: Connection, unit: str, period: Period) -> Dossier:
    """Assess a case anew and keep what it comes to; return it as it stands now."""
    found = load(desk, connection, unit, period)
    results.put(connection, period, result_of(found))
    return found


def refresh_all(desk: Desk, connection: Connection, period: Period) -> None:
    """Assess every case of a period anew."""
    for found in every(desk, connection, period):
        results.put(connection, period, result_of(found))


def result_of(found: Dossier) -> Result:
    """A case as lists and rankings see it."""
    contestant = contestant_of(
        found.unit,
        found.submission.manifest_sha256,
        (found.sent, found.appraised),
        found.form,
        closed=found.case.state is CaseState.CLOSED,
    )
    return Result(contestant, found.appraised.applicable, found.case.submission, found.case.state)
