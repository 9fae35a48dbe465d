"""Decisions of the province for a whole period, and the agency's name."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.domain.province.open_matters import Acceptance, CommuneOpenMatters
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import META


def load_survey_mode(connection: Connection, period: Period) -> SurveyMode | None:
    """Return how the survey counts in a period; None leaves it to the form."""
    key = f"survey:{period}"
    value = connection.execute(select(META.c.value).where(META.c.key == key)).scalar()
    return SurveyMode(value) if value else None


def save_survey_mode(
    database: RegisterDatabase, connection: Connection, period: Period, mode: SurveyMode
) -> None:
    """Save how the survey counts in a period."""
    key = f"survey:{period}"
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(META.insert().values(key=key, value=mode.value))
    database.log(connection, "survey", {"period": str(period), "mode": mode.value})


def load_agency(connection: Connection, default: str) -> str:
    """Return the name of the agency that consolidates and issues receipts."""
    agency = connection.execute(select(META.c.value).where(META.c.key == "agency")).scalar()
    return str(agency) if agency else default


def load_acceptance(connection: Connection, period: Period) -> Acceptance | None:
    """Return the last decision to publish a period although matters are open; None for none."""
    stored = connection.execute(select(META.c.value).where(META.c.key == f"accepted:{period}"))
    text = stored.scalar()
    if not text:
        return None
    parts = loads(text)
    keys = {unit: frozenset(each) for unit, each in parts["open"].items()}
    return Acceptance(parts["reason"], parts["who"], datetime.fromisoformat(parts["at"]), keys)


def save_acceptance(
    database: RegisterDatabase,
    connection: Connection,
    period: Period,
    reason: str,
    accepted: Iterable[CommuneOpenMatters],
) -> None:
    """Save and log that somebody takes what is open in a period, and why."""
    matters = {each.unit.code: sorted(each.keys) for each in accepted}
    parts = {"reason": reason, "who": database.who, "at": database.now(), "open": matters}
    key = f"accepted:{period}"
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(META.insert().values(key=key, value=dump_normalized(parts)))
    payload = {"period": str(period), "reason": reason, "open": matters}
    database.log(connection, "accepted", payload)
