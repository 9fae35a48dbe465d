"""The list of provinces and communes: the shipped one, or that of a province."""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xa_report.domain.text import strip_accents
from xa_report.domain.unit import Unit
from xa_report.errors import DefinitionError, UsageError

UNIT_COLUMNS = ("code", "name", "kind", "parent_code")
PROVINCE_KINDS = frozenset({"tỉnh", "thành phố"})


@dataclass(frozen=True, slots=True)
class UnitList:
    """Units by code."""

    units: Mapping[str, Unit]

    def commune(self, code: str, formed: date | None = None) -> Unit:
        """Return the commune of a code; raise UsageError for none and for a province."""
        unit = self.units.get(code)
        if unit is None:
            raise UsageError(
                f"Không có đơn vị mã “{code}” trong danh mục; mã xã có 5 chữ số, ví dụ 25525. "
                "Hãy tra lại mã, hoặc dùng danh mục của tỉnh (--units)."
            )
        if unit.kind in PROVINCE_KINDS:
            raise UsageError(f"Mã “{code}” là {unit.name}; hãy ghi mã xã, phường hoặc đặc khu.")
        return Unit(unit.code, unit.name, unit.kind, unit.province_code, unit.province_name, formed)

    def unit(self, code: str) -> Unit:
        """Return the commune or the province of a code; raise UsageError when there is neither."""
        unit = self.units.get(code)
        return unit if unit is not None else self.commune(code)

    def search(self, words: str) -> tuple[Unit, ...]:
        """Return the units whose name holds the words, whatever case and accents; in list order."""
        wanted = strip_accents(words)
        return tuple(unit for unit in self.units.values() if wanted in strip_accents(unit.name))


def read_units(path: Path) -> UnitList:
    """Read a list (CSV, UTF-8; code, name, kind, parent_code); raise DefinitionError if faulty."""
    try:
        # Excel begins a CSV UTF-8 file with a byte order mark.
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DefinitionError(
            f"Danh mục đơn vị {path.name} không đọc được; hãy lưu lại dạng CSV UTF-8.", [error]
        ) from error
    faults = list(_unit_list_faults(rows))
    if faults:
        raise DefinitionError(f"Danh mục đơn vị {path.name} có {len(faults)} lỗi:", faults)
    names = {row["code"]: row["name"] for row in rows}
    return UnitList({row["code"]: _read_unit(row, names) for row in rows})


def _unit_list_faults(rows: list[dict[str, str]]) -> list[str]:
    if not rows or any(column not in rows[0] for column in UNIT_COLUMNS):
        return [f"thiếu cột; cần đủ {', '.join(UNIT_COLUMNS)}"]
    codes = {row["code"] for row in rows}
    faults = []
    seen: set[str] = set()
    # Line 1 holds the columns.
    for number, row in enumerate(rows, start=2):
        # Where a row is too short, DictReader gives None for the last columns.
        code, parent = row["code"] or "", row["parent_code"] or ""
        if not code.isdigit() or not (row["name"] or "").strip():
            faults.append(f"dòng {number}: thiếu tên, hoặc mã “{code}” không phải chữ số")
        if code in seen:
            faults.append(f"dòng {number}: mã “{code}” bị trùng")
        if parent and parent not in codes:
            faults.append(f"dòng {number}: không có đơn vị cấp trên mã “{parent}”")
        seen.add(code)
    return faults


def _read_unit(row: dict[str, str], names: Mapping[str, str]) -> Unit:
    name = unicodedata.normalize("NFC", " ".join(row["name"].split()))
    parent = row["parent_code"]
    return Unit(row["code"], name, row["kind"], parent, names.get(parent, ""))
