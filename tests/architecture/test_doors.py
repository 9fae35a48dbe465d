"""Only a door keeps libraries back (decision 0013), so only a door may import for types alone."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def doors() -> set[str]:
    """Return the files of the package that may import inside functions."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    ignored = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    return {path for path, rules in ignored.items() if "PLC0415" in rules and "*" not in path}


def test_every_door_is_a_file_that_the_architecture_names():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = {path.removeprefix("src/xa_report/") for path in doors()}
    assert {name for name in names if f"`{name}`" not in text} == set()
    assert {path for path in doors() if not (ROOT / path).is_file()} == set()


def test_only_doors_import_for_types_alone():
    doors_found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if "TYPE_CHECKING" in path.read_text("utf-8")
    }
    assert doors_found == {"src/xa_report/app.py", "src/xa_report/ui/commune/export_dialog.py"}
    assert doors_found <= doors()
