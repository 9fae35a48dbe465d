"""Rows of a list of units, checked: the same rules for communes and provinces, every file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xa_report.domain.dates import parse_date
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.unit import Unit
from xa_report.domain.unit_table import UnitTable, UnitTableRow
from xa_report.errors import DefinitionError

REQUIRED_COLUMNS = ("code", "name", "kind")
UNIT_KINDS = ("xã", "phường", "đặc khu")
PROVINCE_KINDS = frozenset({"tỉnh", "thành phố"})
COMMUNE_DIGITS, PROVINCE_DIGITS = 5, 2
_YEARS = range(1900, 2100)
_DAY_COLUMNS = ("formed", "valid_from", "valid_to")

KnownUnits = Mapping[str, Unit]
"""Units of the list that ships, by code; empty while that list itself is read."""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A row without faults."""

    number: int
    """Of the row in its file."""
    code: str
    name: str
    kind: str
    parent_code: str
    """Code of the province; "" where the list has none."""
    formed: date | None
    valid_from: date | None
    valid_to: date | None
    successor: str

    @property
    def is_current(self) -> bool:
        """True while the unit works under this name."""
        return self.valid_to is None and not self.successor


def read_unit_records(table: UnitTable, known: KnownUnits) -> tuple[UnitRecord, ...]:
    """Return the rows of a list; raise DefinitionError naming every faulty row and cell.

    Leading zeros that a spreadsheet took away are restored where `known` or the type of the cell
    makes that certain.
    """
    missing = [name for name in REQUIRED_COLUMNS if name not in table.heads]
    if missing or not table.rows:
        what = f"thiếu cột {', '.join(missing)}" if missing else "không có dòng nào"
        raise DefinitionError(
            f"Danh mục {table.file} {what}. Hãy bổ sung rồi nạp lại.", table.faults
        )
    reader = _RecordReader(table, known)
    faults = [*table.faults, *reader.faults()]
    if faults:
        raise DefinitionError(
            f"Danh mục {table.file} có {len(faults)} lỗi, chưa nạp dòng nào. Hãy sửa rồi nạp lại:",
            faults,
        )
    return tuple(map(reader.record, table.rows))


class _RecordReader:
    """Reader of the rows of one list."""

    def __init__(self, table: UnitTable, known: KnownUnits) -> None:
        self.table, self.known = table, known
        provinces = {self._code(row, "code") for row in table.rows if _kind(row) in PROVINCE_KINDS}
        listed = {self._code(row, "code") for row in table.rows}
        self.codes = {code for code in listed if _is_number(code)} | set(known)
        self.provinces = provinces | {code for code, unit in known.items() if _is_province(unit)}

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each fault, with the number of its row."""
        for row in self.table.rows:
            yield from (f"dòng {row.number}: {fault}" for fault in self._row_faults(row))

    def record(self, row: UnitTableRow) -> UnitRecord:
        """Return a row that has no fault."""
        return UnitRecord(
            row.number,
            self._code(row, "code"),
            row.text("name"),
            _kind(row),
            self._code(row, "parent_code"),
            _day(row, "formed"),
            _day(row, "valid_from"),
            _day(row, "valid_to"),
            self._code(row, "successor"),
        )

    def _row_faults(self, row: UnitTableRow) -> Iterator[str]:
        # Of a cell whose content is faulty the table has said so: it is no empty one besides.
        if not row.faulty & {"code", "kind"}:  # the kind says how many digits a code has
            yield from self._code_faults(row)
        if "name" not in row.faulty and not row.text("name"):
            yield "thiếu tên đơn vị"
        if "kind" not in row.faulty and _kind(row) not in (*UNIT_KINDS, *PROVINCE_KINDS):
            yield f"loại “{row.text('kind')}” không phải {', '.join(UNIT_KINDS)}"
        parent = self._code(row, "parent_code")
        if parent and parent not in self.provinces:
            yield f"không có tỉnh, thành phố nào mã “{parent}” (cột parent_code)"
        successor = self._code(row, "successor")
        if successor and successor not in self.codes:
            yield f"không có đơn vị kế thừa mã “{successor}”"
        faults = [fault for name in _DAY_COLUMNS for fault in _day_faults(row, name)]
        yield from faults
        if not faults:
            start, end = _day(row, "valid_from"), _day(row, "valid_to")
            if start and end and end < start:
                yield "valid_to trước valid_from"

    def _code_faults(self, row: UnitTableRow) -> Iterator[str]:
        code, digits = self._code(row, "code"), _code_digits(row, "code")
        if not _is_number(code) or len(code) > digits:
            yield f"mã “{code}” không phải {digits} chữ số (giữ cả số 0 ở đầu)"
        elif len(code) < digits:
            yield (
                f"mã “{code}” chỉ có {len(code)} chữ số, phải có {digits}; nếu bảng tính đã bỏ số 0"
                f" ở đầu ({code.zfill(digits)}) thì hãy định dạng cột mã là Văn bản rồi nhập lại"
            )

    def _code(self, row: UnitTableRow, column: str) -> str:
        """Return a code, with its leading zeros where it is certain that they were lost."""
        text = row.text(column)
        if not _is_number(text):
            return text
        padded = text.zfill(_code_digits(row, column))
        cell = row.cells[column]
        # A number has no leading zeros; a text has them, unless a spreadsheet wrote the file.
        return padded if cell.is_number or padded in self.known else text


def _code_digits(row: UnitTableRow, column: str) -> int:
    is_province = column == "parent_code" or (column == "code" and _kind(row) in PROVINCE_KINDS)
    return PROVINCE_DIGITS if is_province else COMMUNE_DIGITS


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day(row: UnitTableRow, column: str) -> date | None:
    """Return the day of a cell, None of an empty one; raise ValueFaultError for no day."""
    text = row.text(column)
    return parse_date(text, f"cột {column}") if text else None


def _day_faults(row: UnitTableRow, column: str) -> Iterator[str]:
    try:
        _day(row, column)
    except ValueFaultError as error:
        yield f"{error}, hoặc để trống"


def _kind(row: UnitTableRow) -> str:
    return row.text("kind").casefold()


def _is_province(unit: Unit) -> bool:
    return unit.kind in PROVINCE_KINDS
