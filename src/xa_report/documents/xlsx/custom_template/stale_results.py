"""Stored results of formulas that filled cells may have changed: removed, until they are computed.

An office suite computes all formulas when it opens the workbook; other readers show what is stored,
and would show the sums of the empty template.
"""

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import column_index_from_string

from xa_report.documents.xlsx.custom_template.references import LAST_ROW, sheet_title
from xa_report.documents.xlsx.custom_template.shared_formulas import spelled_formulas
from xa_report.documents.xlsx.custom_template.template_package import PartElement
from xa_report.documents.xlsx.custom_template.template_sheet import (
    FORMULA,
    VALUE,
    CellArea,
    CoveredCells,
    TemplateCell,
    parse_area,
)
from xa_report.documents.xlsx.custom_template.template_workbook import TemplateWorkbook

MAX_FORMULAS = 100_000
"""With more, all results are removed: looking at each formula would take a minute."""
_MAX_PASSES = 20
"""Formulas that follow each other upwards need a pass each; the rest counts as changed."""
_MAX_ARRAYS = 1_000
"""Changed arrays; with more, all further formulas count as changed."""
_MAX_ARRAY_ROWS = 2 * LAST_ROW
"""Rows of all arrays of a sheet together."""
_LAST_COLUMN = 16_384
# B3, B3:C4, B:C and 3:4; dollar signs are taken out before.
_REFERENCE = re.compile(r"([A-Z]{1,3})?(\d{1,7})?(?::([A-Z]{1,3})?(\d{1,7})?)?")
# They read other cells than those that they name, or say where cells are.
_FAR_FUNCTIONS = frozenset(
    {"OFFSET(", "INDIRECT(", "ROW(", "ROWS(", "CELL(", "ADDRESS(", "COUNTBLANK(", "FORMULATEXT("}
)


@dataclass(frozen=True, slots=True)
class SheetArea:
    """An area of a sheet; the title is in lower case."""

    title: str
    area: CellArea


@dataclass(frozen=True, slots=True)
class _StoredResult:
    """A formula with a result: where it is shown, and what it reads; None when nobody can say."""

    cell: TemplateCell
    shown: SheetArea
    reads: tuple[SheetArea, ...] | None


