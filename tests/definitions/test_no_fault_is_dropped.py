"""No reader drops a fault that it collected: what is acknowledged is what was written."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from xa_report.definitions.answers import read_answer_file
from xa_report.definitions.reader import read_form, read_plan
from xa_report.errors import AnswerError, DefinitionError
from xa_report.paths import forms_dir

PACKAGE = Path(__file__).parents[2] / "src" / "xa_report"
# Both read entries again whose faults were collected when they were read first.
READ_AGAIN = {"definitions/form_checks.py table_entries", "definitions/reader.py _check_form"}


def dropped_collectors(source: str) -> Iterator[str]:
    """Yield the functions that create a collector and neither ask for faults nor hand it on."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        text = ast.unparse(node)
        created = text.count("FaultCollector()")
        if created and ".faults" not in text and ".add_faults(" not in text:
            yield node.name


def test_every_collector_is_asked_for_its_faults():
    dropped = {
        f"{path.relative_to(PACKAGE).as_posix()} {name}"
        for path in PACKAGE.rglob("*.py")
        for name in dropped_collectors(path.read_text("utf-8"))
    }
    assert dropped <= READ_AGAIN


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    c = FaultCollector()\n    read(c)", ["f"]),
        ("def f():\n    c = FaultCollector()\n    read(c)\n    return c.faults", []),
    ],
)
def test_the_search_finds_a_dropped_collector(source, names):
    assert list(dropped_collectors(source)) == names


@pytest.mark.parametrize("number", ["1e15", "nan", "inf", "-inf", "1e-12", "9" * 30])
def test_a_number_that_cannot_be_used_is_refused_by_every_reader(tmp_path, number):
    form_path = forms_dir() / "cchc-xa-nam.toml"
    form = read_form(form_path)
    answers = tmp_path / "a.toml"
    answers.write_text(f"[answers]\nhs_tiep_nhan = {number}\n", "utf-8")
    with pytest.raises(AnswerError, match="hs_tiep_nhan"):
        read_answer_file(answers, form, form.items)
    (tmp_path / "f.toml").write_text(
        f'[form]\nid = "f"\nversion = "1"\ntitle = "T"\nlevel = "commune"\nperiod = "year"\n'
        f"total = {number}\n",
        "utf-8",
    )
    with pytest.raises(DefinitionError, match="D057"):
        read_form(tmp_path / "f.toml")
    (tmp_path / "p.toml").write_text(
        '[plan]\nid = "p"\ntitle = "T"\nprovince = "80"\n'
        f'[[target]]\nid = "t"\nlabel = "L"\nof = "x"\nop = ">="\nvalue = {number}\n',
        "utf-8",
    )
    with pytest.raises(DefinitionError, match="D057"):
        read_plan(tmp_path / "p.toml")
