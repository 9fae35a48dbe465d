"""Writing typed cells on one sheet, and the sheet's set-up for screen and paper."""

from collections.abc import Sequence
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
from xa_report.export.workbook.paper import grow_rows, set_up_paper
from xa_report.export.workbook.text import looks_like_formula, safe

Number = Decimal | Fraction | int
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


def put_text(cell: Cell, text: str) -> None:
    """Put a text that is safe in a cell, where it stays a text."""
    cell.value = text
    cell.data_type = "s"
    if looks_like_formula(text):
        cell.quotePrefix = True


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
        if text:
            put_text(cell, safe(text))

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
        """Rows as high as their texts, heads that stay, and paper."""
        grow_rows(self.sheet, head_row)
        set_up_paper(self.sheet, head_row)
        self.sheet.freeze_panes = freeze


def agree(signed: str, live: str) -> str:
    """A condition: two cells hold the same points."""
    return f"ROUND({signed}-{live},6)=0"
