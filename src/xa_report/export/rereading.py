"""Reads back what a workbook and a PDF show, so that both can be held against the record."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pypdfium2

from xa_report.domain.numbers import show_number
from xa_report.export.workbook.criteria_sheet import SHEET
from xa_report.export.workbook.sheet_reading import read_sheet
from xa_report.export.workbook.text import unescape

DECIMALS = range(5)
FIRST_ROW = 5
ANNEX = "Phụ lục II."
"""How the outline begins its entry for the annex with the points."""
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the criteria sheet."""

    code: str
    title: str
    max: Decimal
    points: Decimal


def workbook_rows(data: bytes) -> tuple[ShownRow, ...]:
    """The rows with points; raise ValueError when the workbook cannot be read."""
    found = []
    for number, cells in read_sheet(data, SHEET, "ABCF"):
        code, title = (unescape(str(cells.get(column, ""))) for column in "AB")
        match cells.get("C"), cells.get("F"):
            case Decimal() as most, Decimal() as points if number >= FIRST_ROW and code:
                found.append(ShownRow(code, title, most, points))
    return tuple(found)


def unshown(rows: Sequence[ShownRow], pdf: bytes) -> tuple[ShownRow, ...]:
    """The rows that stand nowhere in a PDF's text; raise ValueError when it cannot be read."""
    left = tuple(rows)
    for text in _texts(pdf):
        left = tuple(row for row in left if not shown_in(row, text))
        if not left:
            break
    return left


def _texts(data: bytes) -> Iterator[str]:
    """The text of the pages where the rows should be, then of all pages.

    What stands on neighbouring pages stands in the whole too: where the first says yes, so would
    the second, wherever the outline may lead.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            yield _text(document, _annex(document))
            yield _text(document, range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def _annex(document: pypdfium2.PdfDocument) -> range:
    """The pages from the annex's entry in the outline to the next one's; each begins a page."""
    first = None
    for entry in document.get_toc(max_depth=1):
        target = entry.get_dest()
        page = target.get_index() if target is not None else None
        if first is not None and page is not None:
            return range(first, page)
        if entry.get_title().startswith(ANNEX):
            first = page
    return range(first or 0, len(document) if first is not None else 0)


def _text(document: pypdfium2.PdfDocument, pages: range) -> str:
    return seen("".join(document[at].get_textpage().get_text_bounded() for at in pages))


def seen(text: str) -> str:
    """What a page can show of a text: NFC, no white space, no control characters."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def shown_in(row: ShownRow, text: str) -> bool:
    """Whether a row stands in a PDF's text with its maximum and points."""
    head = seen(f"{row.code}{row.title}")
    return any(
        f"{head}{show_number(row.max, places)}{show_number(row.points, places)}" in text
        for places in DECIMALS
    ) or (not row.points and any(f"{head}{show_number(row.max, p)}" in text for p in DECIMALS))
