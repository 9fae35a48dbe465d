"""Check of a province's own list of units: its entries, or every fault with its row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xa_report.definitions.unit_records import (
    PROVINCE_KINDS,
    KnownUnits,
    UnitRecord,
    read_unit_records,
)
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.domain.unit_table import UnitTable
from xa_report.errors import DefinitionError
from xa_report.province.database.units import UnitEntry


@dataclass(frozen=True, slots=True)
class _NumberedEntry:
    """An entry with the number of its row in the file."""

    number: int
    entry: UnitEntry


def unit_entries_from_table(
    table: UnitTable, province: Unit, known: KnownUnits
) -> tuple[UnitEntry, ...]:
    """Return the communes of a province; raise DefinitionError naming every faulty row."""
    records = [
        record
        for record in read_unit_records(table, known)
        if _belongs_to_province(record, province)
    ]
    if not records:
        raise DefinitionError(
            f"Danh mục {table.file} không có xã, phường nào của {province.name} "
            f"(mã {province.code}). Hãy kiểm tra cột parent_code."
        )
    entries = [
        _NumberedEntry(record.number, _entry_from_record(record, province)) for record in records
    ]
    if faults := list(_list_faults(entries)):
        raise DefinitionError(
            f"Danh mục {table.file} có {len(faults)} lỗi, chưa nạp dòng nào. Hãy sửa rồi nạp lại:",
            faults,
        )
    return tuple(numbered.entry for numbered in entries)


def _belongs_to_province(record: UnitRecord, province: Unit) -> bool:
    """Return whether a row is a commune of the province.

    A national list has a `parent_code` for every row; without it all rows are the province's own.
    """
    return record.kind not in PROVINCE_KINDS and record.parent_code in {"", province.code}


def _entry_from_record(record: UnitRecord, province: Unit) -> UnitEntry:
    unit = Unit(record.code, record.name, record.kind, province.code, province.name, record.formed)
    return UnitEntry(unit, record.valid_from, record.valid_to, record.successor)


def _list_faults(numbered_entries: Sequence[_NumberedEntry]) -> Iterator[str]:
    """Yield what only several rows show: doubled codes and names, successors that are not there."""
    codes = {numbered.entry.unit.code for numbered in numbered_entries}
    # Numbers of the first rows by what must be unique; former names may repeat present ones.
    beginnings: dict[tuple[str, date | None], int] = {}
    current_names: dict[str, int] = {}
    current_codes: dict[str, int] = {}
    for numbered in numbered_entries:
        number, entry = numbered.number, numbered.entry
        code, name = entry.unit.code, normalize_unit_name(entry.unit.name)
        key = (code, entry.valid_from)
        if (first := beginnings.setdefault(key, number)) != number:
            yield f"dòng {number}: mã “{code}” trùng dòng {first}"
        elif entry.is_current and (first := current_codes.setdefault(code, number)) != number:
            yield f"dòng {number}: mã “{code}” còn hiệu lực ở cả dòng {first}; ghi valid_to"
        elif entry.is_current and (first := current_names.setdefault(name, number)) != number:
            yield f"dòng {number}: tên “{entry.unit.name}” trùng dòng {first}"
        if entry.successor and entry.successor not in codes:
            yield f"dòng {number}: không có đơn vị kế thừa mã “{entry.successor}”"
        elif entry.successor == code:
            yield f"dòng {number}: đơn vị kế thừa là chính nó"
