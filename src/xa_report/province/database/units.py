"""Units of the province with their former names, and the match of a report to its unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, select

from xa_report.domain.dates import in_vietnam
from xa_report.domain.period import Period
from xa_report.domain.text import strip_accents
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import CASES, META, UNITS

OWN_UNITS_KEY = "own_units"
"""Key of the mark that the list that ships was replaced by the province's own."""


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A name of a unit with its first and last day."""

    unit: Unit
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day, inclusive; None while the name is in use."""
    successor: str = ""
    """The code of the unit that took it over."""

    @property
    def is_current(self) -> bool:
        """True while the unit works under this name."""
        return self.valid_to is None and not self.successor


def save_shipped_units(database: RegisterDatabase, new_entries: Sequence[UnitEntry]) -> None:
    """Save the list that ships with the program as the first list."""
    with database.write() as connection:
        _replace_rows(database, connection, new_entries)


def replace_own_units(
    database: RegisterDatabase, new_entries: Sequence[UnitEntry]
) -> tuple[UnitEntry, ...]:
    """Save the province's own list; return the entries that it no longer names, kept as former.

    The first own list replaces the one that ships altogether: its codes may belong to others.
    """
    with database.write() as connection:
        marked = connection.execute(select(META.c.key).where(META.c.key == OWN_UNITS_KEY)).first()
        former: tuple[UnitEntry, ...] = ()
        if marked is None:
            connection.execute(META.insert().values(key=OWN_UNITS_KEY, value=database.now()))
        else:
            today = in_vietnam(database.clock()).date()
            stored = load_unit_entries(connection, database.province)
            former = _former_entries(stored, new_entries, today)
            new_entries = _entries_with_begin(new_entries, former, today)
        _replace_rows(database, connection, (*former, *new_entries))
    return former


