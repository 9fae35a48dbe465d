"""Keeps a commune's numbers up to date, inside the transaction that changed them."""

from dataclasses import replace

from sqlalchemy import Connection

from xa_report.assess.province.ranking import build_candidate
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.appraisal.loading import every, load
from xa_report.province.appraisal.tallying import Tally, put, tally_of
from xa_report.province.desk import Desk
from xa_report.province.register import cases, entries, provided
from xa_report.province.register.period_settings import survey


def refresh(desk: Desk, connection: Connection, key: CaseKey) -> Dossier:
    """Assess a case anew and keep what it comes to; return it as it stands now."""
    found = load(desk, connection, key)
    put(connection, found.case, tally_of_case(found))
    return found


def refresh_all(desk: Desk, connection: Connection, period: Period) -> None:
    """Assess every case of a period anew."""
    for found in every(desk, connection, period):
        put(connection, found.case, tally_of_case(found))


def refresh_received(desk: Desk, connection: Connection, key: CaseKey, tally: Tally | None) -> None:
    """Keep what a report that has just come comes to.

    `tally` is what it comes to by itself. It holds as long as the province has put nothing in
    place of anything and no earlier period is there to be compared with.
    """
    case = cases.find(connection, key)
    if tally is None or case is None or not _alone(connection, key):
        refresh(desk, connection, key)
        return
    named = replace(tally.contestant, unit=replace(tally.contestant.unit, code=key.unit))
    sheet = replace(tally.sheet, unit=key.unit)
    put(connection, case, replace(tally, contestant=named, sheet=sheet))


def _alone(connection: Connection, key: CaseKey) -> bool:
    return (
        survey(connection, key.period) is None
        and cases.find(connection, key.before()) is None
        and not entries.every(connection, key)
        and not provided.has(connection, key)
    )


def tally_of_case(found: Dossier) -> Tally:
    """What a case comes to as it stands."""
    contestant = build_candidate(
        found.unit,
        found.submission.manifest_sha256,
        (found.sent, found.appraised),
        found.form,
        closed=found.case.state is CaseState.CLOSED,
    )
    return tally_of(contestant, found.case.period, found.appraised)
