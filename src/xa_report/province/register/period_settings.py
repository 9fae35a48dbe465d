"""What the province decides for a period as a whole."""

from sqlalchemy import Connection, delete, select

from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.province.register.register import Register
from xa_report.province.register.tables import META


def survey(connection: Connection, period: Period) -> SurveyMode | None:
    """How the survey counts; None leaves what the form says."""
    key = f"survey:{period}"
    value = connection.execute(select(META.c.value).where(META.c.key == key)).scalar()
    return SurveyMode(value) if value else None


def set_survey(
    register: Register, connection: Connection, period: Period, mode: SurveyMode
) -> None:
    """Let the survey count so."""
    key = f"survey:{period}"
    connection.execute(delete(META).where(META.c.key == key))
    connection.execute(META.insert().values(key=key, value=mode.value))
    register.log(connection, "survey", {"period": str(period), "mode": mode.value})


def agency(connection: Connection, default: str) -> str:
    """Who consolidates and issues receipts."""
    found = connection.execute(select(META.c.value).where(META.c.key == "agency")).scalar()
    return str(found) if found else default
