"""How sheets stand on screen and paper: row heights, A4 landscape, heads and page numbers."""

from collections.abc import Mapping

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_LINE, _HIGHEST = 14.5, 409.0
"""Points: of one line, and of the highest row there can be."""
_LETTERS_PER_WIDTH = 1.08
"""Letters of our face in one unit of a column's width, words broken off included."""


def set_up_paper(sheet: Worksheet, head_row: int) -> None:
    """A4 landscape, one page wide, head rows repeated, page numbers below."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head_row}:{head_row}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.65
    margins.header = margins.footer = 0.25
    sheet.oddFooter.center.text = "Trang &P/&N"


def grow_rows(sheet: Worksheet, first: int) -> None:
    """Make rows high enough for their texts: office suites do not when they open a file."""
    widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
    for row in sheet.iter_rows(min_row=first):
        lines = max((_lines(cell, widths) for cell in row), default=1)
        height = sheet.row_dimensions[row[0].row]
        if lines > 1 and height.height is None:
            height.height = min(_LINE * lines + 2, _HIGHEST)


def _lines(cell: Cell, widths: Mapping[str, float]) -> int:
    """How many lines a wrapped text takes, on the safe side."""
    if cell.data_type != "s" or cell.value is None:
        return 1
    width = widths.get(cell.column_letter, 13) * _LETTERS_PER_WIDTH
    return sum(1 + max(len(part) - 1, 0) // int(width) for part in cell.value.split("\n"))
