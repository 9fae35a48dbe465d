"""Texts of the pages of a PDF, and its moment of creation, read by PDFium and qpdf."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from io import BytesIO
from itertools import zip_longest

import pikepdf
import pypdfium2

_DATE_PATTERN = re.compile(r"D:(\d{4})((?:\d{2}){5})([+-])(\d{2})'(\d{2})'?", re.ASCII)
MAX_SHOWN = 60
"""Letters of a line that a sentence quotes."""


def read_page_texts(data: bytes) -> tuple[str, ...]:
    """Return the text of each page; raise ValueError when the PDF cannot be read."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return tuple(page.get_textpage().get_text_bounded() for page in document)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def find_text_differences(sent: Sequence[str], drawn: Sequence[str]) -> Iterator[str]:
    """Yield for each page the first line that differs; pages are numbered from 1."""
    for number, (own, expected) in enumerate(zip_longest(sent, drawn), start=1):
        if own is None or expected is None:
            yield f"trang {number}: {'thiếu' if own is None else 'thừa'}"
        elif own != expected:
            lines = zip_longest(own.splitlines(), expected.splitlines(), fillvalue="")
            pair = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
            shown, wanted = (line.strip()[:MAX_SHOWN] for line in pair)
            yield f"trang {number}: PDF ghi “{shown}”, số liệu cho ra “{wanted}”"


def read_creation_moment(data: bytes) -> datetime:
    """Return the moment of creation with its zone; raise ValueError for none as we write it."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            text = str(pdf.docinfo.get("/CreationDate", ""))
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    match = _DATE_PATTERN.fullmatch(text)
    if match is None:
        raise ValueError("no date of creation")
    offset = timedelta(hours=int(match[4]), minutes=int(match[5]))
    zone = timezone(offset if match[3] == "+" else -offset)
    month, day, hour, minute, second = (int(match[2][at : at + 2]) for at in range(0, 10, 2))
    return datetime(int(match[1]), month, day, hour, minute, second, tzinfo=zone)
