"""Rows for every commune: copies of a template row with its look, heights, merges and formulas."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.errors import AnswerError
from xa_report.export.workbook.filling.growing import grow
from xa_report.export.workbook.filling.placeholders import cells_of, formula_of
from xa_report.export.workbook.filling.references import LAST_ROW, Growth, copied

Row = tuple[str, int]
"""A sheet's title and a row."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that one repeated row became."""

    sheet: Worksheet
    first: int
    count: int

    def copies(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each copy's number, counted from 0, with its cells by column."""
        rows: dict[int, dict[int, Cell]] = defaultdict(dict)
        for cell in cells_of(self.sheet):
            if self.first <= cell.row < self.first + self.count:
                rows[cell.row - self.first][cell.column] = cell
        yield from sorted(rows.items())


def repeat(book: Workbook, rows: Iterable[Row], count: int) -> dict[Row, Block]:
    """Make `count` rows (at least one) of each row, and give back where they are now."""
    ordered = sorted(rows, key=lambda row: row[1], reverse=True)
    wanted = set(ordered)
    for title, _ in ordered:
        _refuse_full(book[title], len(ordered) * (count - 1))
    inside = frozenset(
        id(cell)
        for sheet in book.worksheets
        for cell in cells_of(sheet)
        if (sheet.title, cell.row) in wanted
    )
    for title, row in ordered:
        if count > 1:
            grow(book, Growth(title, row, count), inside)
    above = {at: sum(other[0] == at[0] and other[1] < at[1] for other in ordered) for at in ordered}
    blocks = {at: Block(book[at[0]], at[1] + above[at] * (count - 1), count) for at in ordered}
    for block in blocks.values():
        _copy_row(block)
    return blocks


def _refuse_full(sheet: Worksheet, added: int) -> None:
    if sheet.max_row + added > LAST_ROW:
        raise AnswerError(
            f"Trang “{sheet.title}” có ô định dạng đến dòng {sheet.max_row} nên không thêm được"
            " hàng; hãy xóa các dòng trống ở cuối trang rồi điền lại."
        )


def _copy_row(block: Block) -> None:
    sheet, first = block.sheet, block.first
    pattern = [cell for cell in cells_of(sheet) if cell.row == first]
    merged = [one for one in sheet.merged_cells.ranges if one.min_row == one.max_row == first]
    for down in range(1, block.count):
        for cell in pattern:
            _copy_cell(sheet, cell, down)
        for one in merged:
            sheet.merged_cells.add(_below(one, down).coord)
        if first in sheet.row_dimensions:
            dimension = copy(sheet.row_dimensions[first])
            dimension.index = first + down
            sheet.row_dimensions[first + down] = dimension


def _copy_cell(sheet: Worksheet, cell: Cell, down: int) -> None:
    new = sheet.cell(cell.row + down, cell.column)
    new._style = copy(cell._style)  # noqa: SLF001 - all parts of the look in one step
    formula = formula_of(cell)
    if formula:
        text = copied(formula, sheet.title, cell.row, down)
        new.value = text
        if isinstance(cell.value, ArrayFormula):
            new.value = ArrayFormula(_below(CellRange(cell.value.ref), down).coord, text)
    elif isinstance(cell.value, CellRichText):
        new.value = copy(cell.value)
    elif cell.value is not None:
        new.value = cell.value
        new.data_type = cell.data_type


def _below(one: CellRange, down: int) -> CellRange:
    return CellRange(
        min_col=one.min_col, max_col=one.max_col, min_row=one.min_row + down,
        max_row=one.max_row + down,
    )  # fmt: skip
