"""The list of provinces and communes: the shipped one, or that of a province."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xa_report.definitions.unit_records import PROVINCE_KINDS, UnitRecord, read_unit_records
from xa_report.domain.dates import show_date
from xa_report.domain.delimited_text import decode_table, split_table, table_separator
from xa_report.domain.text import strip_accents
from xa_report.domain.unit import Unit
from xa_report.domain.unit_table import UnitCell, UnitTable, build_unit_table
from xa_report.errors import DefinitionError, UsageError


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units by code."""

    units: Mapping[str, Unit]

    def commune(self, code: str, formed: date | None = None) -> Unit:
        """Return the commune of a code; raise UsageError for none and for a province.

        A first day that is typed must be that of the list, where the list has one.
        """
        unit = self.units.get(code)
        if unit is None:
            raise UsageError(
                f"Không có đơn vị mã “{code}” trong danh mục; mã xã có 5 chữ số, ví dụ 25525. "
                "Hãy tra lại mã, hoặc dùng danh mục của tỉnh (--units)."
            )
        if unit.kind in PROVINCE_KINDS:
            raise UsageError(f"Mã “{code}” là {unit.name}; hãy ghi mã xã, phường hoặc đặc khu.")
        if formed and unit.formed and formed != unit.formed:
            raise UsageError(
                f"Danh mục ghi {unit.name} hoạt động từ ngày {show_date(unit.formed)}, không phải"
                f" {show_date(formed)}. Hãy bỏ ngày đã ghi, hoặc đề nghị tỉnh sửa danh mục."
            )
        return replace(unit, formed=formed or unit.formed)

    def unit(self, code: str) -> Unit:
        """Return the commune or the province of a code; raise UsageError when there is neither."""
        unit = self.units.get(code)
        return unit if unit is not None else self.commune(code)

    def search(self, words: str) -> tuple[Unit, ...]:
        """Return the units whose name holds the words, whatever case and accents; in list order."""
        wanted = strip_accents(words)
        return tuple(unit for unit in self.units.values() if wanted in strip_accents(unit.name))


NO_UNITS = UnitList({})


def read_units(path: Path, known: UnitList = NO_UNITS) -> UnitList:
    """Read a list in a text file (code, name, kind, parent_code); raise DefinitionError if faulty.

    `known` are the units of the list that ships, as for `unit_list_from_table`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DefinitionError(
            f"Danh mục đơn vị {path.name} không đọc được; hãy lưu lại dạng CSV UTF-8.", [error]
        ) from error
    return unit_list_from_table(unit_table_from_text(path.name, content), known)


def unit_table_from_text(name: str, content: bytes) -> UnitTable:
    """Read a table between commas, semicolons or tabs; raise DefinitionError when it is none."""
    try:
        text = decode_table(content)
        lines = split_table(text, table_separator(text))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DefinitionError(
            f"Danh mục đơn vị {name} không đọc được; hãy lưu lại dạng CSV UTF-8 hoặc .xlsx.",
            [error],
        ) from error
    numbered = [
        (number, {at: UnitCell(cell) for at, cell in enumerate(line, start=1) if cell.strip()})
        for number, line in enumerate(lines, start=1)
    ]
    return build_unit_table(name, [line for line in numbered if line[1]])


def unit_list_from_table(table: UnitTable, known: UnitList = NO_UNITS) -> UnitList:
    """Return the present units of a table; raise DefinitionError with all faults by row.

    A row without `parent_code` belongs to the province that `known` has for its code.
    """
    records = read_unit_records(table, known.units)
    present = [record for record in records if record.is_current]
    units: dict[str, Unit] = {}
    faults = []
    names = {record.code: record.name for record in present}
    for record in present:
        if record.code in units:
            faults.append(f"dòng {record.number}: mã “{record.code}” bị trùng")
        parent = _parent_code(record, known)
        if not parent and record.kind not in PROVINCE_KINDS:
            faults.append(f"dòng {record.number}: thiếu mã tỉnh ở cột parent_code")
        known_parent = known.units.get(parent)
        parent_name = names.get(parent, known_parent.name if known_parent else "")
        units[record.code] = Unit(
            record.code, record.name, record.kind, parent, parent_name, record.formed
        )
    if faults:
        raise DefinitionError(f"Danh mục đơn vị {table.file} có {len(faults)} lỗi:", faults)
    return UnitList(units)


def _parent_code(record: UnitRecord, known: UnitList) -> str:
    if record.parent_code or record.kind in PROVINCE_KINDS:
        return record.parent_code
    unit = known.units.get(record.code)
    return unit.province_code if unit else ""
