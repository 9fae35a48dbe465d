"""A list of units is shown and agreed to before it replaces another."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.commands import CommandResult, RunCommand
from xa_report.cli.main import cli
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register


@pytest.fixture
def register_file(tmp_path: Path, run: RunCommand) -> Path:
    own = tmp_path / "cu.csv"
    own.write_text("code,name,kind\n25525,Xã Tân Hội,xã\n25528,Xã Tân Đông,xã\n", "utf-8")
    path = tmp_path / "so.xaprov"
    assert run("province", "init", path, "--unit", "80", "--units", own).code == 0
    return path


@pytest.fixture
def new_list(tmp_path: Path) -> Path:
    path = tmp_path / "moi.csv"
    path.write_text("code;name;kind\n25525;Xã Tân Hội Mới;xã\n25531;Xã Tân Hà;xã\n", "utf-8")
    return path


def names(register_file: Path) -> list[str]:
    return [unit.name for unit in queries.list_communes(open_register(str(register_file)))]


def replace(register_file: Path, new_list: Path, typed: str) -> CommandResult:
    arguments = ["province", "units", str(register_file), str(new_list)]
    result = CliRunner().invoke(cli, arguments, input=typed)
    return CommandResult(result.exit_code, result.stdout, result.stderr)


def test_a_list_is_shown_and_asked_about(register_file: Path, new_list: Path):
    done = replace(register_file, new_list, "n\n")
    assert done.code == 1
    assert done.out.splitlines() == [
        "Thêm 1 đơn vị:", "  Xã Tân Hà (25531)",
        "Đổi 1 đơn vị:", "  Xã Tân Hội (25525) → Xã Tân Hội Mới, xã",
        "Không còn hoạt động 1 đơn vị:", "  Xã Tân Đông (25528)",
        "Chưa thay gì.",
    ]  # fmt: skip
    assert names(register_file) == ["Xã Tân Hội", "Xã Tân Đông"]


def test_who_agrees_replaces(register_file: Path, new_list: Path):
    done = replace(register_file, new_list, "y\n")
    assert (done.code, "Đã nạp 2 dòng" in done.out) == (0, True)
    assert names(register_file) == ["Xã Tân Hội Mới", "Xã Tân Hà"]


def test_the_same_list_needs_no_question(register_file: Path, tmp_path: Path):
    done = replace(register_file, tmp_path / "cu.csv", "")
    assert (done.code, "đúng các đơn vị đang hoạt động" in done.out) == (0, True)


def test_json_needs_yes_and_tells_the_changes(run: RunCommand, register_file: Path, new_list: Path):
    refused = run("province", "units", register_file, new_list, "--json")
    assert (refused.code, "--yes" in refused.out) == (2, True)
    assert names(register_file) == ["Xã Tân Hội", "Xã Tân Đông"]
    sentence = run("province", "units", register_file, new_list, "--json", "--yes").json()
    assert isinstance(sentence, dict)
    assert [unit["code"] for unit in sentence["added"]] == ["25531"]
    assert [(unit["name"], unit["before"]) for unit in sentence["changed"]] == [
        ("Xã Tân Hội Mới", "Xã Tân Hội")
    ]
    assert [unit["code"] for unit in sentence["ended"]] == ["25528"]
