"""Rows repeated for every commune: inserted rows, and all that refers to rows moved with them."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from xa_report.documents.xlsx.custom_template.moved_references import move_references
from xa_report.documents.xlsx.custom_template.references import (
    LAST_ROW,
    RowInsertion,
    areas_after_insertion,
    areas_moved_down,
    formula_after_insertion,
    formula_copied_down,
)
from xa_report.documents.xlsx.custom_template.scan import TemplateRow
from xa_report.documents.xlsx.custom_template.shared_formulas import write_out_shared_formulas
from xa_report.documents.xlsx.custom_template.template_package import PartElement
from xa_report.documents.xlsx.custom_template.template_sheet import (
    CELL,
    FORMULA,
    MAIN,
    TemplateCell,
    TemplateSheet,
)
from xa_report.documents.xlsx.custom_template.template_workbook import TemplateWorkbook
from xa_report.documents.xlsx.untrusted_workbook import MAX_CELLS
from xa_report.errors import AnswerError

_SPARKLINES = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}sparklines"
_FORMULA_AREAS = ("ref", "r1", "r2")
"""Attributes of a formula: area of an array, area and input cells of a data table."""


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedRows:
    """The rows that one repeated row became."""

    sheet: TemplateSheet
    rows: tuple[PartElement, ...]

    def cells(self) -> list[PartElement]:
        """Return the elements of all their cells."""
        return [cell for row in self.rows for cell in row.iterchildren(CELL)]

    def copies(self) -> Iterator[tuple[int, dict[int, TemplateCell]]]:
        """Yield each copy's number, counted from 0, with its cells by column."""
        for number, row in enumerate(self.rows):
            cells = self.sheet.cells_of(int(row.get("r")), row)
            yield number, {cell.column: cell for cell in cells}


def repeat_rows(
    workbook: TemplateWorkbook, rows: Iterable[TemplateRow], count: int
) -> dict[TemplateRow, RepeatedRows]:
    """Make `count` rows (at least one) of each row; return the blocks by original row.

    Raise AnswerError when a sheet would become longer than a spreadsheet can be, or too large.
    """
    # From the bottom up: rows above keep their numbers while rows below move.
    ordered = sorted(rows, key=lambda row: row[1], reverse=True)
    elements = _row_elements(workbook, ordered)
    if count > 1 and ordered:
        _refuse_full_workbook(workbook, elements, count)
        # Excel takes a list of formulas that are elsewhere now for damage, and makes a new one.
        workbook.package.remove_targets(workbook.part_name, "calcChain")
        for sheet in workbook.sheets:
            write_out_shared_formulas(sheet)
        for title, row in ordered:
            insertion = RowInsertion(title, row, count)
            _move_formulas(workbook, insertion, frozenset(elements.values()))
            _move_rows(workbook, insertion)
            move_references(workbook, insertion)
    return {at: _copy_row(workbook, at[0], elements[at], count) for at in ordered}


def _row_elements(
    workbook: TemplateWorkbook, rows: Iterable[TemplateRow]
) -> dict[TemplateRow, PartElement]:
    wanted = set(rows)
    return {
        (sheet.title, number): row
        for sheet in workbook.sheets
        for number, row in sheet.rows()
        if (sheet.title, number) in wanted
    }


def _refuse_full_workbook(
    workbook: TemplateWorkbook, elements: dict[TemplateRow, PartElement], count: int
) -> None:
    added = {sheet.title: 0 for sheet in workbook.sheets}
    for title, _ in elements:
        added[title] += count - 1
    for sheet in workbook.sheets:
        last = sheet.last_row()
        if added[sheet.title] and last + added[sheet.title] > LAST_ROW:
            raise AnswerError(
                f"Trang “{sheet.title}” có ô định dạng đến dòng {last} nên không thêm được"
                " hàng; hãy xóa các dòng trống ở cuối trang rồi điền lại."
            )
    if sum(len(row) for row in elements.values()) * count > MAX_CELLS:
        raise AnswerError(
            f"Hàng lặp có quá nhiều ô để lặp {count} lần; hãy xóa định dạng của các cột thừa bên"
            " phải bảng rồi điền lại."
        )


