"""A process that is killed just before a new file gets its name leaves nothing under that name."""

import subprocess
import sys
from pathlib import Path

import pytest

from xa_report.commune.store.store import Store
from xa_report.domain.period import Period
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register

KILL = """
import os, sys
def stop(event, arguments):
    if event == "os.rename":
        os._exit(9)
if sys.argv[2] == "kill":
    sys.addaudithook(stop)
from pathlib import Path
target = Path(sys.argv[1])
"""
COMMUNE = """
from xa_report.definitions.reader import read_form, read_plan
from xa_report.paths import forms_dir
from xa_report.workflow.commune.database_file import create_commune_file
from xa_report.workflow.shared.definitions import load_unit_list
form = read_form(forms_dir() / "chi-so-766.toml")
plan = read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")
create_commune_file(target, load_unit_list().commune("25525"), [form], [plan]).close()
"""
REGISTER = """
from xa_report.workflow.province.register_setup import create_register
create_register(str(target), "80", who="Lan")
"""
AUTHORITY = """
from datetime import UTC, datetime
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.private_keys import KeyKind
AuthorityFolder(target, lambda: datetime.now(UTC)).create("Sở Nội vụ", KeyKind.P_256, "mật khẩu 1")
"""


def run(code: str, target: Path, how: str) -> int:
    whole = [sys.executable, "-c", KILL + code, str(target), how]
    return subprocess.run(whole, check=False, capture_output=True).returncode


@pytest.mark.parametrize("code", [COMMUNE, REGISTER, AUTHORITY], ids=["commune", "register", "ca"])
def test_what_was_killed_can_be_made_again(code: str, tmp_path: Path) -> None:
    target = tmp_path / "moi"
    assert run(code, target, "kill") == 9
    assert not target.exists()
    assert run(code, target, "go on") == 0
    assert target.exists()
    names = {path.name for path in tmp_path.iterdir()} - {"moi.lock", "moi.backups"}
    assert names == {"moi"}


def test_a_new_file_of_a_commune_has_its_definitions(tmp_path: Path) -> None:
    assert run(COMMUNE, tmp_path / "xa.xadb", "go on") == 0
    with Store.open(tmp_path / "xa.xadb") as store:
        assert (len(store.definitions.hashes("form")), len(store.definitions.hashes("plan"))) == (
            1,
            1,
        )
        assert store.verify_log() == ()
    with database_file.open_commune_file(tmp_path / "xa.xadb") as commune:
        assert report.start_report(commune, Period(2026)).form.id == "chi-so-766"


def test_a_new_register_has_its_units(tmp_path: Path) -> None:
    assert run(REGISTER, tmp_path / "so.xaprov", "go on") == 0
    assert len(queries.list_communes(open_register(str(tmp_path / "so.xaprov")))) > 90
