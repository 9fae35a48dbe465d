"""A list of units as it was typed: rows by the heads of their columns, whatever file held them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xa_report.domain.text import fold_signs

MAX_UNIT_ROWS, MAX_UNIT_COLUMNS = 20_000, 60
"""Limits of reading; the list of the whole country has some 3,400 rows."""


@dataclass(frozen=True, slots=True)
class UnitCell:
    """A cell of a list of units."""

    text: str
    is_number: bool = False
    """True when a spreadsheet holds a number, which has no leading zeros."""
    fault: str = ""
    """Why the cell holds no usable text."""


@dataclass(frozen=True, slots=True)
class UnitTableRow:
    """A row by the heads of its columns; empty cells are left out."""

    number: int
    """As the file shows it, the heads standing in the first row."""
    cells: Mapping[str, UnitCell]
    faulty: frozenset[str] = frozenset()
    """Heads of cells without a usable text, which the faults of the table name."""

    def text(self, head: str) -> str:
        """Return the text below a head, "" where there is none."""
        cell = self.cells.get(head)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A list of units of one file."""

    file: str
    heads: frozenset[str]
    rows: tuple[UnitTableRow, ...]
    faults: tuple[str, ...]
    """Doubled heads, cells without a usable text, content outside of the columns."""


NumberedCells = tuple[int, Mapping[int, UnitCell]]
"""Number of a row in its file, and its cells by the number of their column from 1."""


def plain_text(text: str) -> str:
    """Return a text of a list in one form: NFC, single spaces, no outer ones."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def build_unit_table(file: str, lines: Sequence[NumberedCells]) -> UnitTable:
    """Build the table of lines, the first of which holds the heads."""
    head_cells = lines[0][1] if lines else {}
    heads = {at: fold_signs(cell.text) for at, cell in head_cells.items()}
    heads = {at: head for at, head in heads.items() if head}
    faults = list(_head_faults(heads))
    rows = []
    for number, cells in lines[1:]:
        faults.extend(_cell_faults(number, cells, heads))
        named = {
            heads[at]: UnitCell(plain_text(cell.text), cell.is_number)
            for at, cell in cells.items()
            if at in heads and plain_text(cell.text)
        }
        if named:
            faulty = {heads[at] for at, cell in cells.items() if at in heads and cell.fault}
            rows.append(UnitTableRow(number, named, frozenset(faulty)))
    return UnitTable(file, frozenset(heads.values()), tuple(rows), tuple(faults))


def _head_faults(heads: Mapping[int, str]) -> Iterator[str]:
    names = list(heads.values())
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"dòng đầu: cột “{name}” có {names.count(name)} lần; hãy giữ lại một cột"


def _cell_faults(
    number: int, cells: Mapping[int, UnitCell], heads: Mapping[int, str]
) -> Iterator[str]:
    for at, cell in cells.items():
        head = heads.get(at, "")
        if cell.fault:
            yield f"dòng {number}, cột {head or at}: {cell.fault}"
        elif not head and plain_text(cell.text):
            yield f"dòng {number}: “{cell.text}” nằm ở cột {at}, cột này không có tiêu đề"
