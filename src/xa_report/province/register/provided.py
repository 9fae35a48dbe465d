"""Figures that only the province fills: survey results by commune, and its own for targets."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.province.register.entries import answer_back, answer_text
from xa_report.province.register.register import Register
from xa_report.province.register.tables import PROVIDED
from xa_report.province.register.versions import Spot, put

ALL = ""
"""In place of a unit: the figure of the province itself."""


@dataclass(frozen=True, slots=True)
class Provided:
    """One figure of one commune, or of the province."""

    unit: str
    period: Period
    ref: str
    value: Answer | None
    version: int = 0
    changed: str = ""
    who: str = ""


def save(
    register: Register, connection: Connection, one: Provided, kind: ItemKind, called: str
) -> int:
    """Put a figure where `one.version` was seen; return its new version."""
    key = {"period": str(one.period), "unit": one.unit, "ref": one.ref}
    value = None if one.value is None else answer_text(one.value, kind)
    spot = Spot(PROVIDED, key, called)
    version = put(register, connection, spot, {"value": value}, one.version)
    register.log(connection, "provided", {**key, "value": value, "version": version})
    return version


def has(connection: Connection, key: CaseKey) -> bool:
    """Whether the province has filled in anything for a unit, be it taken away again."""
    known = PROVIDED.c
    own = known.period == str(key.period), known.unit == key.unit
    query = select(known.ref).where(*own).limit(1)
    return connection.execute(query).first() is not None


def of_period(connection: Connection, period: Period) -> dict[str, dict[str, Provided]]:
    """Every figure of a period, by unit and id."""
    found: dict[str, dict[str, Provided]] = {}
    for row in connection.execute(select(PROVIDED).where(PROVIDED.c.period == str(period))):
        value = None if row.value is None else answer_back(row.value, row.ref)
        found.setdefault(row.unit, {})[row.ref] = Provided(
            row.unit, period, row.ref, value, row.version, row.changed, row.who
        )
    return found
