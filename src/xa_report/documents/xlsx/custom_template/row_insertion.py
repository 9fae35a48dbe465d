"""Rows repeated for every commune: inserted rows, and all that refers to rows moved with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.custom_template.references import (
    LAST_ROW,
    RowInsertion,
    formula_after_insertion,
    formula_copied_down,
)
from xa_report.documents.xlsx.custom_template.scan import TemplateRow, existing_cells, formula_text
from xa_report.errors import AnswerError


def insert_rows(workbook: Workbook, insertion: RowInsertion, repeated: frozenset[int]) -> None:
    """Insert empty rows below a row, and move everything that refers to rows.

    `repeated` are the `id()` of cells in rows to be repeated: see `formula_after_insertion`.
    """
    sheet = workbook[insertion.sheet]
    for other in workbook.worksheets:
        for cell in existing_cells(other):
            _move_formula(cell, insertion, id(cell) in repeated)
        _move_rules(other, insertion)
        _move_names(other.defined_names.values(), other.title, insertion)
    _move_names(workbook.defined_names.values(), "", insertion)
    # openpyxl moves the cells and nothing else.
    sheet.insert_rows(insertion.row + 1, insertion.added)
    merged = [_grown_range(area, insertion, own_row=True) for area in sheet.merged_cells.ranges]
    sheet.merged_cells = MultiCellRange(merged)
    _move_rows(sheet, insertion)
    _move_print_areas(sheet, insertion)
    _move_tables(sheet, insertion)
    _move_pictures(sheet, insertion)


def _move_formula(cell: Cell, insertion: RowInsertion, repeated: bool) -> None:
    formula = formula_text(cell)
    if not formula:
        return
    home = cell.parent.title
    text = formula_after_insertion(formula, home, insertion, repeated=repeated)
    if isinstance(cell.value, ArrayFormula):
        ref = cell.value.ref
        if home == insertion.sheet:
            ref = _grown_range(CellRange(ref), insertion, own_row=repeated).coord
        cell.value = ArrayFormula(ref, text)
    elif text != formula:
        cell.value = text


def _grown_range(old: CellRange, insertion: RowInsertion, *, own_row: bool = False) -> CellRange:
    """Return a range after the insertion; with `own_row` the repeated row alone stays one row."""
    stays = own_row and old.min_row == old.max_row == insertion.row
    rows = (old.min_row, old.max_row) if stays else insertion.span(old.min_row, old.max_row)
    return CellRange(min_col=old.min_col, max_col=old.max_col, min_row=rows[0], max_row=rows[1])


def _grown_ranges(old: Iterable[CellRange], insertion: RowInsertion) -> str:
    return " ".join(_grown_range(one, insertion).coord for one in old)


def _move_rules(sheet: Worksheet, insertion: RowInsertion) -> None:
    """Move conditional formats and validations: their ranges and their formulas."""
    own = sheet.title == insertion.sheet
    # The range of a rule cannot be changed in place.
    formats = ConditionalFormattingList()
    for old in sheet.conditional_formatting:
        covers = own and _covers_row(old.sqref.ranges, insertion.row)
        area = _grown_ranges(old.sqref.ranges, insertion) if own else str(old.sqref)
        for rule in old.rules:
            rule.formula = [
                _grown_expression(f, sheet.title, insertion, covers) for f in rule.formula
            ]
            formats.add(area, rule)
    sheet.conditional_formatting = formats
    for check in sheet.data_validations.dataValidation:
        covers = own and _covers_row(check.sqref.ranges, insertion.row)
        check.formula1 = _grown_expression(check.formula1, sheet.title, insertion, covers)
        check.formula2 = _grown_expression(check.formula2, sheet.title, insertion, covers)
        if own:
            check.sqref = MultiCellRange(_grown_ranges(check.sqref.ranges, insertion))


def _covers_row(ranges: Iterable[CellRange], row: int) -> bool:
    return any(one.min_row <= row <= one.max_row for one in ranges)


def _grown_expression(
    text: str | None, home: str, insertion: RowInsertion, repeated: bool = False
) -> str | None:
    if not text:
        return text
    return formula_after_insertion(f"={text}", home, insertion, repeated=repeated)[1:]


def _move_names(names: Iterable[DefinedName], home: str, insertion: RowInsertion) -> None:
    for name in names:
        name.attr_text = _grown_expression(name.attr_text, home, insertion)


def _move_rows(sheet: Worksheet, insertion: RowInsertion) -> None:
    """Move heights and other settings of rows, page breaks and hyperlinks."""
    rows = dict(sheet.row_dimensions)
    # From the last row up, so that none is overwritten before it has moved.
    for number in sorted(rows, reverse=True):
        if number > insertion.row:
            dimension = sheet.row_dimensions.pop(number)
            dimension.index = insertion.point(number)
            sheet.row_dimensions[dimension.index] = dimension
    for mark in sheet.row_breaks.brk:
        mark.id = mark.id + insertion.added if mark.id >= insertion.row else mark.id
    for cell in existing_cells(sheet):
        if cell.hyperlink is not None:
            # insert_rows leaves links at their old cells.
            cell.hyperlink.ref = cell.coordinate


def _move_print_areas(sheet: Worksheet, insertion: RowInsertion) -> None:
    if sheet.print_area:
        areas = [CellRange(one.rpartition("!")[2]) for one in sheet.print_area.split(",")]
        sheet.print_area = [_grown_range(area, insertion).coord for area in areas]
    if sheet.print_title_rows:
        first, last = (int(row.strip("$")) for row in sheet.print_title_rows.split(":"))
        if first > insertion.row:
            sheet.print_title_rows = f"{insertion.point(first)}:{insertion.point(last)}"


def _move_tables(sheet: Worksheet, insertion: RowInsertion) -> None:
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _grown_range(CellRange(sheet.auto_filter.ref), insertion).coord
    for table in sheet.tables.values():
        table.ref = _grown_range(CellRange(table.ref), insertion).coord
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _grown_range(CellRange(table.autoFilter.ref), insertion).coord


def _move_pictures(sheet: Worksheet, insertion: RowInsertion) -> None:
    # openpyxl keeps pictures, charts and their corners under private names only.
    for picture in (*sheet._images, *sheet._charts):  # noqa: SLF001
        for corner in ("_from", "to"):
            marker = getattr(picture.anchor, corner, None)
            if marker is not None:
                # Markers count rows from 0.
                marker.row = insertion.point(marker.row + 1) - 1


@dataclass(frozen=True, slots=True)
class RepeatedRows:
    """The rows that one repeated row became."""

    sheet: Worksheet
    first: int
    count: int

    def copies(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield each copy's number, counted from 0, with its cells by column."""
        rows: dict[int, dict[int, Cell]] = defaultdict(dict)
        for cell in existing_cells(self.sheet):
            if self.first <= cell.row < self.first + self.count:
                rows[cell.row - self.first][cell.column] = cell
        yield from sorted(rows.items())


