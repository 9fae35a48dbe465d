"""Which unit of the province's list a report is from: by its code, else by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.province.register.units import UnitEntry

Entries = Sequence[UnitEntry]


@dataclass(frozen=True, slots=True)
class Match:
    """Which unit of the list a report is from, and how that was told."""

    unit: Unit | None
    doubtful: bool = False
    """Told by its name alone, or code and name point to two units: somebody has to agree."""
    note: str = ""


def match(every: Entries, sent: Unit) -> Match:
    """Find the unit of a report: by its code, else by its name inside the province."""
    by_code = [entry for entry in every if entry.unit.code == sent.code]
    return _by_code(every, by_code, sent) if by_code else _by_name(every, sent)


def _by_code(every: Entries, own: Entries, sent: Unit) -> Match:
    unit = present(every, own[-1])
    if unit is None:
        return Match(
            None,
            note=f"{own[-1].unit.name} ({sent.code}) đã ngừng hoạt động theo danh mục và chưa ghi "
            "đơn vị kế thừa.",
        )
    wanted = normalize_unit_name(sent.name)
    others = {
        entry.unit for entry in every
        if entry.current and normalize_unit_name(entry.unit.name) == wanted and entry.unit.code != unit.code
    }  # fmt: skip
    for other in others:
        note = (
            f"Gói ghi {sent.name}, mã {sent.code}; trong danh mục mã này là {unit.name} "
            f"({unit.code}), còn {other.name} có mã {other.code}."
        )
        return Match(unit, doubtful=True, note=note)
    if wanted not in {normalize_unit_name(entry.unit.name) for entry in own}:
        return Match(unit, note=f"Gói ghi “{sent.name}”, danh mục ghi “{unit.name}”.")
    if unit.code != sent.code or normalize_unit_name(unit.name) != wanted:
        return Match(unit, note=f"{sent.name} ({sent.code}) nay là {unit.name} ({unit.code}).")
    return Match(unit)


def _by_name(every: Entries, sent: Unit) -> Match:
    wanted = normalize_unit_name(sent.name)
    named = [
        one
        for one in every
        if normalize_unit_name(one.unit.name) == wanted and _same_province(one, sent)
    ]
    units = {unit for entry in named if (unit := present(every, entry)) is not None}
    if len(units) != 1:
        return Match(None, note=_unknown(sent, len(units)))
    unit = units.pop()
    note = f"Mã {sent.code} không có; khớp theo tên với {unit.name} ({unit.code})."
    return Match(unit, doubtful=True, note=note)


def _same_province(entry: UnitEntry, sent: Unit) -> bool:
    """A name is never looked up across provinces: there are thirteen communes Tân Thạnh."""
    unit = entry.unit
    if not sent.province_code and not sent.province_name:
        return True
    return sent.province_code == unit.province_code or normalize_unit_name(
        sent.province_name
    ) == normalize_unit_name(unit.province_name)


def present(every: Entries, entry: UnitEntry) -> Unit | None:
    """Follow an old unit to the one that works now; None when nobody took it over."""
    seen: set[str] = set()
    while not entry.current:
        code = entry.successor or entry.unit.code
        later = [one for one in every if one.unit.code == code]
        newest = max(
            later, key=lambda one: (one.current, one.valid_from or date.min), default=entry
        )
        if newest is entry or code in seen:
            return None
        seen.add(code)
        entry = newest
    return entry.unit


def _unknown(sent: Unit, found: int) -> str:
    place = f" ({sent.province_name})" if sent.province_name else ""
    if found:
        return f"Mã {sent.code} không có trong danh mục, tên “{sent.name}” có ở {found} đơn vị."
    return f"Mã {sent.code} và tên “{sent.name}”{place} không có trong danh mục đơn vị của tỉnh."
