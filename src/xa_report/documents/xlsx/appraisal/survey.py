"""Tables of survey results: one row a commune, one column a figure; read as plain texts."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from unicodedata import normalize

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template.cells import (
    PlainContent,
    cell_content,
    read_text,
    write_plain_cell,
)
from xa_report.documents.xlsx.cell_text import MAX_CELL_LENGTH
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.sheet_writer import SheetWriter, sheet_columns
from xa_report.documents.xlsx.untrusted_workbook import open_untrusted_workbook, read_workbook_bytes
from xa_report.domain.item import Item
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError
from xa_report.files import WriteTarget

SHEET = "Kết quả điều tra"
UNIT_HEAD, NAME_HEAD = "Mã ĐV", "Đơn vị"
HEAD_ROW = 1
# Far above any province; a sheet may claim a million empty rows.
MAX_ROWS, MAX_COLUMNS = 5000, 200


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """The texts of a filled table with their positions."""

    name: str
    """Name of the file."""
    sheet: str
    """Empty for a CSV file."""
    heads: Mapping[str, str]
    """Heads by column letter."""
    rows: Mapping[int, Mapping[str, str]]
    """Texts by row number, then column letter; empty cells are left out."""
    faults: tuple[str, ...] = ()
    """Cells that hold no usable text."""

    def at(self, letter: str, row: int) -> str:
        """Name a cell inside a sentence."""
        if self.sheet:
            return f"Trang “{self.sheet}”, ô {letter}{row}"
        return f"Dòng {row}, cột “{self.heads.get(letter, letter)}”"


def write_survey_xlsx(
    units: Sequence[Unit],
    items: Sequence[Item],
    known: Mapping[str, Mapping[str, PlainContent]],
    period: Period,
    target: WriteTarget,
) -> None:
    """Write a table to be filled; `known` are existing values by unit code and item id."""
    workbook = Workbook()
    cell_styles.add_named_styles(workbook)
    sheet = workbook.active
    sheet.title = SHEET
    writer = SheetWriter(sheet)
    heads = sheet_columns((UNIT_HEAD, 10), (NAME_HEAD, 30), *((item.id, 22) for item in items))
    writer.write_heads(HEAD_ROW, heads)
    writer.set_widths(heads)
    writer.text("A2", "", cell_styles.QUIET)
    writer.text("B2", f"{period.label}: nhập từ dòng 3, giữ nguyên dòng 1", cell_styles.QUIET)
    for head, item in zip(heads[2:], items, strict=True):
        label = f"{item.label} ({item.unit})" if item.unit else item.label
        writer.text(f"{head.letter}2", label, cell_styles.QUIET)
    for row, unit in enumerate(units, start=3):
        writer.text(f"A{row}", unit.code, cell_styles.QUIET)
        writer.text(f"B{row}", unit.name)
        for head in heads[2:]:
            write_plain_cell(
                writer,
                f"{head.letter}{row}",
                known.get(unit.code, {}).get(head.head, ""),
                "General",
            )
    writer.finish_page(HEAD_ROW, "C3")
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    save_workbook(workbook, target, datetime.combine(period.first_day, time(), UTC))


def read_survey_table(path: Path) -> SurveyTable:
    """Read a workbook's first sheet or a CSV file; raise AnswerError when it is neither."""
    data = read_workbook_bytes(path)
    if path.suffix.lower() == ".csv":
        return _read_csv(path.name, data)
    workbook = open_untrusted_workbook(path.name, data, data_only=True, keep_links=False)
    if not workbook.worksheets:
        raise AnswerError(f"Tệp {path.name} không có trang tính nào; hãy chọn lại tệp.")
    sheet = workbook.worksheets[0]
    rows: dict[int, dict[str, str]] = {}
    faults = list(_content_beyond_limits(sheet))
    last = min(sheet.max_row, MAX_ROWS), min(sheet.max_column, MAX_COLUMNS)
    for cells in sheet.iter_rows(max_row=last[0], max_col=last[1]):
        for cell in cells:
            try:
                text = _survey_cell_text(cell)
            except ValueFaultError as error:
                faults.append(f"Trang “{sheet.title}”, ô {cell.coordinate}: {error}.")
                continue
            if text:
                rows.setdefault(cell.row, {})[cell.column_letter] = text
    return _build_table(path.name, sheet.title, rows, tuple(faults))


