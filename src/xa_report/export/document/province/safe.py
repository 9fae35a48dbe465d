"""Texts of strangers made fit for the page: what cannot be drawn is marked, the endless is cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportlab.platypus import Paragraph

from xa_report.export.document.grid import Column, Grid, Row, table
from xa_report.export.document.paper import paragraph
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.fonts import marked

LONGEST_CELL, LONGEST_LINE = 400, 4000
MORE = "… (còn nữa, xem bảng tính)"


def shown(text: str, longest: int = LONGEST_CELL) -> str:
    """A text that every font can draw, not longer than a reader will read."""
    safe = marked(text[: 2 * longest])
    cut = len(text) > 2 * longest or len(safe) > longest
    return f"{safe[:longest].rstrip()}{MORE}" if cut else safe


def grid(columns: Sequence[Column], rows: Iterable[Row], place: str) -> Grid:
    """A table of such texts."""
    safe = (replace(row, cells=tuple(map(shown, row.cells))) for row in rows)
    heads = [replace(column, head=shown(column.head)) for column in columns]
    return table(heads, safe, place)


def note(text: str, place: str, style: str = "note") -> Paragraph:
    """A paragraph of such a text."""
    return paragraph(shown(text, LONGEST_LINE), style, place)


def section_of(section: Section) -> Section:
    """A section of such texts."""
    lines = (Line(shown(line.text, LONGEST_LINE), shown(line.lead)) for line in section.lines)
    return Section(section.title, tuple(lines))
