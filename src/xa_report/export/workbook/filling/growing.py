"""A row of a sheet becomes many: everything that names rows follows."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.export.workbook.filling.placeholders import cells_of, formula_of
from xa_report.export.workbook.filling.references import Growth, grown


def grow(book: Workbook, growth: Growth, repeated: frozenset[int]) -> None:
    """Insert the rows of one growth; the new rows are empty.

    `repeated` are the ids of cells that stand in rows to be repeated: see `references.grown`.
    """
    sheet = book[growth.sheet]
    for other in book.worksheets:
        for cell in cells_of(other):
            _move_formula(cell, growth, id(cell) in repeated)
        _move_rules(other, growth)
        _move_names(other.defined_names.values(), other.title, growth)
    _move_names(book.defined_names.values(), "", growth)
    sheet.insert_rows(growth.row + 1, growth.added)
    merged = [_range(one, growth, own_row=True) for one in sheet.merged_cells.ranges]
    sheet.merged_cells = MultiCellRange(merged)
    _move_rows(sheet, growth)
    _move_paper(sheet, growth)
    _move_tables(sheet, growth)
    _move_pictures(sheet, growth)


def _move_formula(cell: Cell, growth: Growth, repeated: bool) -> None:
    formula = formula_of(cell)
    if not formula:
        return
    home = cell.parent.title
    text = grown(formula, home, growth, repeated=repeated)
    if isinstance(cell.value, ArrayFormula):
        ref = cell.value.ref
        if home == growth.sheet:
            ref = _range(CellRange(ref), growth, own_row=repeated).coord
        cell.value = ArrayFormula(ref, text)
    elif text != formula:
        cell.value = text


def _range(old: CellRange, growth: Growth, *, own_row: bool = False) -> CellRange:
    """A range after the growth; one within the repeated row alone may stay a single row."""
    stays = own_row and old.min_row == old.max_row == growth.row
    rows = (old.min_row, old.max_row) if stays else growth.span(old.min_row, old.max_row)
    return CellRange(min_col=old.min_col, max_col=old.max_col, min_row=rows[0], max_row=rows[1])


def _ranges(old: Iterable[CellRange], growth: Growth) -> str:
    return " ".join(_range(one, growth).coord for one in old)


def _move_rules(sheet: Worksheet, growth: Growth) -> None:
    """Conditional formats and validations: where they hold and what they look at."""
    own = sheet.title == growth.sheet
    formats = ConditionalFormattingList()
    for old in sheet.conditional_formatting:
        covers = own and _covers(old.sqref.ranges, growth.row)
        area = _ranges(old.sqref.ranges, growth) if own else str(old.sqref)
        for rule in old.rules:
            rule.formula = [_expression(f, sheet.title, growth, covers) for f in rule.formula]
            formats.add(area, rule)
    sheet.conditional_formatting = formats
    for check in sheet.data_validations.dataValidation:
        covers = own and _covers(check.sqref.ranges, growth.row)
        check.formula1 = _expression(check.formula1, sheet.title, growth, covers)
        check.formula2 = _expression(check.formula2, sheet.title, growth, covers)
        if own:
            check.sqref = MultiCellRange(_ranges(check.sqref.ranges, growth))


def _covers(ranges: Iterable[CellRange], row: int) -> bool:
    return any(one.min_row <= row <= one.max_row for one in ranges)


def _expression(text: str | None, home: str, growth: Growth, repeated: bool = False) -> str | None:
    if not text:
        return text
    return grown(f"={text}", home, growth, repeated=repeated)[1:]


def _move_names(names: Iterable[DefinedName], home: str, growth: Growth) -> None:
    for name in names:
        name.attr_text = _expression(name.attr_text, home, growth)


def _move_rows(sheet: Worksheet, growth: Growth) -> None:
    """Heights and what else a row has, and breaks between pages."""
    rows = dict(sheet.row_dimensions)
    for number in sorted(rows, reverse=True):
        if number > growth.row:
            dimension = sheet.row_dimensions.pop(number)
            dimension.index = growth.point(number)
            sheet.row_dimensions[dimension.index] = dimension
    for mark in sheet.row_breaks.brk:
        mark.id = mark.id + growth.added if mark.id >= growth.row else mark.id
    for cell in cells_of(sheet):
        if cell.hyperlink is not None:
            cell.hyperlink.ref = cell.coordinate


def _move_paper(sheet: Worksheet, growth: Growth) -> None:
    if sheet.print_area:
        areas = [CellRange(one.rpartition("!")[2]) for one in sheet.print_area.split(",")]
        sheet.print_area = [_range(area, growth).coord for area in areas]
    if sheet.print_title_rows:
        first, last = (int(row.strip("$")) for row in sheet.print_title_rows.split(":"))
        if first > growth.row:
            sheet.print_title_rows = f"{growth.point(first)}:{growth.point(last)}"


def _move_tables(sheet: Worksheet, growth: Growth) -> None:
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _range(CellRange(sheet.auto_filter.ref), growth).coord
    for table in sheet.tables.values():
        table.ref = _range(CellRange(table.ref), growth).coord
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _range(CellRange(table.autoFilter.ref), growth).coord


def _move_pictures(sheet: Worksheet, growth: Growth) -> None:
    # openpyxl keeps pictures, charts and their corners under private names only.
    for drawn in (*sheet._images, *sheet._charts):  # noqa: SLF001
        for corner in ("_from", "to"):
            marker = getattr(drawn.anchor, corner, None)
            if marker is not None:
                marker.row = growth.point(marker.row + 1) - 1
