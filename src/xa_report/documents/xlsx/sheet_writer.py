"""Typed cells on one sheet, and its set-up for screen and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.cell_text import looks_like_formula, safe_cell_text

_LINE_HEIGHT, _MAX_ROW_HEIGHT = 14.5, 409.0
"""Points: of one line, and of the highest row that a spreadsheet allows."""
_LETTERS_PER_WIDTH = 1.08
"""Letters of our face in one unit of a column's width, words broken off included."""
CellNumber = Decimal | Fraction | int
AGREES, DIFFERS = "khớp", "LỆCH"


def set_up_printing(sheet: Worksheet, head_row: int) -> None:
    """Set A4 landscape, one page wide, head rows repeated, page numbers below."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    # 9 is A4; 0 pages high means as many as needed.
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head_row}:{head_row}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.65
    margins.header = margins.footer = 0.25
    sheet.oddFooter.center.text = "Trang &P/&N"


def fit_row_heights(sheet: Worksheet, first: int) -> None:
    """Make rows high enough for their texts: office suites do not when they open a file."""
    widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
    for row in sheet.iter_rows(min_row=first):
        lines = max((_wrapped_lines(cell, widths) for cell in row), default=1)
        height = sheet.row_dimensions[row[0].row]
        if lines > 1 and height.height is None:
            height.height = min(_LINE_HEIGHT * lines + 2, _MAX_ROW_HEIGHT)


def _wrapped_lines(cell: Cell, widths: Mapping[str, float]) -> int:
    """Estimate the lines of a wrapped text, rather too many than too few."""
    if cell.data_type != "s" or cell.value is None:
        return 1
    # 13: openpyxl's width of a column that has none.
    width = widths.get(cell.column_letter, 13) * _LETTERS_PER_WIDTH
    return sum(1 + max(len(part) - 1, 0) // int(width) for part in cell.value.split("\n"))


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column's letter, head and width in characters."""

    letter: str
    head: str
    width: float


def sheet_columns(*heads: tuple[str, float]) -> tuple[SheetColumn, ...]:
    """Return columns from A on, from pairs of head and width."""
    return tuple(
        SheetColumn(get_column_letter(number), head, width)
        for number, (head, width) in enumerate(heads, start=1)
    )


def set_cell_text(cell: Cell, text: str) -> None:
    """Write a safe text into a cell so that it stays a text."""
    cell.value = text
    cell.data_type = "s"
    if looks_like_formula(text):
        # Else the text becomes a formula as soon as somebody edits the cell in Excel.
        cell.quotePrefix = True


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writer of typed cells on one sheet; every text stays a text."""

    sheet: Worksheet

    def _cell(self, coordinate: str, style: str) -> Cell:
        cell: Cell = self.sheet[coordinate]
        cell.style = style
        return cell

    def text(self, coordinate: str, text: str, style: str = cell_styles.PLAIN) -> None:
        """Write a text, whatever it begins with."""
        cell = self._cell(coordinate, style)
        if text:
            set_cell_text(cell, safe_cell_text(text))

    def number(
        self, coordinate: str, value: CellNumber | None, shape: str, style: str = cell_styles.FIGURE
    ) -> None:
        """Write a plain number, or an empty cell."""
        cell = self._cell(coordinate, style)
        cell.number_format = shape
        # openpyxl does not know fractions.
        cell.value = float(value) if isinstance(value, Fraction) else value

    def date(self, coordinate: str, day: date | None, style: str = cell_styles.CENTRE) -> None:
        """Write a date, or an empty cell."""
        cell = self._cell(coordinate, style)
        cell.number_format = cell_styles.DATE_FORMAT
        cell.value = day

    def formula(
        self,
        coordinate: str,
        expression: str,
        shape: str = "General",
        style: str = cell_styles.FIGURE,
    ) -> None:
        """Write a live formula; `expression` has no equals sign."""
        cell = self._cell(coordinate, style)
        cell.number_format = shape
        cell.value = f"={expression}"

    def write_check(self, coordinate: str, condition: str) -> None:
        """Write the comparison of the signed value with the live formula."""
        # An error of the live formula is a difference, too.
        expression = f'IFERROR(IF({condition},"{AGREES}","{DIFFERS}"),"{DIFFERS}")'
        self.formula(coordinate, expression, style=cell_styles.CENTRE)

    def write_heads(self, row: int, heads: Sequence[SheetColumn]) -> None:
        """Write a head row."""
        for column in heads:
            self.text(f"{column.letter}{row}", column.head, cell_styles.HEAD)

    def write_titles(self, title: str, subtitle: str) -> None:
        """Write title and subtitle in the first two rows."""
        self.text("A1", title, cell_styles.TITLE)
        self.text("A2", subtitle, cell_styles.SUBTITLE)

    def set_widths(self, heads: Sequence[SheetColumn]) -> None:
        """Set the column widths."""
        for column in heads:
            self.sheet.column_dimensions[column.letter].width = column.width

    def mark_differences(self, area: str) -> None:
        """Mark the cells of a range where value and formula disagree."""
        font = Font(bold=True, color="FFB3261E")
        self.sheet.conditional_formatting.add(
            area, CellIsRule(operator="equal", formula=[f'"{DIFFERS}"'], font=font)
        )

    def finish_page(self, head_row: int, freeze: str) -> None:
        """Set row heights, frozen heads and paper."""
        fit_row_heights(self.sheet, head_row)
        set_up_printing(self.sheet, head_row)
        self.sheet.freeze_panes = freeze


def points_agree_formula(signed: str, live: str) -> str:
    """Return the condition that two cells hold the same points, to six decimals."""
    return f"ROUND({signed}-{live},6)=0"
