"""Finding what a template asks for: `{{name}}` in cells, and defined names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.export.workbook.filling.references import LAST_ROW

_PLACEHOLDER = re.compile(r"\{\{\s*(#?)\s*([^{}]*?)\s*\}\}")
_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})")
MARK = "{{"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One name between braces."""

    name: str
    repeats: bool
    """Whether it makes its row a row for every commune."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that asks for values."""

    cell: Cell
    text: str

    @property
    def asked(self) -> tuple[Placeholder, ...]:
        """Its placeholders from left to right."""
        return tuple(Placeholder(m[2], bool(m[1])) for m in _PLACEHOLDER.finditer(self.text))

    @property
    def alone(self) -> Placeholder | None:
        """The one placeholder of a cell that holds nothing else."""
        match = _PLACEHOLDER.fullmatch(self.text.strip())
        return Placeholder(match[2], bool(match[1])) if match else None

    @property
    def broken(self) -> bool:
        """Whether braces are left open."""
        return MARK in _PLACEHOLDER.sub("", self.text)

    @property
    def in_formula(self) -> bool:
        """Whether the cell computes something."""
        return bool(self.cell.data_type == "f")

    @property
    def row(self) -> tuple[str, int]:
        """The sheet's title and the row."""
        return self.cell.parent.title, self.cell.row

    @property
    def where(self) -> str:
        """The cell in words."""
        return place(self.cell)


def place(cell: Cell) -> str:
    """Where a cell is, in words."""
    return f"Trang “{cell.parent.title}”, ô {cell.coordinate}"


def replaced(text: str, shown: Mapping[Placeholder, str]) -> str:
    """The text with what is shown for every placeholder."""
    return _PLACEHOLDER.sub(lambda match: shown[Placeholder(match[2], bool(match[1]))], text)


def cells_of(sheet: Worksheet) -> list[Cell]:
    """The cells that there are, row by row."""
    # `iter_rows` would make every empty cell up to the last one that has a format.
    cells = sheet._cells  # noqa: SLF001
    return [cells[at] for at in sorted(cells)]


def formula_of(cell: Cell) -> str:
    """The formula of a cell, empty when it has none that can be read."""
    if cell.data_type != "f":
        return ""
    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    return value if isinstance(value, str) else ""


def spots(book: Workbook) -> Iterator[Spot]:
    """All cells with braces, in the order of sheets, rows and columns."""
    for sheet in book.worksheets:
        for cell in cells_of(sheet):
            text = formula_of(cell) if cell.data_type == "f" else cell.value
            if isinstance(text, str | list) and MARK in str(text):
                yield Spot(cell, str(text))


def named_cells(book: Workbook) -> Iterator[tuple[str, Cell]]:
    """Defined names that mean exactly one cell of this workbook."""
    scopes = (book.defined_names, *(sheet.defined_names for sheet in book.worksheets))
    for name, defined in (pair for scope in scopes for pair in scope.items()):
        match = _CELL.fullmatch(defined.attr_text or "")
        if match is None:
            continue
        title = (match[1] or "").replace("''", "'") or match[2]
        sheet = book[title] if title in book.sheetnames else None
        if not isinstance(sheet, Worksheet) or int(match[4]) > LAST_ROW:
            continue
        cell = sheet[f"{match[3]}{match[4]}"]
        if not isinstance(cell, MergedCell):
            yield name, cell
