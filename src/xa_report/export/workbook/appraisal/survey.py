"""Tables of survey results: one row a commune, one column a figure; read as plain texts."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from xa_report.domain.item import Item
from xa_report.domain.period import Period
from xa_report.domain.typed_texts import ValueFaultError
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError
from xa_report.export.workbook import styles
from xa_report.export.workbook.packing import Target, save
from xa_report.export.workbook.pen import Pen, columns
from xa_report.export.workbook.safe_opening import open_safely, read_bytes
from xa_report.export.workbook.template_cells import Plain, write_plain
from xa_report.export.workbook.template_inputs import content, text_of

SHEET = "Kết quả điều tra"
UNIT_HEAD, NAME_HEAD = "Mã ĐV", "Đơn vị"
HEAD_ROW = 1
MOST_ROWS, MOST_COLUMNS = 5000, 200


@dataclass(frozen=True, slots=True)
class Table:
    """A filled table: where each text stands is part of it."""

    name: str
    """Of the file."""
    sheet: str
    """Empty for a CSV file."""
    heads: Mapping[str, str]
    """Letters of columns → what their heads say."""
    rows: Mapping[int, Mapping[str, str]]
    """Numbers of rows → texts by letter; empty cells are left out."""
    faults: tuple[str, ...] = ()
    """Cells that hold no usable text."""

    def at(self, letter: str, row: int) -> str:
        """How a cell is named in a sentence."""
        if self.sheet:
            return f"Trang “{self.sheet}”, ô {letter}{row}"
        return f"Dòng {row}, cột “{self.heads.get(letter, letter)}”"


def write_survey(
    units: Sequence[Unit],
    items: Sequence[Item],
    known: Mapping[tuple[str, str], Plain],
    period: Period,
    target: Target,
) -> None:
    """Write a table to be filled; `known` are values by unit and id that are there already."""
    book = Workbook()
    styles.add_styles(book)
    sheet = book.active
    sheet.title = SHEET
    pen = Pen(sheet)
    heads = columns((UNIT_HEAD, 10), (NAME_HEAD, 30), *((item.id, 22) for item in items))
    pen.heads(HEAD_ROW, heads)
    pen.widths(heads)
    pen.text("A2", "", styles.QUIET)
    pen.text("B2", f"{period.label}: nhập từ dòng 3, giữ nguyên dòng 1", styles.QUIET)
    for head, item in zip(heads[2:], items, strict=True):
        told = f"{item.label} ({item.unit})" if item.unit else item.label
        pen.text(f"{head.letter}2", told, styles.QUIET)
    for row, unit in enumerate(units, start=3):
        pen.text(f"A{row}", unit.code, styles.QUIET)
        pen.text(f"B{row}", unit.name)
        for head in heads[2:]:
            write_plain(
                pen, f"{head.letter}{row}", known.get((unit.code, head.head), ""), "General"
            )
    pen.page(HEAD_ROW, "C3")
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    save(book, target, datetime.combine(period.first_day, time(), UTC))


def read_survey(path: Path) -> Table:
    """Read a workbook's first sheet, or a CSV file; raise AnswerError when it is neither."""
    data = read_bytes(path)
    if path.suffix.lower() == ".csv":
        return _csv(path.name, data)
    book = open_safely(path.name, data, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    rows: dict[int, dict[str, str]] = {}
    faults = []
    for cells in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        for cell in cells:
            try:
                text = _text(cell)
            except ValueFaultError as error:
                faults.append(f"Trang “{sheet.title}”, ô {cell.coordinate}: {error}.")
                continue
            if text:
                rows.setdefault(cell.row, {})[cell.column_letter] = text
    return _table(path.name, sheet.title, rows, tuple(faults))


def _text(cell: Cell) -> str:
    """A cell as a person would have typed it; 65% is stored as 0.65."""
    found = content(cell)
    number = isinstance(found, int | float) and not isinstance(found, bool)
    if number and "%" in cell.number_format:
        return format(round(float(str(found)) * 100, 10), "f").rstrip("0").rstrip(".") + "%"
    return text_of(cell)


def _csv(name: str, data: bytes) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"Tệp {name} không phải bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8” rồi thử lại."
        ) from error
    first = text.splitlines()[0] if text else ""
    mark = max(";\t,", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise AnswerError(f"Tệp {name} không đọc được như bảng CSV; hãy lưu lại tệp.") from error
    rows = {
        number: {get_column_letter(at): cell.strip() for at, cell in enumerate(line, 1) if cell}
        for number, line in enumerate(lines[:MOST_ROWS], start=1)
        if len(line) <= MOST_COLUMNS
    }
    return _table(name, "", rows, ())


def _table(
    name: str, sheet: str, rows: dict[int, dict[str, str]], faults: tuple[str, ...]
) -> Table:
    heads = rows.pop(HEAD_ROW, {})
    filled = {number: row for number, row in rows.items() if row}
    return Table(name, sheet, heads, filled, faults)