def _content_beyond_limits(sheet: Worksheet) -> Iterator[str]:
    """Yield a fault for content beyond the limits, so that it is not silently ignored."""
    if sheet.max_row > MAX_ROWS and _has_content(sheet.iter_rows(MAX_ROWS + 1, values_only=True)):
        yield f"Trang “{sheet.title}” có nội dung sau dòng {MAX_ROWS}; hãy bỏ phần thừa."
    right = sheet.iter_cols(MAX_COLUMNS + 1, max_row=MAX_ROWS, values_only=True)
    if sheet.max_column > MAX_COLUMNS and _has_content(right):
        yield f"Trang “{sheet.title}” có nội dung sau cột {MAX_COLUMNS}; hãy bỏ phần thừa."


def _has_content(lines: Iterable[tuple[object, ...]]) -> bool:
    return any(one is not None for line in lines for one in line)


def _survey_cell_text(cell: Cell) -> str:
    """Return a cell as a person would have typed it; 65% is stored as 0.65."""
    content = cell_content(cell)
    number = isinstance(content, int | float) and not isinstance(content, bool)
    if number and "%" in cell.number_format:
        # 0.07 * 100 is 7.000000000000001.
        return format(round(float(str(content)) * 100, 10), "f").rstrip("0").rstrip(".") + "%"
    return read_text(cell)


def _read_csv(name: str, data: bytes) -> SurveyTable:
    try:
        # Excel's “CSV UTF-8” begins with a byte order mark.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"Tệp {name} không phải bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8” rồi thử lại."
        ) from error
    first = text.splitlines()[0] if text else ""
    # In a tie the semicolon: Excel writes it where the comma is the decimal sign.
    mark = max(";\t,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        _refuse_long_cells(lines)
    except csv.Error as error:
        raise AnswerError(f"Tệp {name} không đọc được như bảng CSV; hãy lưu lại tệp.") from error
    rows = {
        number: {get_column_letter(at): cell.strip() for at, cell in enumerate(line, 1) if cell}
        for number, line in enumerate(_rows_within_limits(lines), start=1)
    }
    return _build_table(name, "", rows, tuple(_surplus_cell_faults(lines)))


def _refuse_long_cells(lines: Iterable[Sequence[str]]) -> None:
    """Raise csv.Error for a long cell: the limit of `csv` is global and any library may move it."""
    if any(len(cell) > MAX_CELL_LENGTH for line in lines for cell in line):
        raise csv.Error("endless cell")


def _rows_within_limits(lines: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    return (line[:MAX_COLUMNS] for line in lines[:MAX_ROWS])


def _surplus_cell_faults(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines with more cells than heads: the comma of `80,5` may be a decimal one."""
    width = min(len(lines[0]), MAX_COLUMNS) if lines else 0
    for number, line in enumerate(lines, start=1):
        if any(cell.strip() for cell in line[width:]):
            yield (
                f"Dòng {number} có {len(line)} ô, dòng đầu chỉ có {width}; hãy đặt số có dấu phẩy "
                "trong ngoặc kép, hoặc dùng dấu chấm phẩy để ngăn các ô."
            )
        elif number > MAX_ROWS and any(cell.strip() for cell in line):
            yield f"Có nội dung sau dòng {MAX_ROWS}; hãy bỏ phần thừa."
            return


def _build_table(
    name: str, sheet: str, rows: dict[int, dict[str, str]], faults: tuple[str, ...]
) -> SurveyTable:
    # Some systems write letters and their marks apart; to people a head is the same.
    heads = {at: normalize("NFC", head) for at, head in rows.pop(HEAD_ROW, {}).items()}
    filled = {number: row for number, row in rows.items() if row}
    return SurveyTable(name, sheet, heads, filled, faults)
