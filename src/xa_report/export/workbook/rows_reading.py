"""Reads the first sheet of somebody's workbook as rows of plain texts under their heads."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from xa_report.errors import AnswerError
from xa_report.export.workbook.safe_opening import BROKEN, open_safely
from xa_report.export.workbook.text import unescape

MOST_ROWS, MOST_COLUMNS = 20_000, 60
"""Beyond these nothing is read: a sheet may claim a million empty rows."""


def read_rows(path: Path, content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Rows with their numbers, by the heads of row 1; raise AnswerError when it is no workbook."""
    book = open_safely(path.name, content, data_only=True, keep_links=False)
    try:
        cells = book.worksheets[0].iter_rows(
            max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
        )
        rows = [[_text(cell) for cell in row] for row in cells]
    except BROKEN as error:
        raise AnswerError(f"Tệp {path.name} không có bảng tính nào đọc được.") from error
    return list(_numbered(rows))


def _numbered(rows: list[list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    heads = [head.casefold() for head in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            named = zip(heads, row, strict=False)
            yield number, {head: cell for head, cell in named if head}


def _text(cell: object) -> str:
    """A cell as people read it; a day is written as in a CSV file."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else unescape(str(cell)).strip()
