"""Tables as CSV that neither a spreadsheet nor a reader can take for anything but data."""

import csv
from datetime import datetime
from decimal import Decimal
from io import StringIO

from xa_report.export.data.table import Cell, Table
from xa_report.export.workbook.text import FORMULA_STARTS, clean

GUARD = "'"
"""Stands before texts that a spreadsheet would run, and before those that begin with it."""
GUARD_WORDS = (
    "Văn bản bắt đầu bằng một trong các dấu = + - @ ' hoặc ký tự tab được thêm dấu ' ở đầu để bảng "
    "tính không chạy như công thức; khi đọc, bỏ một dấu ' ở đầu nếu có. Ký tự điều khiển được thay "
    "bằng hình của nó (␇). Ô trống là không có giá trị; số dùng dấu chấm thập phân."
)


def csv_bytes(table: Table) -> bytes:
    """The table as UTF-8 with a head row and Windows line ends (RFC 4180)."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([field.name for field in table.fields])
    writer.writerows([written(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8")


def written(cell: Cell) -> str:
    """One value as CSV holds it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return str(cell)


def guarded(text: str) -> str:
    """A text without control characters that no spreadsheet takes for a formula."""
    safe = clean(text)
    return f"{GUARD}{safe}" if safe.startswith((*FORMULA_STARTS, GUARD)) else safe
