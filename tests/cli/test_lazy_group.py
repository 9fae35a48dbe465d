"""The command line loads what the command needs, and lists commands as if all were loaded."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import click
import pytest
from click.testing import CliRunner

import xa_report.cli
from xa_report.cli.lazy_group import LazyCommand, LazyGroup
from xa_report.cli.main import cli

HEAVY = {
    "PIL", "PySide6", "alembic", "asn1crypto", "cryptography", "lxml", "msgspec", "openpyxl",
    "pikepdf", "psycopg", "pyhanko", "pypdfium2", "reportlab", "sqlalchemy",
}  # fmt: skip
LOADED = """
import atexit, json, sys
from xa_report.__main__ import main
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
main()
"""
WIDTHS = (60, 80, 120, 200)
"""In characters; narrow ones shorten the help lines, wide ones do not."""


def groups(group: LazyGroup, words: tuple[str, ...] = ()) -> Iterator[tuple[str, LazyGroup]]:
    """Yield a group and all groups below it, each with the words that name it."""
    yield " ".join(words), group
    for word, row in group.table.items():
        command = row.load()
        if isinstance(command, LazyGroup):
            yield from groups(command, (*words, word))


GROUPS = dict(groups(cli))
ROWS = {
    f"{path} {word}".strip(): row
    for path, group in GROUPS.items()
    for word, row in group.table.items()
}


@pytest.fixture
def plain_group():
    def build(group: LazyGroup) -> click.Group:
        return click.Group(
            group.name,
            commands={word: row.load() for word, row in group.table.items()},
            help=group.help,
            params=group.params,
            invoke_without_command=group.invoke_without_command,
        )

    return build


def run_command(*words: str | Path) -> set[str]:
    """Run a command in a process of its own; return the names of the modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout
    return set(json.loads(done.stderr))


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("--help", 6),
        ("verify --help", 13),
        ("commune --help", 8),
        ("province --help", 8),
        ("forms --help", 8),
        ("keys --help", 8),
        ("drives", 35),
    ],
)
def test_a_command_loads_no_heavy_library_and_few_modules(words: str, limit: int):
    loaded = run_command(*words.split())
    assert not loaded & HEAVY
    assert sum(name.partition(".")[0] == "xa_report" for name in loaded) <= limit


@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
def test_answers_load_openpyxl_only_from_a_workbook(suffix: str, tmp_path, commune_file):
    answers = tmp_path / f"answers{suffix}"
    if suffix == ".xlsx":
        run_command("commune", "template", commune_file, "--period", "2026", "-o", answers)
    else:
        answers.write_text("[answers]\n", encoding="utf-8")
    loaded = run_command("commune", "fill", commune_file, "--period", "2026", answers)
    assert ("openpyxl" in loaded) == (suffix == ".xlsx")


def test_all_groups_are_known():
    assert set(GROUPS) == {"", "commune", "forms", "keys", "province"}


@pytest.mark.parametrize("words", ROWS)
def test_the_table_says_what_the_command_says(words: str):
    row = ROWS[words]
    command = row.load()
    listed = click.Command(words, help=row.short_help)
    assert command.name == words.rpartition(" ")[2]
    for limit in (*range(10, 100, 10), sys.maxsize):
        assert listed.get_short_help_str(limit) == command.get_short_help_str(limit)


@pytest.mark.parametrize("path", GROUPS)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_help_is_that_of_a_plain_group(path: str, width: int, plain_group):
    lazy = GROUPS[path]
    helps = [
        CliRunner().invoke(group, ["--help"], prog_name="xa-report", terminal_width=width)
        for group in (lazy, plain_group(lazy))
    ]
    assert "Commands:" in helps[0].stdout
    assert helps[0].stdout_bytes == helps[1].stdout_bytes


def test_every_command_is_listed():
    written = set()
    for module in walk_packages(xa_report.cli.__path__, f"{xa_report.cli.__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, click.Command):
                written.add(value)
    assert written == {cli, *(row.load() for row in ROWS.values())}


def test_an_unknown_command_is_refused_with_a_suggestion():
    done = CliRunner().invoke(cli, ["commune", "chek"])
    assert done.exit_code == 2
    assert "check" in done.stderr


def test_a_name_that_is_no_command_is_refused():
    with pytest.raises(TypeError, match="LazyGroup is no command"):
        LazyCommand("xa_report.cli.lazy_group", "LazyGroup", "").load()