class _ChangedCells:
    """Cells whose values may have changed: rows in order, by sheet and column; and arrays."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.arrays: list[SheetArea] = []

    def add_area(self, where: SheetArea) -> None:
        """Add a cell, or an array."""
        if where.area.is_cell:
            insort(self._rows[where.title][where.area.first_column], where.area.first_row)
        else:
            self.arrays.append(where)

    def touch(self, where: SheetArea) -> bool:
        """Return whether one of them lies in an area."""
        area = where.area
        for column, rows in self._rows[where.title].items():
            if area.first_column <= column <= area.last_column:
                at = bisect_left(rows, area.first_row)
                if at < len(rows) and rows[at] <= area.last_row:
                    return True
        return len(self.arrays) > _MAX_ARRAYS or any(
            array.title == where.title and array.area.meets(area) for array in self.arrays
        )


def remove_stale_results(workbook: TemplateWorkbook, filled: Iterable[PartElement]) -> None:
    """Remove the results of all formulas that may depend on the filled cells, given as elements."""
    cells = frozenset(filled)
    changed = _ChangedCells()
    for sheet in workbook.sheets:
        for cell in sheet.cells():
            if cell.element in cells:
                changed.add_area(_own_area(cell))
    pending = list(_stored_results(workbook))
    for _ in range(_MAX_PASSES):
        later = [result for result in pending if not _follows(result, changed)]
        if len(later) == len(pending):
            break
        pending = later
    else:
        for result in pending:
            changed.add_area(result.shown)
            _remove_value(result.cell)
    _remove_array_values(workbook, changed.arrays)


def _follows(result: _StoredResult, changed: _ChangedCells) -> bool:
    """Remove a result that depends on changed cells; return whether it does."""
    if result.reads is not None and not any(map(changed.touch, result.reads)):
        return False
    changed.add_area(result.shown)
    _remove_value(result.cell)
    return True


def _remove_array_values(workbook: TemplateWorkbook, arrays: list[SheetArea]) -> None:
    """Remove what arrays show in cells that have no formula of their own."""
    for sheet in workbook.sheets:
        areas = [array.area for array in arrays if array.title == sheet.title.casefold()]
        if sum(area.last_row - area.first_row + 1 for area in areas) > _MAX_ARRAY_ROWS:
            raise ValueError("arrays over arrays")
        covered = CoveredCells(tuple(areas))
        for cell in sheet.cells() if areas else ():
            if covered.is_covered(cell.row, cell.column) and not cell.has_formula:
                _remove_value(cell)


def _remove_value(cell: TemplateCell) -> None:
    for value in cell.element.findall(VALUE):
        cell.element.remove(value)
        cell.element.attrib.pop("t", None)
        cell.sheet.mark_changed()


def _stored_results(workbook: TemplateWorkbook) -> Iterator[_StoredResult]:
    formulas = [pair for sheet in workbook.sheets for pair in spelled_formulas(sheet)]
    reader = _ReferenceReader(workbook)
    for cell, formula in formulas:
        node = cell.element.find(FORMULA)
        table = node.get("t") == "dataTable" or len(formulas) > MAX_FORMULAS
        shown = _own_area(cell)
        if node.get("t") in ("array", "dataTable") and node.get("ref"):
            shown = SheetArea(shown.title, parse_area(node.get("ref")))
        reads = None if table else reader.read_formula(formula, cell.sheet.title)
        yield _StoredResult(cell, shown, reads)


def _own_area(cell: TemplateCell) -> SheetArea:
    area = CellArea(cell.row, cell.row, cell.column, cell.column)
    return SheetArea(cell.sheet.title.casefold(), area)


class _ReferenceReader:
    """Reader of the areas that formulas name, through defined names too."""

    def __init__(self, workbook: TemplateWorkbook) -> None:
        self._names: dict[str, tuple[SheetArea, ...] | None] = {}
        for name in workbook.defined_names():
            key = name.get("name", "").casefold()
            # A name of a sheet and one of the workbook may be called alike.
            twice = key in self._names
            areas = self.read_formula(f"={name.text or ''}", "")
            self._names[key] = None if twice else areas

    def read_formula(self, formula: str, home: str) -> tuple[SheetArea, ...] | None:
        """Return the areas that a formula of the sheet `home` reads; None when it is unclear."""
        try:
            tokens = Tokenizer(formula).items
        except (TokenizerError, IndexError):
            return None
        areas: list[SheetArea] = []
        for token in tokens:
            if _reads_far(token):
                return None
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                further = self._areas_of(token.value, home)
                if further is None:
                    return None
                areas += further
        return tuple(areas)

    def _areas_of(self, operand: str, home: str) -> tuple[SheetArea, ...] | None:
        prefix, mark, body = operand.rpartition("!")
        if prefix.lstrip("'").startswith("["):
            return ()  # another workbook, which stays as it is
        match = _REFERENCE.fullmatch(body.replace("$", "").upper())
        # Letters or digits alone are a column or a row only on both sides of a colon.
        if match is None or (":" not in body and None in (match[1], match[2])):
            return self._names.get(body.casefold())
        if ":" in prefix:
            return None  # the same cells of several sheets
        title = sheet_title(prefix) if mark else home
        return (SheetArea(title.casefold(), _matched_area(match)),)


def _reads_far(token: Token) -> bool:
    if token.type == Token.FUNC:
        # `B1:INDEX(` is one token: cells from B1 to wherever the function points.
        return str(token.value).upper() in _FAR_FUNCTIONS or ":" in token.value
    return bool(token.type == Token.OP_IN and token.value == ":")


def _matched_area(match: re.Match[str]) -> CellArea:
    """Return the bounds of a reference; what it leaves out is the whole sheet."""
    left, top, right, bottom = match.groups()
    last_column, last_row = right or left, bottom or top
    return CellArea(
        int(top) if top else 1,
        int(last_row) if last_row else LAST_ROW,
        column_index_from_string(left) if left else 1,
        column_index_from_string(last_column) if last_column else _LAST_COLUMN,
    )
