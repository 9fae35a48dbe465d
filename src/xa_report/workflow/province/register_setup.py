"""Setup of a register: creation, opening, definitions and the list of units."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from xa_report.documents.xlsx.untrusted_workbook import read_first_sheet
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError, DefinitionError, EnvironmentFailedError, UsageError
from xa_report.province.database.database import create_register_database, open_register_database
from xa_report.province.database.unit_rows import unit_entries_from_rows
from xa_report.province.database.units import UnitEntry, replace_own_units, save_shipped_units
from xa_report.province.register import Register
from xa_report.workflow.shared.definitions import load_unit_list

LARGEST_UNIT_LIST = 20 * 2**20
"""Limit in bytes; the list of the whole country is a hundredth of it."""
NumberedUnitRows = list[tuple[int, dict[str, str]]]


def replace_units(
    register: Register, path: Path
) -> tuple[tuple[UnitEntry, ...], tuple[UnitEntry, ...]]:
    """Replace the list of units, all or nothing.

    Return the new entries and those that only the older list had, kept as past names.
    """
    entries = read_own_units(path, register.province)
    return entries, replace_own_units(register.database, entries)


def read_own_units(path: Path, province: Unit) -> tuple[UnitEntry, ...]:
    """Read a list; raise DefinitionError with all faults by row."""
    return unit_entries_from_rows(_unit_list_rows(path), province, path.name)


def _unit_list_rows(path: Path) -> NumberedUnitRows:
    content = _read_unit_list(path)
    if path.suffix.lower() != ".csv":
        try:
            return [
                (number, _with_leading_zeros(row))
                for number, row in read_first_sheet(path, content)
            ]
        except AnswerError as error:
            raise DefinitionError(error.sentence) from error
    try:
        text = content.decode("utf-8-sig")  # Excel begins a CSV UTF-8 file with a byte order mark
        reader = csv.DictReader(
            # newline="": csv itself must see the line breaks within quoted cells.
            io.StringIO(text, newline=""),
            dialect=_csv_dialect(text),
            restval="",
        )
        return [
            # Cells beyond the header come under the key None:
            # https://docs.python.org/3/library/csv.html#csv.DictReader
            (reader.line_num, {(head or "").strip().casefold(): str(c) for head, c in row.items()})
            for row in reader
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DefinitionError(
            f"Danh mục {path.name} không đọc được; hãy lưu lại dạng CSV UTF-8 hoặc .xlsx."
        ) from error


def _read_unit_list(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_UNIT_LIST:
            raise DefinitionError(f"Tệp {path.name} quá lớn so với một danh mục đơn vị.")
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn."
        ) from error


def _csv_dialect(text: str) -> type[csv.Dialect]:
    """Return the dialect whose separator the header holds most: comma or semicolon."""
    # Excel separates by semicolons where the comma is the decimal mark, as in Vietnam.
    head = text.partition("\n")[0]
    semicolons = head.count(";") > head.count(",")
    return type("Listed", (csv.excel,), {"delimiter": ";" if semicolons else ","})


def _with_leading_zeros(row: dict[str, str]) -> dict[str, str]:
    """Restore the leading zeros of a code: five digits for a commune, two for a province."""
    # Spreadsheets make the number 2 of `02` unless the column is formatted as text.
    code, length = row.get("code", ""), 5 if row.get("parent_code", "0") else 2
    return row | {"code": code.zfill(length)} if code.isdigit() else row


def create_register(database: str, code: str, units: Path | None = None, who: str = "") -> Register:
    """Create a province's register with the communes of `units`, else of the shipped list."""
    unit_list = load_unit_list()
    province = unit_list.units.get(code)
    if province is None or province.province_code:
        raise UsageError(f"Mã “{code}” không phải mã tỉnh, thành phố; ví dụ 80 là Tây Ninh.")
    own = read_own_units(units, province) if units else ()
    register = Register(create_register_database(database, province, who))
    if own:
        replace_own_units(register.database, own)
        return register
    shipped = [one for one in unit_list.units.values() if one.province_code == code]
    save_shipped_units(
        register.database, [UnitEntry(unit) for unit in sorted(shipped, key=lambda unit: unit.code)]
    )
    return register


def open_register(database: str, who: str = "") -> Register:
    """Open a register; raise UsageError when there is none."""
    return Register(open_register_database(database, who))


def add_register_definitions(register: Register, new_definitions: Sequence[Form | Plan]) -> int:
    """Let communes report by a form and plans; return how many were new."""
    return register.add_definitions(new_definitions)