def _former_entries(
    stored_entries: Iterable[UnitEntry], new_entries: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """Return the names that the new list lacks, each ended and with the code of its successor.

    The successor is the unit that has the name now, unless the code itself goes on.
    """
    listed = {_code_and_name(entry) for entry in new_entries}
    codes_by_name = {
        normalize_unit_name(entry.unit.name): entry.unit.code
        for entry in new_entries
        if entry.is_current
    }
    codes = {entry.unit.code for entry in new_entries}
    ended = []
    for entry in stored_entries:
        code, name = _code_and_name(entry)
        if (code, name) not in listed:
            heir = entry.successor or codes_by_name.get(name, "")
            successor = "" if code in codes or heir == code else heir
            last_day = entry.valid_to or today - timedelta(days=1)
            ended.append(replace(entry, valid_to=last_day, successor=successor))
    # Code and first day are the key of the table: the new list's own row for them counts.
    taken = {(entry.unit.code, entry.valid_from) for entry in new_entries if entry.valid_from}
    return tuple(entry for entry in ended if (entry.unit.code, entry.valid_from) not in taken)


def _code_and_name(entry: UnitEntry) -> tuple[str, str]:
    return entry.unit.code, normalize_unit_name(entry.unit.name)


def _entries_with_begin(
    new_entries: Sequence[UnitEntry], stored_entries: Sequence[UnitEntry], today: date
) -> tuple[UnitEntry, ...]:
    """Let a name without a first day begin today when the same code has an older such name."""
    older = {(entry.unit.code, entry.valid_from) for entry in stored_entries}
    return tuple(
        replace(entry, valid_from=today)
        if entry.valid_from is None and (entry.unit.code, None) in older
        else entry
        for entry in new_entries
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
    """Return every name of every unit, by code and first day."""
    rows = connection.execute(_ENTRIES_QUERY)
    return _entries_from_rows(tuple(map(tuple, rows)), province)


_ENTRIES_QUERY = select(
    UNITS.c.code, UNITS.c.name, UNITS.c.kind, UNITS.c.formed, UNITS.c.valid_from,
    UNITS.c.valid_to, UNITS.c.successor,
).order_by(UNITS.c.code, UNITS.c.valid_from)  # fmt: skip


@lru_cache(maxsize=4)
def _entries_from_rows(rows: tuple[tuple[str, ...], ...], province: Unit) -> tuple[UnitEntry, ...]:
    """Build the entries of rows; cached, because an intake loads the same list at every file."""
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
    """Return the units that report now, in the order of the entries."""
    return tuple(entry.unit for entry in unit_entries if entry.is_current)


def units_without_submission(
    connection: Connection, province: Unit, period: Period
) -> tuple[Unit, ...]:
    """Return the current units without a submission for a period, by code."""
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
    """The unit of the list that a report is from, with the reason for doubt."""

    unit: Unit | None
    doubtful: bool = False
    """Matched by name alone, or code and name belong to two units: somebody has to agree."""
    note: str = ""


def match_unit(unit_entries: UnitEntries, sent_unit: Unit) -> UnitMatch:
    """Find the unit of a report: by its code, else by its name inside of the province."""
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
            note=f"{own[-1].unit.name} ({sent_unit.code}) đã ngừng hoạt động theo danh mục và chưa "
            "ghi đơn vị kế thừa.",
        )
    sent_name = normalize_unit_name(sent_unit.name)
    others = {
        entry.unit
        for entry in unit_entries
        if entry.is_current
        and entry.unit.code != unit.code
        and normalize_unit_name(entry.unit.name) == sent_name
    }
    for other in others:
        note = (
            f"Gói ghi {sent_unit.name}, mã {sent_unit.code}; trong danh mục mã này là {unit.name} "
            f"({unit.code}), còn {other.name} có mã {other.code}."
        )
        return UnitMatch(unit, doubtful=True, note=note)
    if sent_name not in {normalize_unit_name(entry.unit.name) for entry in own}:
        return UnitMatch(unit, note=f"Gói ghi “{sent_unit.name}”, danh mục ghi “{unit.name}”.")
    if unit.code != sent_unit.code or normalize_unit_name(unit.name) != sent_name:
        return UnitMatch(
            unit, note=f"{sent_unit.name} ({sent_unit.code}) nay là {unit.name} ({unit.code})."
        )
    return UnitMatch(unit)


def _match_by_name(unit_entries: UnitEntries, sent_unit: Unit) -> UnitMatch:
    sent_name = normalize_unit_name(sent_unit.name)
    named = [
        entry
        for entry in unit_entries
        if normalize_unit_name(entry.unit.name) == sent_name and _is_same_province(entry, sent_unit)
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
    """Return whether a report names the province of the entry, or no province.

    Names are not unique across provinces: there are thirteen communes Tân Thạnh.
    """
    unit = entry.unit
    if not sent_unit.province_code and not sent_unit.province_name:
        return True
    return sent_unit.province_code == unit.province_code or normalize_unit_name(
        sent_unit.province_name
    ) == normalize_unit_name(unit.province_name)


def current_successor(unit_entries: UnitEntries, entry: UnitEntry) -> Unit | None:
    """Follow a former unit to the one that works now; None when nobody took it over."""
    # Lists come from outside: two units may name each other as successors.
    seen: set[str] = set()
    while not entry.is_current:
        code = entry.successor or entry.unit.code
        later = [one for one in unit_entries if one.unit.code == code]
        newest = max(
            later,
            key=lambda unit_entry: (unit_entry.is_current, unit_entry.valid_from or date.min),
            default=entry,
        )
        if newest is entry or code in seen:
            return None
        seen.add(code)
        entry = newest
    return entry.unit


def _unknown_unit_sentence(sent_unit: Unit, match_count: int) -> str:
    if match_count:
        return (
            f"Mã {sent_unit.code} không có trong danh mục, tên “{sent_unit.name}” có ở "
            f"{match_count} đơn vị."
        )
    province = f" ({sent_unit.province_name})" if sent_unit.province_name else ""
    return (
        f"Mã {sent_unit.code} và tên “{sent_unit.name}”{province} không có trong danh mục đơn vị "
        "của tỉnh."
    )
