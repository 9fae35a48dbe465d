"""The province's own list of units, with what they were called before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from xa_report.definitions.units import plain
from xa_report.domain.unit import Unit
from xa_report.province.register.register import Register
from xa_report.province.register.tables import UNITS


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


@dataclass(frozen=True, slots=True)
class Match:
    """Which unit of the list a report is from, and how that was told."""

    unit: Unit | None
    by_name: bool = False
    """Told by its name alone: somebody has to agree."""
    note: str = ""


def put(register: Register, entries: Sequence[UnitEntry]) -> None:
    """Replace the list; what units were called before is part of it."""
    with register.write() as connection:
        connection.execute(delete(UNITS))
        connection.execute(UNITS.insert(), [_row(entry) for entry in entries])
        register.log(connection, "units", {"count": len(entries)})


def _row(entry: UnitEntry) -> dict[str, str]:
    unit = entry.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "plain": plain(unit.name),
        "valid_from": _day(entry.valid_from),
        "valid_to": _day(entry.valid_to),
        "successor": entry.successor,
        "formed": _day(unit.formed),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def entries(connection: Connection, province: Unit) -> tuple[UnitEntry, ...]:
    """Every name of every unit, by code and age."""
    rows = connection.execute(select(UNITS).order_by(UNITS.c.code, UNITS.c.valid_from))
    return tuple(
        UnitEntry(
            Unit(row.code, row.name, row.kind, province.code, province.name, _date(row.formed)),
            _date(row.valid_from),
            _date(row.valid_to),
            row.successor,
        )
        for row in rows
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def working(every: Iterable[UnitEntry]) -> tuple[Unit, ...]:
    """The units that report now, by code."""
    return tuple(entry.unit for entry in every if entry.current)


def match(every: Sequence[UnitEntry], sent: Unit) -> Match:
    """Find the unit of a report: by its code, else by its name inside the province."""
    for entry in every:
        if entry.unit.code == sent.code:
            return _by_code(every, entry, sent)
    wanted = plain(sent.name)
    named = [entry for entry in every if plain(entry.unit.name) == wanted]
    codes = {_present(every, entry).code for entry in named}
    if len(codes) != 1:
        return Match(None, note=_unknown(sent, len(codes)))
    unit = _present(every, named[0])
    return Match(
        unit, True, f"Mã {sent.code} không có; khớp theo tên với {unit.name} ({unit.code})."
    )


def _by_code(every: Sequence[UnitEntry], entry: UnitEntry, sent: Unit) -> Match:
    unit = _present(every, entry)
    names = {plain(one.unit.name) for one in every if one.unit.code == sent.code}
    if plain(sent.name) not in names:
        return Match(unit, note=f"Gói ghi “{sent.name}”, danh mục ghi “{unit.name}”.")
    if unit.code != sent.code or plain(unit.name) != plain(sent.name):
        return Match(unit, note=f"{sent.name} ({sent.code}) nay là {unit.name} ({unit.code}).")
    return Match(unit)


def _present(every: Sequence[UnitEntry], entry: UnitEntry) -> Unit:
    """Follow an old unit to the one that works now."""
    seen: set[str] = set()
    while not entry.current:
        code = entry.successor or entry.unit.code
        later = [one for one in every if one.unit.code == code]
        newest = max(later, key=lambda one: one.valid_from or date.min, default=entry)
        if newest is entry or code in seen:
            break
        seen.add(code)
        entry = newest
    return entry.unit


def _unknown(sent: Unit, found: int) -> str:
    if found:
        return f"Mã {sent.code} không có trong danh mục, tên “{sent.name}” có ở {found} đơn vị."
    return f"Mã {sent.code} và tên “{sent.name}” không có trong danh mục đơn vị của tỉnh."


def missing(every: Sequence[UnitEntry], sent: Iterable[str]) -> Iterator[Unit]:
    """The working units of which nothing has come."""
    there = set(sent)
    return (unit for unit in working(every) if unit.code not in there)
