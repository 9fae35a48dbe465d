"""Check of a province's own list of units: its entries, or every fault with its row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xa_report.definitions.unit_list import PROVINCE_KINDS
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.errors import DefinitionError
from xa_report.province.database.units import UnitEntry

REQUIRED_COLUMNS = ("code", "name", "kind")
UNIT_KINDS = ("xã", "phường", "đặc khu")
CODE_DIGITS = 5

UnitListRow = Mapping[str, str]
"""Texts of a row by the heads of the columns."""
NumberedRows = Sequence[tuple[int, UnitListRow]]
"""Rows with their numbers as the file shows them."""


@dataclass(frozen=True, slots=True)
class _NumberedEntry:
    """An entry with the number of its row in the file."""

    number: int
    entry: UnitEntry


def unit_entries_from_rows(rows: NumberedRows, province: Unit, file: str) -> tuple[UnitEntry, ...]:
    """Return the communes of a province; raise DefinitionError naming every faulty row."""
    missing = [name for name in REQUIRED_COLUMNS if rows and name not in rows[0][1]]
    if missing or not rows:
        what = f"thiếu cột {', '.join(missing)}" if missing else "không có dòng nào"
        raise DefinitionError(f"Danh mục {file} {what}. Hãy bổ sung rồi nạp lại.")
    own = [(number, row) for number, row in rows if _belongs_to_province(row, province)]
    if not own:
        raise DefinitionError(
            f"Danh mục {file} không có xã, phường nào của {province.name} (mã {province.code}). "
            "Hãy kiểm tra cột parent_code."
        )
    faults = [f"dòng {number}: {what}" for number, row in own for what in _row_faults(row)]
    entries: list[_NumberedEntry] = []
    if not faults:  # a faulty row cannot become an entry, so rows are compared when all are right
        entries = [_NumberedEntry(number, _entry_from_row(row, province)) for number, row in own]
        faults = list(_list_faults(entries))
    if faults:
        raise DefinitionError(
            f"Danh mục {file} có {len(faults)} lỗi, chưa nạp dòng nào. Hãy sửa rồi nạp lại:",
            faults,
        )
    return tuple(numbered.entry for numbered in entries)


def _belongs_to_province(row: UnitListRow, province: Unit) -> bool:
    """Return whether a row is a commune of the province.

    A national list has a `parent_code` for every row; without it all rows are the province's own.
    """
    parent = _cell_text(row, "parent_code")
    return _cell_text(row, "kind").casefold() not in PROVINCE_KINDS and parent in {
        "",
        province.code,
    }


def _cell_text(row: UnitListRow, name: str) -> str:
    return " ".join((row.get(name) or "").split())


def _row_faults(row: UnitListRow) -> Iterator[str]:
    code, name = _cell_text(row, "code"), _cell_text(row, "name")
    if not (code.isascii() and code.isdigit() and len(code) == CODE_DIGITS):
        yield f"mã “{code}” không phải {CODE_DIGITS} chữ số (giữ cả số 0 ở đầu)"
    if not name:
        yield "thiếu tên đơn vị"
    if _cell_text(row, "kind").casefold() not in UNIT_KINDS:
        yield f"loại “{_cell_text(row, 'kind')}” không phải {', '.join(UNIT_KINDS)}"
    days = [column for column in ("formed", "valid_from", "valid_to") if _cell_text(row, column)]
    wrong = [column for column in days if _parse_day(_cell_text(row, column)) is None]
    yield from (
        f"{column} “{_cell_text(row, column)}” không phải ngày dd/mm/yyyy" for column in wrong
    )
    start, end = _parse_day(_cell_text(row, "valid_from")), _parse_day(_cell_text(row, "valid_to"))
    if start and end and end < start:
        yield "valid_to trước valid_from"


def _parse_day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    return None


def _entry_from_row(row: UnitListRow, province: Unit) -> UnitEntry:
    unit = Unit(
        _cell_text(row, "code"),
        _cell_text(row, "name"),
        _cell_text(row, "kind").casefold(),
        province.code,
        province.name,
        _parse_day(_cell_text(row, "formed")),
    )
    start, end = _parse_day(_cell_text(row, "valid_from")), _parse_day(_cell_text(row, "valid_to"))
    return UnitEntry(unit, start, end, _cell_text(row, "successor"))


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
