"""Reads back what a workbook and a PDF show, so that both can be held against the record."""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

import pypdfium2
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xa_report.domain.numbers import show_number
from xa_report.export.workbook.criteria_sheet import SHEET
from xa_report.export.workbook.text import unescape

DECIMALS = range(5)
UNREADABLE = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the criteria sheet."""

    code: str
    title: str
    max: Decimal
    points: Decimal


def workbook_rows(data: bytes) -> tuple[ShownRow, ...]:
    """The rows with points; raise ValueError when the workbook cannot be read."""
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        rows = list(book[SHEET].iter_rows(min_row=5, max_col=6, values_only=True))
    except UNREADABLE as error:
        raise ValueError(str(error)) from error
    return tuple(_rows(rows))


def _rows(rows: list[tuple[object, ...]]) -> Iterator[ShownRow]:
    for code, title, most, _, _, points in rows:
        if code and isinstance(points, int | float) and isinstance(most, int | float):
            yield ShownRow(
                unescape(str(code)), unescape(str(title)), Decimal(str(most)), Decimal(str(points))
            )


def pdf_text(data: bytes) -> str:
    """All text of a PDF without white space and control characters; ValueError when unreadable."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        pages = [
            document[index].get_textpage().get_text_bounded() for index in range(len(document))
        ]
    finally:
        document.close()
    return seen("".join(pages))


def seen(text: str) -> str:
    """What a page can show of a text: NFC, no white space, no control characters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) != "Cc")


def shown_in(row: ShownRow, text: str) -> bool:
    """Whether a row stands in a PDF's text with its maximum and points."""
    head = seen(f"{row.code}{row.title}")
    return any(
        f"{head}{show_number(row.max, places)}{show_number(row.points, places)}" in text
        for places in DECIMALS
    ) or (not row.points and any(f"{head}{show_number(row.max, p)}" in text for p in DECIMALS))
