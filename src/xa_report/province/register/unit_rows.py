"""Reads rows of a province's own list of units: every fault with its row, or all entries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from xa_report.definitions.unit_list import PROVINCE_KINDS
from xa_report.domain.unit import Unit, normalize_unit_name
from xa_report.errors import DefinitionError
from xa_report.province.register.units import UnitEntry

NEEDED = ("code", "name", "kind")
KINDS = ("xã", "phường", "đặc khu")
DIGITS = 5

Row = Mapping[str, str]
Numbered = Sequence[tuple[int, Row]]


def entries_of(rows: Numbered, province: Unit, file: str) -> tuple[UnitEntry, ...]:
    """The communes of a province; raise DefinitionError naming every faulty row."""
    missing = [name for name in NEEDED if rows and name not in rows[0][1]]
    if missing or not rows:
        what = f"thiếu cột {', '.join(missing)}" if missing else "không có dòng nào"
        raise DefinitionError(f"Danh mục {file} {what}. Hãy bổ sung rồi nạp lại.")
    own = [(number, row) for number, row in rows if _belongs(row, province)]
    if not own:
        raise DefinitionError(
            f"Danh mục {file} không có xã, phường nào của {province.name} (mã {province.code}). "
            "Hãy kiểm tra cột parent_code."
        )
    faults = [f"dòng {number}: {what}" for number, row in own for what in _row_faults(row)]
    if not faults:
        made = [(number, _entry(row, province)) for number, row in own]
        faults = list(_list_faults(made))
    if faults:
        raise DefinitionError(
            f"Danh mục {file} có {len(faults)} lỗi, chưa nạp dòng nào. Hãy sửa rồi nạp lại:",
            faults,
        )
    return tuple(entry for _, entry in made)


def _belongs(row: Row, province: Unit) -> bool:
    """A national list names every province; without the column all rows are the province's own."""
    parent = _cell(row, "parent_code")
    return _cell(row, "kind").casefold() not in PROVINCE_KINDS and parent in {"", province.code}


def _cell(row: Row, name: str) -> str:
    return " ".join((row.get(name) or "").split())


def _row_faults(row: Row) -> Iterator[str]:
    code, name = _cell(row, "code"), _cell(row, "name")
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        yield f"mã “{code}” không phải {DIGITS} chữ số (giữ cả số 0 ở đầu)"
    if not name:
        yield "thiếu tên đơn vị"
    if _cell(row, "kind").casefold() not in KINDS:
        yield f"loại “{_cell(row, 'kind')}” không phải {', '.join(KINDS)}"
    days = [column for column in ("formed", "valid_from", "valid_to") if _cell(row, column)]
    wrong = [column for column in days if _day(_cell(row, column)) is None]
    yield from (f"{column} “{_cell(row, column)}” không phải ngày dd/mm/yyyy" for column in wrong)
    start, end = _day(_cell(row, "valid_from")), _day(_cell(row, "valid_to"))
    if start and end and end < start:
        yield "valid_to trước valid_from"


def _day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    return None


def _entry(row: Row, province: Unit) -> UnitEntry:
    unit = Unit(
        _cell(row, "code"), _cell(row, "name"), _cell(row, "kind").casefold(), province.code,
        province.name, _day(_cell(row, "formed")),
    )  # fmt: skip
    start, end = _day(_cell(row, "valid_from")), _day(_cell(row, "valid_to"))
    return UnitEntry(unit, start, end, _cell(row, "successor"))


def _list_faults(made: Sequence[tuple[int, UnitEntry]]) -> Iterator[str]:
    codes = {entry.unit.code for _, entry in made}
    begun: dict[tuple[str, date | None], int] = {}
    names: dict[str, int] = {}
    working: dict[str, int] = {}
    for number, entry in made:
        code, name = entry.unit.code, normalize_unit_name(entry.unit.name)
        key = (code, entry.valid_from)
        if (first := begun.setdefault(key, number)) != number:
            yield f"dòng {number}: mã “{code}” trùng dòng {first}"
        elif entry.current and (first := working.setdefault(code, number)) != number:
            yield f"dòng {number}: mã “{code}” còn hiệu lực ở cả dòng {first}; ghi valid_to"
        elif entry.current and (first := names.setdefault(name, number)) != number:
            yield f"dòng {number}: tên “{entry.unit.name}” trùng dòng {first}"
        if entry.successor and entry.successor not in codes:
            yield f"dòng {number}: không có đơn vị kế thừa mã “{entry.successor}”"
        elif entry.successor == code:
            yield f"dòng {number}: đơn vị kế thừa là chính nó"
