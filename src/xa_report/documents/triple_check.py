"""Triple equality: the values of a workbook, the text of a PDF and the report data are compared."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pypdfium2

from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.report.criteria_sheet import SHEET
from xa_report.documents.xlsx.sheet_values import read_sheet_values
from xa_report.domain.form import Part
from xa_report.domain.numbers import show_number
from xa_report.domain.score_summary import CriterionPoints

# The number of decimals is the form's, which is not known here: all are tried.
DECIMAL_COUNTS = range(5)
FIRST_ROW = 5
ANNEX_TITLE_START = "Phụ lục II."
"""Beginning of the outline's entry for the annex with the points."""
# Text extraction adds and drops white space as the lines are laid out.
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class CriteriaSheetRow:
    """One row of the criteria sheet."""

    code: str
    title: str
    max: Decimal
    points: Decimal


def read_criteria_rows(data: bytes) -> tuple[CriteriaSheetRow, ...]:
    """Read the rows with points; raise ValueError when the workbook cannot be read."""
    rows = []
    for number, cells in read_sheet_values(data, SHEET, "ABCF"):
        code, title = (unescape_cell_text(str(cells.get(column, ""))) for column in "AB")
        match cells.get("C"), cells.get("F"):
            case Decimal() as most, Decimal() as points if number >= FIRST_ROW and code:
                rows.append(CriteriaSheetRow(code, title, most, points))
    return tuple(rows)


def rows_missing_from_pdf(
    rows: Sequence[CriteriaSheetRow], pdf: bytes
) -> tuple[CriteriaSheetRow, ...]:
    """Return the rows that are nowhere in a PDF's text; raise ValueError if unreadable."""
    left = tuple(rows)
    for text in _pdf_texts(pdf):
        left = tuple(row for row in left if not is_row_in_text(row, text))
        if not left:
            break
    return left


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yield the text of the pages where the rows should be, then of all pages.

    Text of neighbouring pages is part of the whole: a row seen in the first is also in the second,
    so that a wrong outline costs time and never an answer.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            yield _pages_text(document, _annex_pages(document))
            yield _pages_text(document, range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def _annex_pages(document: pypdfium2.PdfDocument) -> range:
    """Return the pages from the annex's entry in the outline up to the next entry's."""
    first = None
    for entry in document.get_toc(max_depth=1):
        target = entry.get_dest()
        page = target.get_index() if target is not None else None
        if first is not None and page is not None:
            return range(first, page)
        if entry.get_title().startswith(ANNEX_TITLE_START):
            first = page
    return range(first or 0, len(document) if first is not None else 0)


def _pages_text(document: pypdfium2.PdfDocument, pages: range) -> str:
    return visible_text("".join(document[at].get_textpage().get_text_bounded() for at in pages))


def visible_text(text: str) -> str:
    """Return the visible part of a text: NFC, no white space, no control characters."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def is_row_in_text(row: CriteriaSheetRow, text: str) -> bool:
    """Return whether a row stands in a PDF's text with its maximum and points."""
    head = visible_text(f"{row.code}{row.title}")
    return any(
        f"{head}{show_number(row.max, places)}{show_number(row.points, places)}" in text
        for places in DECIMAL_COUNTS
    ) or (
        # A criterion that has no points yet may have an empty cell in the PDF.
        not row.points and any(f"{head}{show_number(row.max, p)}" in text for p in DECIMAL_COUNTS)
    )


def find_disagreements(
    sent: Mapping[str, CriterionPoints], workbook: bytes, pdf: bytes
) -> Iterator[str]:
    """Yield a sentence for each criterion on which record, workbook and PDF disagree.

    `sent` are the points of the record by criterion code.
    """
    try:
        rows = read_criteria_rows(workbook)
        absent = rows_missing_from_pdf([row for row in rows if _is_expected_in_pdf(row, sent)], pdf)
    except ValueError:
        yield "Không đọc lại được bảng tính hoặc PDF trong gói. Đề nghị gửi lại gói gốc."
        return
    for row in rows:
        yield from _row_disagreements(row, sent.get(row.code), printed=row not in absent)
    for code in sorted(sent.keys() - {row.code for row in rows}):
        yield f"Tiêu chí {code}: có trong số liệu gửi nhưng không có trong bảng tính."


def _is_expected_in_pdf(row: CriteriaSheetRow, sent: Mapping[str, CriterionPoints]) -> bool:
    """Return whether the row must stand in the PDF."""
    return row.code in sent and sent[row.code].part is Part.TOTAL


def _row_disagreements(
    row: CriteriaSheetRow, sent: CriterionPoints | None, *, printed: bool
) -> Iterator[str]:
    if sent is None:
        yield f"Tiêu chí {row.code}: có trong bảng tính nhưng không có trong số liệu gửi."
    elif sent.points != row.points:
        yield (
            f"Tiêu chí {row.code}: bảng tính ghi {row.points} điểm, số liệu gửi ghi {sent.points}. "
            "Không tiếp nhận; đề nghị gửi lại gói gốc."
        )
    elif not printed:
        yield f"Tiêu chí {row.code}: PDF không ghi {row.points} điểm như bảng tính."
