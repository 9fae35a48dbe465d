"""A list of units with one unusable cell is refused as a whole, by both sides, with its row."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.factories.registers import create_empty_register, read_register_definitions
from xa_report.errors import DefinitionError
from xa_report.province.register import Register
from xa_report.workflow.province.register_setup import read_own_units, replace_units
from xa_report.workflow.shared.definitions import load_unit_list

HEADS = ("code", "name", "kind", "parent_code", "formed", "valid_from", "valid_to", "successor")
ROWS = [
    ["80", "Tỉnh Tây Ninh", "tỉnh", "", "", "", "", ""],
    ["25525", "Xã Tân Hội", "xã", "80", "01/07/2025", "01/07/2025", "", ""],
    ["25459", "Phường Tân Ninh", "phường", "80", "01/07/2025", "01/07/2025", "", ""],
]
UNUSABLE = [
    ("code", ["1e15", "nan", "inf", "-5", "9" * 30, "2552", "1e-12", ""]),
    ("name", ["", " "]),
    ("kind", ["1e15", "nan", "", "làng"]),
    ("parent_code", ["1e15", "nan", "-5", "9" * 30, "8O", "1e-12"]),
    ("formed", ["05/01/0202", "1e15", "nan", "31/02/2025", "2025", "-5"]),
    ("valid_from", ["05/01/0202", "1e15", "nan", "31/02/2025"]),
    ("valid_to", ["05/01/0202", "1e15", "nan", "01/01/2020"]),
    ("successor", ["1e15", "nan", "-5", "99999", "8" * 30]),
]


CASES = [(column, value) for column, values in UNUSABLE for value in values]
FIRST = 2 + len(ROWS)
"""The row of the first case."""


def write_list(path: Path) -> Path:
    """Write a commune for each case, sound but for one cell."""
    rows = [list(HEADS), *ROWS]
    for at, (column, value) in enumerate(CASES):
        rows.append([f"{26000 + at}", f"Xã Mới {at}", *ROWS[1][2:]])
        rows[-1][HEADS.index(column)] = value
    if path.suffix == ".xlsx":
        workbook = Workbook()
        for number, row in enumerate(rows, 1):
            for at, text in enumerate(row, 1):
                workbook.active.cell(number, at, text or None).data_type = "s" if text else "n"
        workbook.save(path)
    else:
        path.write_text("".join(";".join(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    path = tmp_path_factory.mktemp("so") / "tinh.xaprov"
    return create_empty_register(path, read_register_definitions())


@pytest.mark.parametrize("name", ["dm.csv", "dm.xlsx"])
def test_each_unusable_cell_is_named_and_nothing_is_taken(
    register: Register, tmp_path: Path, name: str
):
    path = write_list(tmp_path / name)
    before = register.unit_entries()
    for read in (lambda: replace_by_file(register, path), lambda: load_unit_list(path)):
        with pytest.raises(DefinitionError) as error:
            read()
        named = {str(fault).partition(":")[0] for fault in error.value.faults}
        assert named == {f"dòng {FIRST + at}" for at in range(len(CASES))}
    assert register.unit_entries() == before


def replace_by_file(register: Register, path: Path) -> None:
    """What the command `province units` does."""
    replace_units(register, read_own_units(path, register.province))
