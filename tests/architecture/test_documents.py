"""What documents name stands in the tree: files, folders, modules, and names of the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "xa_report"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SPAN = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"[\w./*<>-]+\.(?:py|md)\b")
FOLDER = re.compile(r"[\w/]+/")
MODULE = re.compile(r"xa_report(?:\.\w+)+")
# Two words at least, as snake_case or CamelCase: what can only be a name of ours.
NAME = re.compile(r"(?:\w+\.)*((?:[a-z]+_[a-z0-9_]+|(?:[A-Z][a-z0-9]+){2,}))(?:\(.*\))?")
NAMED_IN = ["docs/architecture.md", "docs/naming.md", "docs/register.md", "docs/store.md"]

EXAMPLES = {
    # What a province, a test or a decision may be called, and folders that the program writes.
    "docs/decisions/NNNN-what-was-decided.md", "reading.py", "trust/",
    # Tools of others, columns of tables, patterns of names, a name of a test.
    "acyclic_siblings", "figure_totals", "report_plans", "x_from_y", "x_to_y",
    "test_a_closed_window_lets_the_file_go",
}  # fmt: skip


def spans(text: str) -> Iterator[str]:
    """Yield what stands between backticks in a line, and the lines of fenced blocks with a path."""
    yield from (match[1] for match in SPAN.finditer(FENCE.sub("", text)))
    for block in FENCE.findall(text):
        yield from (line for line in block.splitlines() if "/" in line)


def exists(name: str, folder: Path) -> bool:
    """Whether a path leads somewhere from the root, the package or the document's folder.

    `<side>` stands for each of the three; a bare file name may be anywhere.
    """
    pattern = name.replace("<side>", "*").rstrip("/")
    below = ("src", "tests", "benchmarks", "docs") if "/" not in pattern else ()
    return any(
        [
            *(any(base.glob(pattern)) for base in (ROOT, PACKAGE, folder)),
            *(any((ROOT / base).rglob(pattern)) for base in below),
        ]
    )


def is_module(name: str) -> bool:
    """Whether a dotted name is a module, a package, or stands in a module."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return any(part.is_dir() or part.with_suffix(".py").is_file() for part in (path, path.parent))


@cache
def names_of_the_code() -> frozenset[str]:
    names: set[str] = set()
    for path in [*PACKAGE.rglob("*.py"), *Path(__file__).parent.glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                    names.add(name)
    return frozenset(names)


def missing_paths(text: str, folder: Path) -> Iterator[str]:
    for span in spans(text):
        named = FILE.findall(span)
        if FOLDER.fullmatch(span):
            named.append(span)
        yield from (name for name in named if name not in EXAMPLES and not exists(name, folder))
        yield from (name for name in MODULE.findall(span) if not is_module(name))


def missing_names(text: str) -> Iterator[str]:
    for span in spans(text):
        name = NAME.fullmatch(span)
        if name and name[1] not in names_of_the_code() | EXAMPLES:
            yield span


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_points_at_exists(path):
    assert list(missing_paths(path.read_text("utf-8"), path.parent)) == []


@pytest.mark.parametrize("name", NAMED_IN)
def test_names_in_a_document_are_names_of_the_code(name):
    assert list(missing_names((ROOT / name).read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (
            "`domain/form.py`, `form.py`, `ui/<side>/window.py`, `docs/naming.md`, `domain/rules/`",
            [],
        ),
        ("`domain/desk.py`, see `ways.py`", ["domain/desk.py", "ways.py"]),
        ("`domain/shelf/` and `docs/books.md`", ["docs/books.md", "domain/shelf/"]),
        ("```\ncommune/store/store.py ── ui/desk.py\n```", ["ui/desk.py"]),
        ("`python -m xa_report.package`, `xa_report.domain.form.Form`", []),
        ("`python -m xa_report.store.copying`", ["xa_report.store.copying"]),
    ],
)
def test_a_path_that_leads_nowhere_is_seen(text, missing):
    assert sorted(missing_paths(text, ROOT)) == missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`ReportSession.set_answer`, `Form`, `verdict`, `assess_report(report, form)`", []),
        ("`Desk.type_points`, `MainWindow`", ["Desk.type_points", "MainWindow"]),
    ],
)
def test_a_name_that_nothing_has_is_seen(text, missing):
    assert list(missing_names(text)) == missing
