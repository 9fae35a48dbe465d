"""Writing typed cells on one sheet, and the sheet's set-up for screen and paper."""

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

from xa_report.export.workbook import styles
from xa_report.export.workbook.text import clean, cut, escape, looks_like_formula

Number = Decimal | Fraction | int
_LINE, _HIGHEST = 14.5, 409.0
"""Points: of one line, and of the highest row there can be."""
_LETTERS_PER_WIDTH = 1.08
"""Letters of our face in one unit of a column's width, words broken off included."""
AGREES, DIFFERS = "khớp", "LỆCH"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's letter, head and width in characters."""

    letter: str
    head: str
    width: float


def columns(*heads: tuple[str, float]) -> tuple[Column, ...]:
    """Columns from A on."""
    return tuple(
        Column(get_column_letter(number), head, width)
        for number, (head, width) in enumerate(heads, start=1)
    )


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes on a sheet; every text stays a text."""

    sheet: Worksheet

    def _cell(self, place: str, style: str) -> Cell:
        cell: Cell = self.sheet[place]
        cell.style = style
        return cell

    def text(self, place: str, text: str, style: str = styles.PLAIN) -> None:
        """A text, whatever it begins with."""
        cell = self._cell(place, style)
        if not text:
            return
        safe = escape(clean(cut(text)))
        cell.value = safe
        cell.data_type = "s"
        if looks_like_formula(safe):
            cell.quotePrefix = True

    def number(
        self, place: str, value: Number | None, shape: str, style: str = styles.FIGURE
    ) -> None:
        """A plain number, or an empty cell."""
        cell = self._cell(place, style)
        cell.number_format = shape
        cell.value = float(value) if isinstance(value, Fraction) else value

    def date(self, place: str, day: date | None, style: str = styles.CENTRE) -> None:
        """A date, or an empty cell."""
        cell = self._cell(place, style)
        cell.number_format = styles.DATE
        cell.value = day

    def formula(
        self, place: str, expression: str, shape: str = "General", style: str = styles.FIGURE
    ) -> None:
        """A live formula, written without its equals sign."""
        cell = self._cell(place, style)
        cell.number_format = shape
        cell.value = f"={expression}"

    def check(self, place: str, condition: str) -> None:
        """Whether the signed value and the live formula agree."""
        expression = f'IFERROR(IF({condition},"{AGREES}","{DIFFERS}"),"{DIFFERS}")'
        self.formula(place, expression, style=styles.CENTRE)

    def heads(self, row: int, heads: Sequence[Column]) -> None:
        """A head row."""
        for column in heads:
            self.text(f"{column.letter}{row}", column.head, styles.HEAD)

    def titles(self, title: str, subtitle: str) -> None:
        """The sheet's name and whose it is, in the first two rows."""
        self.text("A1", title, styles.TITLE)
        self.text("A2", subtitle, styles.SUBTITLE)

    def widths(self, heads: Sequence[Column]) -> None:
        """Column widths."""
        for column in heads:
            self.sheet.column_dimensions[column.letter].width = column.width

    def mark_differences(self, area: str) -> None:
        """A calm mark where value and formula disagree."""
        font = Font(bold=True, color="FFB3261E")
        self.sheet.conditional_formatting.add(
            area, CellIsRule(operator="equal", formula=[f'"{DIFFERS}"'], font=font)
        )

    def page(self, head_row: int, freeze: str) -> None:
        """A4 landscape, one page wide, head rows repeated, page numbers below."""
        sheet = self.sheet
        self._grow_rows(head_row)
        sheet.freeze_panes = freeze
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{head_row}:{head_row}"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.6
        sheet.oddFooter.center.text = "Trang &P/&N"

    def _grow_rows(self, first: int) -> None:
        """Make rows high enough for their texts: office suites do not when they open a file."""
        widths = {letter: column.width for letter, column in self.sheet.column_dimensions.items()}
        for row in self.sheet.iter_rows(min_row=first):
            lines = max((_lines(cell, widths) for cell in row), default=1)
            height = self.sheet.row_dimensions[row[0].row]
            if lines > 1 and height.height is None:
                height.height = min(_LINE * lines + 2, _HIGHEST)


def _lines(cell: Cell, widths: Mapping[str, float]) -> int:
    """How many lines a wrapped text takes, on the safe side."""
    if cell.data_type != "s" or cell.value is None:
        return 1
    width = widths.get(cell.column_letter, 13) * _LETTERS_PER_WIDTH
    return sum(1 + max(len(part) - 1, 0) // int(width) for part in cell.value.split("\n"))


def agree(signed: str, live: str) -> str:
    """A condition: two cells hold the same points."""
    return f"ROUND({signed}-{live},6)=0"
