"""Units of the province with their former names, and the unit a report comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, select

from xa_report.domain.period import Period
from xa_report.domain.text import strip_accents
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import CASES, META, UNITS

OWN_UNITS_KEY = "own_units"
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
    def is_current(self) -> bool:
        """Whether the unit works under this name now."""
        return self.valid_to is None and not self.successor


def save_shipped_units(database: RegisterDatabase, new_entries: Sequence[UnitEntry]) -> None:
    """Keep the list that ships, to begin with."""
    with database.write() as connection:
        _replace_rows(database, connection, new_entries)


def replace_own_units(
    database: RegisterDatabase, new_entries: Sequence[UnitEntry]
) -> tuple[UnitEntry, ...]:
    """Put the province's own list in place; return what it no longer names and is kept as past.

    The first own list replaces the one that ships altogether: its codes may belong to others.
    """
    with database.write() as connection:
        marked = connection.execute(select(META.c.key).where(META.c.key == OWN_UNITS_KEY)).first()
        kept: tuple[UnitEntry, ...] = ()
        if marked is None:
            connection.execute(META.insert().values(key=OWN_UNITS_KEY, value=database.now()))
        else:
            today = database.clock().date()
            kept = _past_entries(
                load_unit_entries(connection, database.province), new_entries, today
            )
            new_entries = _entries_with_begin(new_entries, kept, today)
        _replace_rows(database, connection, (*kept, *new_entries))
    return kept


def _past_entries(
    before: Iterable[UnitEntry], new_entries: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """Names that the new list does not have, closed, with the code that bears the name now."""
    there = {(one.unit.code, normalize_unit_name(one.unit.name)) for one in new_entries}
    named = {
        normalize_unit_name(one.unit.name): one.unit.code for one in new_entries if one.is_current
    }
    codes = {one.unit.code for one in new_entries}
    gone = [
        one for one in before if (one.unit.code, normalize_unit_name(one.unit.name)) not in there
    ]
    closed = []
    for one in gone:
        end = one.valid_to or today - timedelta(days=1)
        heir = one.successor or named.get(normalize_unit_name(one.unit.name), "")
        successor = "" if one.unit.code in codes or heir == one.unit.code else heir
        closed.append(replace(one, valid_to=end, successor=successor))
    taken = {(one.unit.code, one.valid_from) for one in new_entries if one.valid_from}
    return tuple(one for one in closed if (one.unit.code, one.valid_from) not in taken)


def _entries_with_begin(
    new_entries: Sequence[UnitEntry], stored_entries: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """A name that follows an older one of the same code begins today, when no day is given."""
    older = {(one.unit.code, one.valid_from) for one in stored_entries}
    return tuple(
        replace(one, valid_from=today)
        if one.valid_from is None and (one.unit.code, None) in older
        else one
        for one in new_entries
    )


def _replace_rows(
    database: RegisterDatabase, connection: Connection, new_entries: Sequence[UnitEntry]
) -> None:
    connection.execute(delete(UNITS))
    connection.execute(UNITS.insert(), [_row_from_entry(entry) for entry in new_entries])
    database.log(connection, "units", {"count": len(new_entries)})


def _row_from_entry(entry: UnitEntry) -> dict[str, str]:
    unit = entry.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "plain": strip_accents(unit.name),
        "valid_from": _day_text(entry.valid_from),
        "valid_to": _day_text(entry.valid_to),
        "successor": entry.successor,
        "formed": _day_text(unit.formed),
    }


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def load_unit_entries(connection: Connection, province: Unit) -> tuple[UnitEntry, ...]:
    """Every name of every unit, by code and age."""
    rows = connection.execute(_ENTRIES_QUERY)
    return _entries_from_rows(tuple(map(tuple, rows)), province)


_ENTRIES_QUERY = select(
    UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.formed, UNITS.c.valid_from,
    UNITS.c.valid_to, UNITS.c.successor,
).order_by(UNITS.c.code, UNITS.c.valid_from)  # fmt: skip


@lru_cache(maxsize=4)
def _entries_from_rows(rows: tuple[tuple[str, ...], ...], province: Unit) -> tuple[UnitEntry, ...]:
    """The same rows make the same list: an intake asks for it at every file."""
    return tuple(
        UnitEntry(
            _unit_from_row(code, name, kind, formed, province),
            _date_from_text(valid_from),
            _date_from_text(valid_to),
            successor,
        )
        for code, name, kind, formed, valid_from, valid_to, successor in rows
    )


@lru_cache(maxsize=2**13)
def _unit_from_row(code: str, name: str, kind: str, formed: str, province: Unit) -> Unit:
    return Unit(code, name, kind, province.code, province.name, _date_from_text(formed))


def _date_from_text(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def active_units(unit_entries: Iterable[UnitEntry]) -> tuple[Unit, ...]:
    """The units that report now, by code."""
    return tuple(entry.unit for entry in unit_entries if entry.is_current)


def units_without_submission(
    connection: Connection, province: Unit, period: Period
) -> tuple[Unit, ...]:
    """The working units of which nothing has come for a period, by code."""
    rows = connection.execute(_MISSING_QUERY, {"period": str(period)})
    return tuple(
        _unit_from_row(code, name, kind, formed, province) for code, name, kind, formed in rows
    )


_MISSING_QUERY = (
    select(UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.formed)
    .where(UNITS.c.valid_to == "", UNITS.c.successor == "")
    .where(UNITS.c.code.not_in(select(CASES.c.unit).where(CASES.c.period == bindparam("period"))))
    .order_by(UNITS.c.code)
)


UnitEntries = Sequence[UnitEntry]


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Which unit of the list a report is from, and how that was told."""

    unit: Unit | None
    doubtful: bool = False
    """Told by its name alone, or code and name point to two units: somebody has to agree."""
    note: str = ""


