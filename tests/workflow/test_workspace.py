"""What a file is, told without loading what belongs to it."""

import sqlite3
import subprocess
import sys

import pytest

from xa_report.definitions.reader import read_form
from xa_report.paths import forms_dir
from xa_report.workflow.commune import database_file
from xa_report.workflow.province.register_setup import create_register
from xa_report.workflow.shared import definitions
from xa_report.workflow.shared.database_kind import detect_database_kind

LOOK = """
import sys
from xa_report.workflow.shared.database_kind import detect_database_kind
kind = detect_database_kind(sys.argv[1])
print(kind, [n for n in ("sqlalchemy", "alembic", "psycopg") if n in sys.modules])
"""


@pytest.fixture
def commune_file(tmp_path):
    path = tmp_path / "xa.xadb"
    form = read_form(forms_dir() / "chi-so-766.toml")
    database_file.create_commune_file(
        path, definitions.load_unit_list().commune("25525"), [form], []
    ).close()
    return path


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "tinh.xaprov"
    create_register(str(path), "80", who="thử")
    return path


def test_a_commune_and_a_province_are_told_apart(commune_file, register):
    assert detect_database_kind(str(commune_file)) == "commune"
    assert detect_database_kind(str(register)) == "province"


def test_a_file_that_is_open_for_writing_is_told_too(commune_file):
    with database_file.open_commune_file(commune_file):
        assert detect_database_kind(str(commune_file)) == "commune"


def test_a_database_url_is_a_province():
    assert detect_database_kind("postgresql://ubnd@localhost/cchc") == "province"


def test_what_is_neither_is_left_to_the_commune_to_refuse(tmp_path):
    other = tmp_path / "khac.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE ghi_chu (x)")
    connection.close()
    text = tmp_path / "chu.db"
    text.write_text("không phải cơ sở dữ liệu", "utf-8")
    empty = tmp_path / "rong.db"
    empty.touch()
    for path in (other, text, empty, tmp_path / "không có", tmp_path):
        assert detect_database_kind(str(path)) == "commune"


def test_nothing_of_the_province_is_loaded_to_tell(commune_file, register):
    for path, kind in ((commune_file, "commune"), (register, "province")):
        done = subprocess.run(
            [sys.executable, "-c", LOOK, str(path)],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert done.stdout.strip() == f"{kind} []"
