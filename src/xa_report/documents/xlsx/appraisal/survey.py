"""Tables of survey results: one row a commune, one column a figure."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template.cells import (
    PlainContent,
    parse_typed_text,
    read_answer_value,
    read_text,
    write_plain_cell,
)
from xa_report.documents.xlsx.answer_template.sheet_reader import (
    WorkbookNotes,
    remark_other_sheets,
)
from xa_report.documents.xlsx.cell_text import MAX_CELL_LENGTH
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.sheet_writer import SheetWriter, sheet_columns
from xa_report.documents.xlsx.untrusted_workbook import (
    filled_cells,
    open_untrusted_workbook,
    read_workbook_bytes,
)
from xa_report.domain.delimited_text import decode_table, split_table, table_separator
from xa_report.domain.item import Item, ItemValue
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.text import fold_signs
from xa_report.domain.unit import Unit
from xa_report.domain.unit_table import plain_text
from xa_report.errors import AnswerError
from xa_report.files import WriteTarget

SHEET = "Kết quả điều tra"
UNIT_HEAD, NAME_HEAD = "Mã ĐV", "Đơn vị"
UNIT_HEADS = frozenset({UNIT_HEAD.casefold(), "mã đơn vị", "ma_dv", "unit"})
NAME_HEADS = frozenset({NAME_HEAD.casefold(), "name", "tên đơn vị"})
"""Heads in lower case, as other programs write them, too."""
HEAD_ROW = 1
# Far above any province; a sheet may claim a million empty rows.
MAX_ROWS, MAX_COLUMNS = 5000, 200
_WHOLE, _DIGITS = re.compile(r"[+-]?[0-9]+"), re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+[.,][0-9]+")


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """The cells of a filled table with their positions."""

    name: str
    """Name of the file."""
    sheet: str
    """Empty for a text file."""
    heads: Mapping[str, str]
    """Heads by column letter."""
    rows: Mapping[int, Mapping[str, str]]
    """Texts by row number, then column letter; empty cells are left out."""
    cells: Mapping[str, Cell]
    """Cells of a workbook by coordinate; none of a text file."""
    faults: tuple[str, ...] = ()
    """Cells that hold no usable text."""
    remarks: tuple[str, ...] = ()
    """Sentences about sheets that are not read."""

    def at(self, letter: str, row: int) -> str:
        """Name a cell inside a sentence."""
        if self.sheet:
            return f"Trang “{self.sheet}”, ô {letter}{row}"
        return f"Dòng {row}, cột “{self.heads.get(letter, letter)}”"

    def columns(self, names: frozenset[str]) -> list[str]:
        """Return the letters of the columns whose head is one of some names, in lower case."""
        return [letter for letter, head in self.heads.items() if fold_signs(head) in names]

    def is_number(self, letter: str, row: int) -> bool:
        """Return whether a filled cell holds a number, in a text file one that begins as such."""
        cell = self.cells.get(f"{letter}{row}")
        if cell is None:
            return self.rows[row][letter][:1].isdigit()
        return bool(cell.data_type == "n")

    def read_value(self, letter: str, row: int, item: Item) -> ItemValue | None:
        """Return the value of a filled cell; raise ValueFaultError when it is none of the item."""
        cell = self.cells.get(f"{letter}{row}")
        if cell is None:
            return parse_typed_text(self.rows[row][letter], item)
        return read_answer_value(cell, item)


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
    return _read_sheet(path.name, workbook)


def _read_sheet(name: str, workbook: Workbook) -> SurveyTable:
    sheet = workbook.worksheets[0]
    notes = WorkbookNotes()
    faults = list(_merged_cell_faults(sheet))
    rows: dict[int, dict[str, str]] = {}
    cells: dict[str, Cell] = {}
    for cell in filled_cells(sheet):
        try:
            text = read_text(cell)
        except ValueFaultError as error:
            faults.append(f"Trang “{sheet.title}”, ô {cell.coordinate}: {error}.")
            continue
        if text and (cell.row > MAX_ROWS or cell.column > MAX_COLUMNS):
            limit = f"dòng {MAX_ROWS}" if cell.row > MAX_ROWS else f"cột {MAX_COLUMNS}"
            faults.append(
                f"Trang “{sheet.title}” có nội dung sau {limit} (ô {cell.coordinate});"
                " hãy bỏ phần thừa."
            )
        elif text:
            rows.setdefault(cell.row, {})[cell.column_letter] = text
            cells[cell.coordinate] = cell
    remark_other_sheets(workbook, [sheet.title], notes)
    table = _build_table(name, sheet.title, rows, tuple(faults))
    return replace(table, cells=cells, remarks=tuple(notes.remarks))


def _merged_cell_faults(sheet: Worksheet) -> Iterator[str]:
    for area in sheet.merged_cells.ranges:
        if area.min_row <= MAX_ROWS and area.max_row > HEAD_ROW:
            yield (
                f"Trang “{sheet.title}”, ô {area.coord}: các ô bị trộn làm một nên không rõ giá trị"
                " của ô nào; hãy bỏ trộn ô (Unmerge) rồi nhập từng ô."
            )


def _read_csv(name: str, data: bytes) -> SurveyTable:
    try:
        text = decode_table(data)
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"Tệp {name} không phải bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8” rồi thử lại."
        ) from error
    separator = table_separator(text)
    try:
        lines = split_table(text, separator)
        _refuse_long_cells(lines)
    except csv.Error as error:
        raise AnswerError(f"Tệp {name} không đọc được như bảng CSV; hãy lưu lại tệp.") from error
    rows = {
        number: {get_column_letter(at): cell.strip() for at, cell in enumerate(line, 1) if cell}
        for number, line in enumerate(_rows_within_limits(lines), start=1)
    }
    table = _build_table(name, "", rows, tuple(_surplus_cell_faults(lines)))
    if separator == ",":
        table = replace(table, faults=(*table.faults, *_split_number_faults(table, text)))
    return table


def _split_number_faults(table: SurveyTable, text: str) -> Iterator[str]:
    """Yield the lines in which `80,5` may be one number, cut in two by the comma.

    Where figures are written with a dot, or with a comma between quotation marks, commas do
    separate; but a line that ends in empty cells may have been cut all the same.
    """
    others = {*table.columns(UNIT_HEADS), *table.columns(NAME_HEADS)}
    figures = [letter for letter in table.heads if letter not in others]
    written = [row.get(letter, "") for row in table.rows.values() for letter in figures]
    is_clear = any(_DECIMAL.fullmatch(cell) for cell in written)
    for number, row in table.rows.items():
        pair = _number_pair(row, figures, text)
        if pair and not (is_clear and figures[-1] in row):
            first, second = pair
            yield (
                f"Dòng {number}: “{first},{second}” có thể là một số {first},{second} hoặc hai ô"
                f" {first} và {second}; hãy dùng dấu chấm phẩy để ngăn các ô, hoặc đặt số có dấu"
                " phẩy trong ngoặc kép."
            )


def _number_pair(
    row: Mapping[str, str], figures: Sequence[str], text: str
) -> tuple[str, str] | None:
    """Return the first two neighbouring cells that may be one number with a decimal comma."""
    for left, right in pairwise(figures):
        first, second = row.get(left, ""), row.get(right, "")
        if _WHOLE.fullmatch(first) and _DIGITS.fullmatch(second) and f"{first},{second}" in text:
            return first, second
    return None


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
    heads = {at: plain_text(head) for at, head in rows.pop(HEAD_ROW, {}).items()}
    filled = {number: row for number, row in rows.items() if row}
    return SurveyTable(name, sheet, heads, filled, {}, faults)
