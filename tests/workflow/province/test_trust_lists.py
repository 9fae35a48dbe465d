"""A list of signers is taken as a whole: one line that cannot be used stores nothing."""

from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import UNITS, open_small_register
from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.province.database.trust import load_signers
from xa_report.province.register import Register
from xa_report.workflow.province.trusted_signers import add_trust

GOOD = f"{'a' * 64},{UNITS[0]},seal\n"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return open_small_register(str(tmp_path / "so.xaprov"), fresh=True)


def signers(register: Register) -> object:
    with register.database.read() as connection:
        return load_signers(connection)


def add(register: Register, folder: Path, rows: str) -> None:
    (folder / "signers.csv").write_text(f"sha256,unit,role\n{rows}", "utf-8")
    add_trust(register, [folder])


@pytest.mark.parametrize("unit", ["1e15", "nan", "-5", "9" * 30, "25009", ""])
def test_a_unit_of_no_list_is_named(register: Register, tmp_path: Path, unit: str):
    before = signers(register)
    with pytest.raises(UsageError, match=f"không có đơn vị mã “{unit}”"):
        add(register, tmp_path, f"{GOOD}{'b' * 64},{unit},seal\n")
    assert signers(register) == before


@pytest.mark.parametrize("row", ["1e15,25001,seal", f"{'b' * 64},25001,nan", f"{'b' * 64},25001"])
def test_a_line_that_is_none_refuses_the_file(register: Register, tmp_path: Path, row: str):
    before = signers(register)
    with pytest.raises(EnvironmentFailedError, match=r"signers\.csv"):
        add(register, tmp_path, f"{GOOD}{row}\n")
    assert signers(register) == before


def test_the_list_without_it_is_taken(register: Register, tmp_path: Path):
    before = signers(register)
    add(register, tmp_path, GOOD)
    assert signers(register) != before
