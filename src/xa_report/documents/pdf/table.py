"""Tables: wrapped cells, a repeated head, rows that break only when they must."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, FrameBreak

from xa_report.documents.fonts import FontFace, printable_text, text_width, with_nonbreaking_spaces
from xa_report.documents.pdf.page_layout import TypedFlowable, wrap_lines
from xa_report.documents.pdf.styles import TABLE_SIZE

PAD = 2.6
LEADING = TABLE_SIZE * 1.15
HEAD_FILL = HexColor(0xEDEFF2)
MAX_UNBROKEN_HEIGHT = 200.0
"""Rows up to this height in points stay on one page."""
NAME_LENGTH = 60
"""Characters of a row's text that identify it in a message."""
MIN_LINES_BEFORE_BREAK = 3
"""Lines that must fit before the break for a row to be broken."""


class TextAlign(StrEnum):
    """Horizontal alignment of a column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, its width in millimetres and its alignment."""

    head: str
    width_mm: float
    align: TextAlign = TextAlign.LEFT


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row; a single cell goes across the whole table."""

    cells: tuple[str, ...]
    face: FontFace = FontFace.REGULAR
    keep_with_next: bool = False
    """True when it must stay on the page of the row after it."""
    left_aligned_column: int | None = None
    """Index of the column that is aligned left in this row, whatever its alignment elsewhere."""
    fill_colours: tuple[Color | None, ...] = ()
    """Fill of each cell, or None."""


@dataclass(frozen=True, slots=True)
class LaidOutRow:
    """A row in lines, ready to be drawn."""

    cells: tuple[tuple[str, ...], ...]
    face: FontFace
    keep_with_next: bool = False
    left_aligned_column: int | None = None
    fill_colours: tuple[Color | None, ...] = ()

    @property
    def lines(self) -> int:
        """The number of lines of the tallest cell."""
        return max(map(len, self.cells))

    @property
    def height(self) -> float:
        """The height in points."""
        return self.lines * LEADING + 2 * PAD

    def cut(self, lines: int) -> tuple["LaidOutRow", "LaidOutRow"]:
        """Return the parts before and after a break."""
        before = tuple(cell[:lines] for cell in self.cells)
        after = tuple(cell[lines:] for cell in self.cells)
        return replace(self, cells=before, keep_with_next=False), replace(self, cells=after)


def build_table(
    columns: Sequence[TableColumn], rows: Iterable[PrintedRow], location: str
) -> "TableFlowable":
    """Lay out a table; every cell is checked against the fonts, `location` names the table."""
    heads = tuple(
        wrap_lines(column.head, FontFace.BOLD, TABLE_SIZE, column.width_mm * mm - 2 * PAD)
        for column in columns
    )
    laid_out_rows = [_lay_out_row(row, columns, location) for row in rows]
    return TableFlowable(tuple(columns), LaidOutRow(heads, FontFace.BOLD), laid_out_rows)


def _lay_out_row(row: PrintedRow, columns: Sequence[TableColumn], location: str) -> LaidOutRow:
    if len(row.cells) == 1:
        columns = [TableColumn("Nội dung", sum(column.width_mm for column in columns))]
    row_location = f"{location}, dòng “{' '.join(row.cells[:2])[:NAME_LENGTH].strip()}”"
    cells = tuple(
        wrap_lines(
            with_nonbreaking_spaces(printable_text(cell, f"{row_location}, cột “{column.head}”")),
            row.face,
            TABLE_SIZE,
            column.width_mm * mm - 2 * PAD,
        )
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return LaidOutRow(
        cells, row.face, row.keep_with_next, row.left_aligned_column, row.fill_colours
    )


class TableFlowable(TypedFlowable):
    """A laid-out table that knows how to break across pages."""

    def __init__(
        self, columns: tuple[TableColumn, ...], head: LaidOutRow, rows: list[LaidOutRow]
    ) -> None:
        super().__init__()
        self.columns = columns
        self.head = head
        self.rows = rows
        self.edges = [0.0, *accumulate(column.width_mm * mm for column in columns)]

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return the size in points."""
        return self.edges[-1], self.head.height + sum(row.height for row in self.rows)

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Return the part that fits into `height` and the rest; empty when nothing fits.

        Rows that fit but must not stand alone wait for the next page: without the frame break
        reportlab would split the rest once more into the room left, under a head of its own.
        """
        room = height - self.head.height
        fits = self._fitting_count(room)
        before, after = self.rows[:fits], self.rows[fits:]
        if after and after[0].height > MAX_UNBROKEN_HEIGHT:
            left = room - sum(row.height for row in before) - 2 * PAD
            lines = int(left / LEADING)
            if lines >= MIN_LINES_BEFORE_BREAK:
                first, rest = after[0].cut(lines)
                before, after = [*before, first], [rest, *after[1:]]
        whole = len(before)
        # The last row does not stand alone on a page.
        if len(after) == 1 and len(before) > 2:
            after.insert(0, before.pop())
        # A heading goes with the row below it.
        while len(before) > 1 and before[-1].keep_with_next:
            after.insert(0, before.pop())
        # On an empty page it is drawn all the same: more room will never come.
        lonely = len(before) == 1 and before[0].keep_with_next and height < MAX_UNBROKEN_HEIGHT
        if lonely or not before or not after:
            return []
        first, rest = (TableFlowable(self.columns, self.head, part) for part in (before, after))
        return [first, FrameBreak(), rest] if len(before) < whole else [first, rest]

    def _fitting_count(self, room: float) -> int:
        heights = accumulate(row.height for row in self.rows)
        # Sums of floats: a row that fits exactly must not fail by rounding.
        return sum(height <= room + 0.01 for height in heights)

    def draw(self) -> None:
        """Draw fills and rules, then all texts row by row."""
        canvas: Canvas = self.canv
        top = sum(row.height for row in self.rows) + self.head.height
        canvas.setFillColor(HEAD_FILL)
        canvas.rect(0, top - self.head.height, self.edges[-1], self.head.height, stroke=0, fill=1)
        self._fill_cells(canvas, top - self.head.height)
        canvas.setFillColor(black)
        self._rules(canvas, top)
        # One text object for all cells keeps long tables small.
        text = canvas.beginText()
        self._head(text, top)
        top -= self.head.height
        for row in self.rows:
            self._row(text, row, top)
            top -= row.height
        canvas.drawText(text)

    def _fill_cells(self, canvas: Canvas, top: float) -> None:
        for row in self.rows:
            top -= row.height
            for index, fill in enumerate(row.fill_colours):
                if fill is not None:
                    wide = self.edges[index + 1] - self.edges[index]
                    canvas.setFillColor(fill)
                    canvas.rect(self.edges[index], top, wide, row.height, stroke=0, fill=1)

    def _rules(self, canvas: Canvas, top: float) -> None:
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.5)
        right = self.edges[-1]
        lines = [(0, top, right, top)]
        for row in (self.head, *self.rows):
            bottom = top - row.height
            lines.append((0, bottom, right, bottom))
            edges = self.edges if len(row.cells) > 1 else (0, right)
            lines.extend((x, top, x, bottom) for x in edges)
            top = bottom
        canvas.lines(lines)

    def _head(self, text: PDFTextObject, top: float) -> None:
        for index, cell in enumerate(self.head.cells):
            spare = (self.head.lines - len(cell)) * LEADING / 2
            self._cell(
                text, cell, top - spare, column=index, align=TextAlign.CENTRE, face=FontFace.BOLD
            )

    def _row(self, text: PDFTextObject, row: LaidOutRow, top: float) -> None:
        for index, cell in enumerate(row.cells):
            plain = len(row.cells) == 1 or index == row.left_aligned_column
            align = TextAlign.LEFT if plain else self.columns[index].align
            self._cell(text, cell, top, column=index, align=align, face=row.face)

    def _cell(
        self,
        text: PDFTextObject,
        cell: tuple[str, ...],
        top: float,
        *,
        column: int,
        align: TextAlign,
        face: FontFace,
    ) -> None:
        text.setFont(face.value, TABLE_SIZE)
        left, right = self.edges[column] + PAD, self.edges[column + 1] - PAD
        # 0.9 of the size: the ascender of the face.
        baseline = top - PAD - TABLE_SIZE * 0.9
        for line in cell:
            x = left
            if align is not TextAlign.LEFT:
                spare = right - left - text_width(line, face, TABLE_SIZE)
                x += spare if align is TextAlign.RIGHT else spare / 2
            text.setTextOrigin(x, baseline)
            text.textOut(line)
            baseline -= LEADING
