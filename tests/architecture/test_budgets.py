"""Size budgets: the most that a file, a class and a function may ask a reader to hold in mind.

Only maxima: a median would reward cutting one subject into many files. Complexity and statements
of functions are ruff's to count.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "benchmarks", "resources", ".ci")
    for path in (ROOT / folder).rglob("*.py")
)
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 300, 40
METHODS, POSITIONAL_ARGUMENTS = 25, 5
# Import statements for 1000 lines of `src`. A high figure means many small files that lean on one
# another. The goal is 60; the ceiling follows the figure down, at most SLACK above it.
IMPORTS, IMPORTS_GOAL, SLACK = 78, 60, 5
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


def positional_arguments(node: Function) -> list[str]:
    """Return the names that a call may give by position; keyword-only ones explain themselves."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    return [argument.arg for argument in arguments if argument.arg not in {"self", "cls"}]


def import_rate(sources: list[Source]) -> float:
    """Count the import statements for 1000 lines, those inside functions too."""
    statements = sum(
        isinstance(node, ast.Import | ast.ImportFrom)
        for source in sources
        for node in source.nodes()
    )
    return 1000 * statements / sum(source.lines for source in sources)


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
    positional = len(positional_arguments(node))
    if positional > POSITIONAL_ARGUMENTS:
        yield f"{place}: {positional} positional arguments of at most {POSITIONAL_ARGUMENTS}"


def class_excesses(place: str, node: ast.ClassDef) -> Iterator[str]:
    methods = sum(isinstance(part, Function) for part in node.body)
    if body_lines(node) > CLASS_LINES:
        yield f"{place}: {body_lines(node)} lines of at most {CLASS_LINES}"
    if methods > METHODS:
        yield f"{place}: {methods} methods of at most {METHODS}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_its_budget(path):
    assert list(excesses(Source(path))) == []


def test_imports_keep_their_share_of_the_lines():
    rate = import_rate([Source(path) for path in SOURCES if path.is_relative_to(ROOT / "src")])
    assert rate <= IMPORTS
    assert max(rate, IMPORTS_GOAL) > IMPORTS - SLACK, f"lower IMPORTS: the rate is {rate:.0f}"


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_no_name_says_nothing(folder):
    names = {path.stem.removeprefix("test_"): path for path in (ROOT / folder).rglob("*.py")}
    packages = {path.parent.name: path.parent for path in (ROOT / folder).rglob("*.py")}
    assert FORBIDDEN_NAMES & (names | packages).keys() == set()


def planted(lines: int, head: str) -> str:
    return "\n".join([head, '    """Say\n    much."""', *["    x = 1"] * (lines - 1)])


def class_of(methods: int) -> str:
    return "class C:\n" + "".join(f"    def f{n}(self): ...\n" for n in range(methods))


@pytest.mark.parametrize(
    ("text", "excess_count"),
    [
        (planted(40, "def f():"), 0),
        (planted(41, "def f():"), 1),
        (planted(300, "class C:"), 0),
        (planted(301, "class C:"), 1),
        ("def f(a, b, c, /, d, e, *, g, h, i): ...", 0),
        ("def f(a, b, c, /, d, e, g): ...", 1),
        ("async def f(a, b, c, d, e, g=1): ...", 1),
        ("class C:\n    def f(self, a, b, c, d, e): ...", 0),
        ("class C:\n    def f(self, a, b, c, d, e, g): ...", 1),
        (class_of(methods=25), 0),
        (class_of(methods=26), 1),
        ("\n" * 400, 0),
        ("\n" * 401, 1),
    ],
)
def test_the_budgets_bite(text, excess_count, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    (tmp_path / "planted.py").write_text(text, "utf-8")
    assert len(list(excesses(Source(tmp_path / "planted.py")))) == excess_count


def test_the_import_rate_bites(tmp_path):
    path = tmp_path / "planted.py"
    path.write_text("import a\n\n\ndef f():\n    from b import c\n" + "x = 1\n" * 15, "utf-8")
    assert import_rate([Source(path)]) == 100
