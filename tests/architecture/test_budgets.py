"""The size budgets: what a reader can hold in mind. The medians guard the habit, the maxima it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "benchmarks", "resources", ".ci")
    for path in (ROOT / folder).rglob("*.py")
)
FILE_LINES, FUNCTION_LINES, CLASS_LINES = 300, 40, 200
METHODS, ARGUMENTS = 15, 5
MEDIAN_FILE_LINES, MEDIAN_FUNCTION_LINES, P90_FUNCTION_LINES = 75, 6, 20
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def lines(self) -> int:
        return len(self.path.read_text("utf-8").splitlines())

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(ast.parse(self.path.read_text("utf-8")))


def body_lines(node: Function | ast.ClassDef) -> int:
    """Count the lines from `def` or `class` on, the docstring left out."""
    first = node.body[0]
    docstring = 0
    if ast.get_docstring(node, clean=False) is not None:
        docstring = (first.end_lineno or 0) - first.lineno + 1
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def arguments(node: Function) -> list[str]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [argument.arg for argument in every if argument.arg not in {"self", "cls"}]


def excesses(source: Source) -> Iterator[str]:
    """Yield a sentence for each budget that a file exceeds."""
    if source.lines > FILE_LINES:
        yield f"{source.name}: {source.lines} lines of at most {FILE_LINES}"
    for node in source.nodes():
        if isinstance(node, Function):
            yield from function_excesses(f"{source.name}:{node.lineno} {node.name}", node)
        elif isinstance(node, ast.ClassDef):
            yield from class_excesses(f"{source.name}:{node.lineno} {node.name}", node)


def function_excesses(place: str, node: Function) -> Iterator[str]:
    if body_lines(node) > FUNCTION_LINES:
        yield f"{place}: {body_lines(node)} lines of at most {FUNCTION_LINES}"
    if len(arguments(node)) > ARGUMENTS:
        yield f"{place}: {len(arguments(node))} arguments of at most {ARGUMENTS}"


def class_excesses(place: str, node: ast.ClassDef) -> Iterator[str]:
    methods = sum(isinstance(part, Function) for part in node.body)
    if body_lines(node) > CLASS_LINES:
        yield f"{place}: {body_lines(node)} lines of at most {CLASS_LINES}"
    if methods > METHODS:
        yield f"{place}: {methods} methods of at most {METHODS}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_its_budget(path):
    assert list(excesses(Source(path))) == []


def test_the_middle_of_all_files_and_functions_stays_small():
    sources = [Source(path) for path in SOURCES if path.is_relative_to(ROOT / "src")]
    functions = [
        body_lines(node)
        for source in sources
        for node in source.nodes()
        if isinstance(node, Function)
    ]
    assert median(source.lines for source in sources) <= MEDIAN_FILE_LINES
    assert median(functions) <= MEDIAN_FUNCTION_LINES
    assert quantiles(functions, n=10)[-1] <= P90_FUNCTION_LINES


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_no_name_says_nothing(folder):
    names = {path.stem.removeprefix("test_"): path for path in (ROOT / folder).rglob("*.py")}
    packages = {path.parent.name: path.parent for path in (ROOT / folder).rglob("*.py")}
    assert FORBIDDEN_NAMES & (names | packages).keys() == set()


def planted(lines: int, head: str) -> str:
    return "\n".join([head, '    """Say\n    much."""', *["    x = 1"] * (lines - 1)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (planted(40, "def f():"), 0),
        (planted(41, "def f():"), 1),
        (planted(200, "class C:"), 0),
        (planted(201, "class C:"), 1),
        ("def f(a, b, c, /, d, *, e): ...", 0),
        ("def f(a, b, c, /, d, *, e, g): ...", 1),
        ("class C:\n    def f(self, a, b, c, d, e): ...", 0),
        ("class C:\n" + "".join(f"    def f{n}(self): ...\n" for n in range(16)), 1),
        ("\n" * 300, 0),
        ("\n" * 301, 1),
    ],
)
def test_the_budgets_bite(text, found, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    (tmp_path / "planted.py").write_text(text, "utf-8")
    assert len(list(excesses(Source(tmp_path / "planted.py")))) == found
