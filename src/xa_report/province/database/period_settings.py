"""Decisions of the province for a whole period, and the agency's name."""

from sqlalchemy import Connection, delete, select

from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import META


def load_survey_mode(connection: Connection, period: Period) -> SurveyMode | None:
    """How the survey counts; None leaves what the form says."""
    key = f"survey:{period}"
    value = connection.execute(select(META.c.value).where(META.c.key == key)).scalar()
    return SurveyMode(value) if value else None


def save_survey_mode(
    database: RegisterDatabase, connection: Connection, period: Period, mode: SurveyMode
) -> None:
    """Let the survey count so."""
    key = f"survey:{period}"
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(META.insert().values(key=key, value=mode.value))
    database.log(connection, "survey", {"period": str(period), "mode": mode.value})


def load_agency(connection: Connection, default: str) -> str:
    """Who consolidates and issues receipts."""
    found = connection.execute(select(META.c.value).where(META.c.key == "agency")).scalar()
    return str(found) if found else default
