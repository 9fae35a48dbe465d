"""The province's own list of units, from a CSV file or a workbook into its register."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.errors import AnswerError, DefinitionError, EnvironmentFailedError

if TYPE_CHECKING:
    from xa_report.domain.unit import Unit
    from xa_report.province.database.units import UnitEntry
    from xa_report.province.register import Register


LARGEST = 20 * 2**20
"""Bytes; the list of the whole country is a hundredth of it."""
Rows = list[tuple[int, dict[str, str]]]


def put_units(
    desk: "Register", path: Path
) -> "tuple[tuple[UnitEntry, ...], tuple[UnitEntry, ...]]":
    """Put a list in place of the one before, all or nothing.

    Return the new entries and those that only the older list had, kept as past names.
    """
    from xa_report.province.database.units import replace_own_units

    found = read_own_units(path, desk.province)
    return found, replace_own_units(desk.register, found)


def read_own_units(path: Path, province: "Unit") -> "tuple[UnitEntry, ...]":
    """Read a list; raise DefinitionError with all faults by row."""
    from xa_report.province.database.unit_rows import unit_entries_from_rows

    return unit_entries_from_rows(_rows(path), province, path.name)


def _rows(path: Path) -> Rows:
    content = _content(path)
    if path.suffix.lower() != ".csv":
        from xa_report.documents.xlsx.untrusted_workbook import read_first_sheet

        try:
            return [(number, _padded(row)) for number, row in read_first_sheet(path, content)]
        except AnswerError as error:
            raise DefinitionError(error.sentence) from error
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text), restval="")
        return [
            (reader.line_num, {(head or "").strip().casefold(): str(c) for head, c in row.items()})
            for row in reader
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DefinitionError(
            f"Danh mục {path.name} không đọc được; hãy lưu lại dạng CSV UTF-8 hoặc .xlsx."
        ) from error


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise DefinitionError(f"Tệp {path.name} quá lớn so với một danh mục đơn vị.")
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn."
        ) from error


def _dialect(text: str) -> type[csv.Dialect]:
    """Excel with Vietnamese settings separates by semicolons."""
    head = text.partition("\n")[0]
    semicolons = head.count(";") > head.count(",")
    return type("Listed", (csv.excel,), {"delimiter": ";" if semicolons else ","})


def _padded(row: dict[str, str]) -> dict[str, str]:
    """A code that a workbook holds as a number has lost its zeros."""
    code, length = row.get("code", ""), 5 if row.get("parent_code", "0") else 2
    return row | {"code": code.zfill(length)} if code.isdigit() else row
