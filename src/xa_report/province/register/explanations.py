"""Explanations (giải trình) of communes: those that a package brought, and those on paper."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.province.register.register import Register
from xa_report.province.register.tables import EXPLANATIONS
from xa_report.province.register.versions import Spot, put


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a commune says to one criterion."""

    unit: str
    period: Period
    code: str
    text: str
    origin: str
    """How it came: `L2`, `Công văn 15/UBND`."""
    version: int = 0
    changed: str = ""
    who: str = ""


def save(register: Register, connection: Connection, one: Explanation, called: str) -> int:
    """Put an explanation where `one.version` was seen; return its new version."""
    key = {"period": str(one.period), "unit": one.unit, "code": one.code}
    values = {"text": one.text, "origin": one.origin}
    spot = Spot(EXPLANATIONS, key, called)
    version = put(register, connection, spot, values, one.version)
    register.log(connection, "explanation", {**key, **values, "version": version})
    return version


def every(connection: Connection, key: CaseKey) -> tuple[Explanation, ...]:
    """The explanations of a case, by criterion."""
    known = EXPLANATIONS.c
    rows = connection.execute(
        select(EXPLANATIONS)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.code)
    )
    return tuple(
        Explanation(
            row.unit, key.period, row.code, row.text, row.origin, row.version, row.changed, row.who
        )
        for row in rows
    )