def repeat_rows(
    workbook: Workbook, rows: Iterable[TemplateRow], count: int
) -> dict[TemplateRow, RepeatedRows]:
    """Make `count` rows (at least one) of each row; return the blocks by original row.

    Raise AnswerError when a sheet would become longer than a spreadsheet can be.
    """
    # From the bottom up: rows above keep their numbers while rows below move.
    ordered = sorted(rows, key=lambda row: row[1], reverse=True)
    wanted = set(ordered)
    for title, _ in ordered:
        _refuse_full_sheet(workbook[title], len(ordered) * (count - 1))
    # By identity: coordinates change with every insertion.
    inside = frozenset(
        id(cell)
        for sheet in workbook.worksheets
        for cell in existing_cells(sheet)
        if (sheet.title, cell.row) in wanted
    )
    for title, row in ordered:
        if count > 1:
            insert_rows(workbook, RowInsertion(title, row, count), inside)
    # A block moves down by the rows of all blocks above it in its sheet.
    above = {at: sum(other[0] == at[0] and other[1] < at[1] for other in ordered) for at in ordered}
    blocks = {
        at: RepeatedRows(workbook[at[0]], at[1] + above[at] * (count - 1), count) for at in ordered
    }
    for block in blocks.values():
        _copy_row(block)
    return blocks


def _refuse_full_sheet(sheet: Worksheet, added: int) -> None:
    if sheet.max_row + added > LAST_ROW:
        raise AnswerError(
            f"Trang “{sheet.title}” có ô định dạng đến dòng {sheet.max_row} nên không thêm được"
            " hàng; hãy xóa các dòng trống ở cuối trang rồi điền lại."
        )


def _copy_row(block: RepeatedRows) -> None:
    sheet, first = block.sheet, block.first
    pattern = [cell for cell in existing_cells(sheet) if cell.row == first]
    merged = [area for area in sheet.merged_cells.ranges if area.min_row == area.max_row == first]
    for down in range(1, block.count):
        for cell in pattern:
            _copy_cell(sheet, cell, down)
        for area in merged:
            sheet.merged_cells.add(_range_below(area, down).coord)
        if first in sheet.row_dimensions:
            dimension = copy(sheet.row_dimensions[first])
            dimension.index = first + down
            sheet.row_dimensions[first + down] = dimension


def _copy_cell(sheet: Worksheet, cell: Cell, down: int) -> None:
    new = sheet.cell(cell.row + down, cell.column)
    new._style = copy(cell._style)  # noqa: SLF001 - all parts of the look in one step
    formula = formula_text(cell)
    if formula:
        text = formula_copied_down(formula, sheet.title, cell.row, down)
        new.value = text
        if isinstance(cell.value, ArrayFormula):
            new.value = ArrayFormula(_range_below(CellRange(cell.value.ref), down).coord, text)
    elif isinstance(cell.value, CellRichText):
        new.value = copy(cell.value)
    elif cell.value is not None:
        new.value = cell.value
        new.data_type = cell.data_type


def _range_below(cell_range: CellRange, down: int) -> CellRange:
    return CellRange(
        min_col=cell_range.min_col, max_col=cell_range.max_col, min_row=cell_range.min_row + down,
        max_row=cell_range.max_row + down,
    )  # fmt: skip
