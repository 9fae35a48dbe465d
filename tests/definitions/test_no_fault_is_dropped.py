"""No reader drops a fault that it collected: what is acknowledged is what was written.

1. Every function that creates a collector hands its faults on: raises, returns or yields them.
2. An unusable number at any position of a form, a plan, a catalogue or a file of answers is named.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories.forms import FORM, ITEMS, PLAN
from xa_report.definitions.answers import read_answer_file
from xa_report.definitions.definition_set import check_paths
from xa_report.definitions.reader import read_form, read_plan
from xa_report.domain.form import Form
from xa_report.errors import AnswerError, DefinitionError
from xa_report.paths import forms_dir

PACKAGE = Path(__file__).parents[2] / "src" / "xa_report"
COLLECTORS = {"FaultCollector", "WorkbookNotes"}
TAKERS = {"add_faults", "append"}
# These read entries again whose faults were collected when they were read first.
READ_AGAIN = {
    "definitions/form_checks.py table_entries",
    "definitions/reader.py build_form",
    "documents/xlsx/appraisal/appraisal_reader.py workbook_unit_codes",
    # Takes remarks alone, of the sheets that it does not read.
    "documents/xlsx/appraisal/survey.py _read_sheet",
}
NUMBERS = ("1e15", "nan", "inf", "-inf", "1e-12", "9" * 30)


def functions_of(source: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))


def created_collectors(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in COLLECTORS:
            yield node


def handed_on(function: ast.FunctionDef, collector: str) -> bool:
    """Whether the faults of a collector leave the function, at once or by another variable."""
    derived: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _reads_faults(node.value, collector, derived):
            derived |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return any(
        _reads_faults(node, collector, derived)
        for node in ast.walk(function)
        if isinstance(node, ast.Raise | ast.Return | ast.Yield)
    ) or any(_takes_collector(node, collector) for node in ast.walk(function))


def _reads_faults(node: ast.AST, collector: str, derived: set[str]) -> bool:
    return any(
        getattr(inner, "id", "") in derived
        or (
            isinstance(inner, ast.Attribute)
            and (getattr(inner.value, "id", ""), inner.attr) == (collector, "faults")
        )
        for inner in ast.walk(node)
    )


def _takes_collector(node: ast.AST, collector: str) -> bool:
    """Whether a set of definitions takes the faults, or keeps the collector until all are read."""
    is_taken = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in TAKERS
    return is_taken and any(
        isinstance(inner, ast.Name) and inner.id == collector for inner in ast.walk(node)
    )


def dropped_collectors(source: str) -> Iterator[str]:
    """Yield the functions that create a collector whose faults do not leave them."""
    for function in functions_of(source):
        variables = {
            node.value: node.targets[0].id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for call in created_collectors(function):
            if call not in variables or not handed_on(function, variables[call]):
                yield function.name


def silent_looks(source: str) -> Iterator[str]:
    """Yield the functions that look whether there are faults and say nothing of them."""
    for function in functions_of(source):
        for node in ast.walk(function):
            if isinstance(node, ast.If) and "attr='faults'" in ast.dump(node.test):
                body = [inner for part in node.body for inner in ast.walk(part)]
                if not any(isinstance(inner, ast.Raise | ast.Return | ast.Yield) for inner in body):
                    yield function.name


def find_in_package(search: Callable[[str], Iterator[str]], words: set[str]) -> set[str]:
    """What a search finds in the modules that hold one of some words."""
    sources = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    return {
        f"{path.relative_to(PACKAGE).as_posix()} {name}"
        for path, source in sources.items()
        if any(word in source for word in words)
        for name in search(source)
    }


def test_every_collector_is_asked_for_its_faults():
    assert find_in_package(dropped_collectors, COLLECTORS) == READ_AGAIN
    assert find_in_package(silent_looks, {".faults"}) == set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    c = FaultCollector()\n    read(c)", ["f"]),
        ("def f():\n    c = FaultCollector()\n    read(c)\n    print(c.faults)", ["f"]),
        ("def f():\n    c = FaultCollector()\n    x = len(c.faults)\n    read(c)", ["f"]),
        ("def f():\n    return read(FaultCollector())", ["f"]),
        ("def f():\n    c = FaultCollector()\n    read(c)\n    return c.faults", []),
        ("def f():\n    c = WorkbookNotes()\n    if c.faults:\n        raise E(c.faults)", []),
        ("def f():\n    c = FaultCollector()\n    x = list(c.faults)\n    raise E(x)", []),
    ],
)
def test_the_search_finds_a_dropped_collector(source, names):
    assert list(dropped_collectors(source)) == names


def test_the_search_finds_a_look_without_a_word():
    assert list(silent_looks("def f(c):\n    if c.faults:\n        print(1)\n    return 2")) == [
        "f"
    ]
    assert not list(silent_looks("def f(c):\n    if c.faults:\n        raise E"))


_VALUE = re.compile(r"(?<=[=,\[] )-?\d+(?:\.\d+)?(?=[ ,\]}\n])|(?<=\[)-?\d+(?:\.\d+)?(?=[ ,\]}\n])")


def planted(text: str, number: str) -> Iterator[tuple[int, str]]:
    """Yield the text with one of its numbers replaced, and the line of it."""
    for match in _VALUE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield line, text[: match.start()] + number + text[match.end() :]


def table_line(text: str, line: int) -> int:
    """The line of the header above a line, 0 for none."""
    lines = text.split("\n")[:line]
    return max((at for at, one in enumerate(lines, 1) if one.startswith("[")), default=0)


def names_place(error: str, text: str, line: int) -> bool:
    """A fault of an entry names the line of its head, one of a single table the key."""
    head = table_line(text, line)
    entry = text.split("\n")[head - 1]
    return f"dòng {head}, {entry}" in error if entry.startswith("[[") else "ở “" in error


@pytest.mark.parametrize("number", NUMBERS)
def test_an_unusable_number_anywhere_in_a_definition_is_named(tmp_path, number):
    (tmp_path / "chi-tieu.toml").write_text(ITEMS, "utf-8")
    for name, text, read in (("f.toml", FORM, read_form), ("p.toml", PLAN, read_plan)):
        positions = list(planted(text, number))
        assert positions
        for line, changed in positions:
            (tmp_path / name).write_text(changed, "utf-8")
            with pytest.raises(DefinitionError, match="D057") as error:
                read(tmp_path / name)
            assert names_place(str(error.value), changed, line), (line, str(error.value))


@pytest.mark.parametrize("number", NUMBERS)
def test_an_unusable_number_in_a_catalogue_is_named(tmp_path, number):
    path = tmp_path / "danh-muc.toml"
    text = '[[item]]\nid = "a"\nlabel = "A"\nkind = "percent"\nminimum = 0\nmaximum = 100\n'
    for line, changed in planted(text, number):
        path.write_text(changed, "utf-8")
        (fault, *_) = [str(fault) for fault in check_paths([path]).faults if fault.code == "D057"]
        assert "dòng 1, [[item]] a" in fault, line


UNUSABLE_ANSWERS = [
    ("hs_tiep_nhan = {}", number) for number in (*NUMBERS, "-5", "4.5", '"5"', "true")
] + [
    ("chi_so_766 = {}", number) for number in NUMBERS
] + [
    ('chi_so_766 = {{ score = {}, source = "x" }}', number) for number in NUMBERS
] + [
    ("chi_so_766 = {{ score = 5, as_of = {} }}", day) for day in ("0202-01-05", "1e15", "nan")
] + [
    ("kh_cchc_ngay = {}", day) for day in ("0202-01-05", "1999-12-31", "20260105", "1e15", "nan")
] + [
    ("hs_tiep_nhan = {{ value = 5, as_of = {} }}", day) for day in ("0202-01-05", "nan")
] + [
    ("hs_tiep_nhan = {{ not_arisen = {} }}", reason) for reason in ('"-"', "1e15", "nan", "0")
]  # fmt: skip


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(forms_dir() / "cchc-xa-nam.toml")


@pytest.mark.parametrize(("line", "value"), UNUSABLE_ANSWERS)
def test_an_unusable_answer_is_refused_with_its_item(tmp_path, form, line, value):
    path = tmp_path / "a.toml"
    path.write_text(f"[answers]\n{line.format(value)}\n", "utf-8")
    with pytest.raises(AnswerError, match=line.split()[0]):
        read_answer_file(path, form, form.items)


@pytest.mark.parametrize(
    "line",
    [
        "dated = 0202-01-05", "dated = 2026-01-05T08:00:00", "dated = 1e15", 'dated = "5/1/2026"',
        "number = nan", "number = 31", "copies = [1e15]", "copies = [5]", 'copies = "một dòng"',
        "signer = true", "so = 1",
    ],
)  # fmt: skip
def test_an_unusable_part_of_the_letterhead_is_named(tmp_path, form, line):
    path = tmp_path / "a.toml"
    path.write_text(f"[letterhead]\n{line}\n", "utf-8")
    with pytest.raises(AnswerError, match=rf"letterhead.*{line.split()[0]}"):
        read_answer_file(path, form, form.items)
