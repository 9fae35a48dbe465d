"""The province's own list of units, with what they were called before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, select

from xa_report.domain.period import Period
from xa_report.domain.text import strip_accents
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.province.register.register import Register
from xa_report.province.register.tables import CASES, META, UNITS

OWN = "own_units"
"""Key of the mark that the list that ships was replaced by the province's own."""


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A name that a code had or has, and from when to when."""

    unit: Unit
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day; None while it holds."""
    successor: str = ""
    """The code of the unit that took it over."""

    @property
    def current(self) -> bool:
        """Whether the unit works under this name now."""
        return self.valid_to is None and not self.successor


def put(register: Register, found: Sequence[UnitEntry]) -> None:
    """Keep the list that ships, to begin with."""
    with register.write() as connection:
        _replace(register, connection, found)


def put_own(register: Register, found: Sequence[UnitEntry]) -> tuple[UnitEntry, ...]:
    """Put the province's own list in place; return what it no longer names and is kept as past.

    The first own list replaces the one that ships altogether: its codes may belong to others.
    """
    with register.write() as connection:
        marked = connection.execute(select(META.c.key).where(META.c.key == OWN)).first()
        kept: tuple[UnitEntry, ...] = ()
        if marked is None:
            connection.execute(META.insert().values(key=OWN, value=register.now()))
        else:
            today = register.clock().date()
            kept = _past(entries(connection, register.province), found, today)
            found = _begun(found, kept, today)
        _replace(register, connection, (*kept, *found))
    return kept


def _past(
    before: Iterable[UnitEntry], found: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """Names that the new list does not have, closed, with the code that bears the name now."""
    there = {(one.unit.code, normalize_unit_name(one.unit.name)) for one in found}
    named = {normalize_unit_name(one.unit.name): one.unit.code for one in found if one.current}
    codes = {one.unit.code for one in found}
    gone = [
        one for one in before if (one.unit.code, normalize_unit_name(one.unit.name)) not in there
    ]
    closed = []
    for one in gone:
        end = one.valid_to or today - timedelta(days=1)
        heir = one.successor or named.get(normalize_unit_name(one.unit.name), "")
        successor = "" if one.unit.code in codes or heir == one.unit.code else heir
        closed.append(replace(one, valid_to=end, successor=successor))
    taken = {(one.unit.code, one.valid_from) for one in found if one.valid_from}
    return tuple(one for one in closed if (one.unit.code, one.valid_from) not in taken)


def _begun(
    found: Sequence[UnitEntry], kept: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """A name that follows an older one of the same code begins today, when no day is given."""
    older = {(one.unit.code, one.valid_from) for one in kept}
    return tuple(
        replace(one, valid_from=today)
        if one.valid_from is None and (one.unit.code, None) in older
        else one
        for one in found
    )


def _replace(register: Register, connection: Connection, found: Sequence[UnitEntry]) -> None:
    connection.execute(delete(UNITS))
    connection.execute(UNITS.insert(), [_row(entry) for entry in found])
    register.log(connection, "units", {"count": len(found)})


def _row(entry: UnitEntry) -> dict[str, str]:
    unit = entry.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "plain": strip_accents(unit.name),
        "valid_from": _day(entry.valid_from),
        "valid_to": _day(entry.valid_to),
        "successor": entry.successor,
        "formed": _day(unit.formed),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def entries(connection: Connection, province: Unit) -> tuple[UnitEntry, ...]:
    """Every name of every unit, by code and age."""
    rows = connection.execute(_EVERY)
    return _read(tuple(map(tuple, rows)), province)


_EVERY = select(
    UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.formed, UNITS.c.valid_from,
    UNITS.c.valid_to, UNITS.c.successor,
).order_by(UNITS.c.code, UNITS.c.valid_from)  # fmt: skip


@lru_cache(maxsize=4)
def _read(rows: tuple[tuple[str, ...], ...], province: Unit) -> tuple[UnitEntry, ...]:
    """The same rows make the same list: an intake asks for it at every file."""
    return tuple(
        UnitEntry(
            _unit(code, name, kind, formed, province),
            _date(valid_from),
            _date(valid_to),
            successor,
        )
        for code, name, kind, formed, valid_from, valid_to, successor in rows
    )


@lru_cache(maxsize=2**13)
def _unit(code: str, name: str, kind: str, formed: str, province: Unit) -> Unit:
    return Unit(code, name, kind, province.code, province.name, _date(formed))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def working(every: Iterable[UnitEntry]) -> tuple[Unit, ...]:
    """The units that report now, by code."""
    return tuple(entry.unit for entry in every if entry.current)


def missing(connection: Connection, province: Unit, period: Period) -> tuple[Unit, ...]:
    """The working units of which nothing has come for a period, by code."""
    rows = connection.execute(_MISSING, {"period": str(period)})
    return tuple(_unit(code, name, kind, formed, province) for code, name, kind, formed in rows)


_MISSING = (
    select(UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.formed)
    .where(UNITS.c.valid_to == "", UNITS.c.successor == "")
    .where(UNITS.c.code.not_in(select(CASES.c.unit).where(CASES.c.period == bindparam("period"))))
    .order_by(UNITS.c.code)
)