def match_unit(unit_entries: UnitEntries, sent_unit: Unit) -> UnitMatch:
    """Find the unit of a report: by its code, else by its name inside the province."""
    by_code = [entry for entry in unit_entries if entry.unit.code == sent_unit.code]
    return (
        _match_by_code(unit_entries, by_code, sent_unit)
        if by_code
        else _match_by_name(unit_entries, sent_unit)
    )


def _match_by_code(unit_entries: UnitEntries, own: UnitEntries, sent_unit: Unit) -> UnitMatch:
    unit = current_successor(unit_entries, own[-1])
    if unit is None:
        return UnitMatch(
            None,
            note=f"{own[-1].unit.name} ({sent_unit.code}) đã ngừng hoạt động theo danh mục và chưa ghi "
            "đơn vị kế thừa.",
        )
    wanted = normalize_unit_name(sent_unit.name)
    others = {
        entry.unit for entry in unit_entries
        if entry.is_current and normalize_unit_name(entry.unit.name) == wanted and entry.unit.code != unit.code
    }  # fmt: skip
    for other in others:
        note = (
            f"Gói ghi {sent_unit.name}, mã {sent_unit.code}; trong danh mục mã này là {unit.name} "
            f"({unit.code}), còn {other.name} có mã {other.code}."
        )
        return UnitMatch(unit, doubtful=True, note=note)
    if wanted not in {normalize_unit_name(entry.unit.name) for entry in own}:
        return UnitMatch(unit, note=f"Gói ghi “{sent_unit.name}”, danh mục ghi “{unit.name}”.")
    if unit.code != sent_unit.code or normalize_unit_name(unit.name) != wanted:
        return UnitMatch(
            unit, note=f"{sent_unit.name} ({sent_unit.code}) nay là {unit.name} ({unit.code})."
        )
    return UnitMatch(unit)


def _match_by_name(unit_entries: UnitEntries, sent_unit: Unit) -> UnitMatch:
    wanted = normalize_unit_name(sent_unit.name)
    named = [
        one
        for one in unit_entries
        if normalize_unit_name(one.unit.name) == wanted and _is_same_province(one, sent_unit)
    ]
    units = {
        unit for entry in named if (unit := current_successor(unit_entries, entry)) is not None
    }
    if len(units) != 1:
        return UnitMatch(None, note=_unknown_unit_sentence(sent_unit, len(units)))
    unit = units.pop()
    note = f"Mã {sent_unit.code} không có; khớp theo tên với {unit.name} ({unit.code})."
    return UnitMatch(unit, doubtful=True, note=note)


def _is_same_province(entry: UnitEntry, sent_unit: Unit) -> bool:
    """A name is never looked up across provinces: there are thirteen communes Tân Thạnh."""
    unit = entry.unit
    if not sent_unit.province_code and not sent_unit.province_name:
        return True
    return sent_unit.province_code == unit.province_code or normalize_unit_name(
        sent_unit.province_name
    ) == normalize_unit_name(unit.province_name)


def current_successor(unit_entries: UnitEntries, entry: UnitEntry) -> Unit | None:
    """Follow an old unit to the one that works now; None when nobody took it over."""
    seen: set[str] = set()
    while not entry.is_current:
        code = entry.successor or entry.unit.code
        later = [one for one in unit_entries if one.unit.code == code]
        newest = max(
            later, key=lambda one: (one.is_current, one.valid_from or date.min), default=entry
        )
        if newest is entry or code in seen:
            return None
        seen.add(code)
        entry = newest
    return entry.unit


def _unknown_unit_sentence(sent_unit: Unit, match_count: int) -> str:
    place = f" ({sent_unit.province_name})" if sent_unit.province_name else ""
    if match_count:
        return f"Mã {sent_unit.code} không có trong danh mục, tên “{sent_unit.name}” có ở {match_count} đơn vị."
    return f"Mã {sent_unit.code} và tên “{sent_unit.name}”{place} không có trong danh mục đơn vị của tỉnh."