def _move_formulas(
    workbook: TemplateWorkbook, insertion: RowInsertion, repeated: frozenset[PartElement]
) -> None:
    for sheet in workbook.sheets:
        for _, row in sheet.rows():
            for node in row.iterfind(f"{CELL}/{FORMULA}"):
                if _move_formula(node, sheet.title, insertion, row in repeated):
                    sheet.mark_changed()


def _move_formula(node: PartElement, home: str, insertion: RowInsertion, repeated: bool) -> bool:
    before = (node.text, *(node.get(name) for name in _FORMULA_AREAS))
    if node.text:
        formula = f"={node.text}"
        node.text = formula_after_insertion(formula, home, insertion, repeated=repeated)[1:]
    if home == insertion.sheet:
        for name in _FORMULA_AREAS:
            if node.get(name):
                area = areas_after_insertion(node.get(name), insertion, own_row=repeated)
                node.set(name, area)
    return before != (node.text, *(node.get(name) for name in _FORMULA_AREAS))


def _move_rows(workbook: TemplateWorkbook, insertion: RowInsertion) -> None:
    """Give the rows below the insertion, and their cells, their new numbers."""
    sheet = workbook.sheet(insertion.sheet)
    # Read before the first is changed: a row without a number follows the one before.
    for number, row in list(sheet.rows()) if sheet else ():
        if number > insertion.row:
            _set_row_number(sheet, number, row, insertion.point(number))


def _set_row_number(
    sheet: TemplateSheet | None, number: int, row: PartElement, new_number: int
) -> None:
    if sheet is None:
        return
    for cell in list(sheet.cells_of(number, row)):
        cell.element.set("r", f"{get_column_letter(cell.column)}{new_number}")
    row.set("r", str(new_number))
    sheet.mark_changed()


def _copy_row(
    workbook: TemplateWorkbook, title: str, pattern: PartElement, count: int
) -> RepeatedRows:
    sheet = workbook.sheet(title)
    if sheet is None:
        raise ValueError(title)
    number = next(number for number, row in sheet.rows() if row is pattern)
    _set_row_number(sheet, number, pattern, number)
    copies = [pattern]
    for down in range(1, count):
        copy = deepcopy(pattern)
        _set_row_number(sheet, number, copy, number + down)
        for node in copy.iterfind(f"{CELL}/{FORMULA}"):
            _copy_formula_down(node, title, number, down)
        # Not by its index, for which lxml counts all rows above.
        copies[-1].addnext(copy)
        copies.append(copy)
    _copy_merges(sheet, number, count)
    _copy_sparklines(sheet, number, count)
    return RepeatedRows(sheet, tuple(copies))


def _copy_formula_down(node: PartElement, title: str, number: int, down: int) -> None:
    if node.text:
        node.text = formula_copied_down(f"={node.text}", title, number, down)[1:]
    for name in _FORMULA_AREAS:
        if node.get(name):
            node.set(name, areas_moved_down(node.get(name), down))


def _copy_merges(sheet: TemplateSheet, number: int, count: int) -> None:
    merges = sheet.root.find(f"{MAIN}mergeCells")
    if merges is None:
        return
    own = [
        merge
        for merge, area in zip(list(merges), sheet.merged_areas(), strict=True)
        if area.first_row == area.last_row == number
    ]
    for merge in own:
        for down in range(1, count):
            copy = deepcopy(merge)
            copy.set("ref", areas_moved_down(merge.get("ref"), down))
            merges.append(copy)
    merges.set("count", str(len(merges)))


def _copy_sparklines(sheet: TemplateSheet, number: int, count: int) -> None:
    """Draw the small charts of a repeated row in each of its copies."""
    for group in sheet.root.iterfind(f"{MAIN}extLst//{_SPARKLINES}"):
        for sparkline in list(group):
            area = sparkline.findtext("{*}sqref") or ""
            if not re.fullmatch(rf"[A-Z]+{number}", area):
                continue
            for down in range(1, count):
                copy = deepcopy(sparkline)
                copy.find("{*}sqref").text = areas_moved_down(area, down)
                data = copy.find("{*}f")
                if data is not None and data.text:
                    formula = formula_copied_down(f"={data.text}", sheet.title, number, down)
                    data.text = formula[1:]
                group.append(copy)
