"""What came in a period, at a glance: one query for all communes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from xa_report.domain.period import Period
from xa_report.province.register.tables import SUBMISSIONS


@dataclass(frozen=True, slots=True)
class Came:
    """One submission, without its record."""

    id: int
    unit: str
    sequence: int
    form_sha256: str
    received: datetime


def of_period(connection: Connection, period: Period) -> tuple[Came, ...]:
    """Every submission of a period, in the order of arrival."""
    known = SUBMISSIONS.c
    rows = connection.execute(
        select(known.id, known.unit, known.sequence, known.form_sha256, known.received)
        .where(known.period == str(period))
        .order_by(known.id)
    )
    return tuple(
        Came(row.id, row.unit, row.sequence, row.form_sha256, datetime.fromisoformat(row.received))
        for row in rows
    )
