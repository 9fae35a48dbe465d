"""The hostile run itself: what it must catch is planted in a run of its own."""

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.paths import user_data_dir

PLANTED = """
import logging, warnings

def test_warning():
    warnings.warn("một cảnh báo")

def test_log():
    logging.getLogger("x").warning("một dòng nhật ký")

def test_quiet():
    logging.getLogger("x").info("bình thường")
"""


def test_home_is_temporary(tmp_path_factory):
    assert user_data_dir().is_relative_to(tmp_path_factory.getbasetemp())


def test_an_expected_log_line_is_asserted_and_cleared(caplog):
    logging.getLogger("x").warning("đã lường trước")
    assert caplog.messages == ["đã lường trước"]
    caplog.clear()


@given(st.integers())
def test_hypothesis_accepts_the_fixtures_that_are_always_on(number):
    assert number == int(str(number))


def test_warnings_and_log_lines_fail(tmp_path: Path, pytestconfig: pytest.Config):
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text())
    (tmp_path / "test_planted.py").write_text(PLANTED, "utf-8")
    config = pytestconfig.rootpath / "pyproject.toml"
    program = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*program, "-c", str(config), f"--rootdir={tmp_path}", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert sorted(re.findall(r"^(?:FAILED|ERROR) .*::(\w+)", run.stdout, re.MULTILINE)) == [
        "test_log",
        "test_warning",
    ]
    assert "1 failed, 2 passed, 1 error" in run.stdout
