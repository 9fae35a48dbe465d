"""Names a stranger can read: each rule has a ceiling that follows its count down.

A count above the ceiling is a new offence; one below it asks for the ceiling to be lowered.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "src" / "xa_report"

# Nouns of the field that only look like gerunds; `tracking` is the page *Theo dõi*.
NOUNS = {"finding", "ranking", "signing", "tracking"}
SIDES = {"shared", "commune", "province"}
# Python and Alembic fix these words; those of the command line are told by their decorator.
ONE_WORD_FUNCTIONS = {"downgrade", "dumps", "loads", "main", "upgrade"}
COMMAND_DECORATOR = re.compile(r"\w+\.(command|group)\b")
VAGUE = {"found", "given", "kept", "made", "one", "put", "said", "told"}
QUESTION = re.compile(r"(What|Where|Whether|Who|How|When|Which|Why)\b")
# Terms neither of the field nor of Qt or Python, or terms of these with another meaning.
FURNITURE = re.compile(
    "aims?|bombs?|books?|cast|desks?|dice|drags?|gauges?|goods|pens?|pieces|places|players?|rolls?"
    "|shelf|shelves|spoiling|spots?|standings?|tally|temper|ways"
)
# Overrides of Qt, drag and drop, and what numbers have behind the point.
TERM = re.compile(r"[a-z]+[A-Z]|_show_drag$|decimal_places$")

# Of things, `places` and `pieces` are words of everybody's.
FURNITURE_LOCAL = re.compile(
    "aims?|bombs?|books?|cast|desks?|dice|drags?|gauges?|papers?|pens?|players?|shelf|shelves"
    "|tally|temper"
)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[list["Module"]], Iterable[str]]


@dataclass(frozen=True)
class Module:
    """One file, its path counted from the package or from `tests`."""

    path: PurePath
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.parent.name if self.path.stem == "__init__" else self.path.stem

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes() if isinstance(node, Function))

    def types(self) -> Iterator[str]:
        """Yield the public classes and aliases at the top of the file; an alias is CamelCase."""
        for node in self.tree.body:
            match node:
                case ast.ClassDef(name=name):
                    pass
                case ast.Assign(targets=[ast.Name(id=name)]) if re.match(r"[A-Z].*[a-z]", name):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                    pass
                case _:
                    continue
            if not name.startswith("_"):
                yield name


@dataclass(frozen=True)
class BoundName:
    """A parameter or a local, and whether it only lives inside a comprehension of one line."""

    name: str
    line: int
    is_short: bool


def shared(paths: dict[str, set[str]]) -> list[str]:
    return [
        f"{key}: {', '.join(sorted(paths[key]))}" for key in sorted(paths) if len(paths[key]) > 1
    ]


def shared_types(modules: list[Module]) -> list[str]:
    paths = defaultdict(set)
    for module in modules:
        for name in module.types():
            paths[name].add(str(module.path))
    return shared(paths)


def shared_file_names(modules: list[Module]) -> list[str]:
    """Return the file names that two folders of one layer share; each side has its own."""
    paths = defaultdict(set)
    for module in modules:
        if not module.path.stem.startswith("__"):
            layer, *folders = module.path.parent.parts or ("",)
            home = "/".join([layer, *(folder for folder in folders if folder in SIDES)])
            paths[f"{home}/…/{module.path.name}"].add(str(module.path))
    return shared(paths)


def gerund_modules(modules: list[Module]) -> Iterator[str]:
    for module in modules:
        last = module.name.split("_")[-1]
        if last.endswith("ing") and last not in NOUNS:
            yield str(module.path)


def one_word_functions(modules: list[Module]) -> Iterator[str]:
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, Function) and "_" not in node.name:
                decorators = map(ast.unparse, node.decorator_list)
                command = any(COMMAND_DECORATOR.match(decorator) for decorator in decorators)
                if not command and node.name not in ONE_WORD_FUNCTIONS:
                    yield f"{module.path}:{node.lineno} {node.name}"


def bound_names(node: ast.AST, *, in_short_comprehension: bool = False) -> Iterator[BoundName]:
    """Yield the parameters and the names that are assigned below a node; fields are neither."""
    if isinstance(node, COMPREHENSIONS) and node.lineno == node.end_lineno:
        in_short_comprehension = True
    match node:
        case ast.arg(arg=name):
            yield BoundName(name, node.lineno, is_short=False)
        case ast.Name(id=name, ctx=ast.Store()):
            yield BoundName(name, node.lineno, is_short=in_short_comprehension)
        case ast.ClassDef(body=body):
            for statement in body:
                if not isinstance(statement, ast.Assign | ast.AnnAssign):
                    yield from bound_names(statement)
            return
    for child in ast.iter_child_nodes(node):
        yield from bound_names(child, in_short_comprehension=in_short_comprehension)


def vague_names(modules: list[Module]) -> Iterator[str]:
    """Yield each parameter and local that could be named anything; `one for one in …` may be."""
    for module in modules:
        for bound in bound_names(module.tree):
            if bound.name in VAGUE and not bound.is_short:
                yield f"{module.path}:{bound.line} {bound.name}"


def furniture_locals(modules: list[Module]) -> Iterator[str]:
    for module in modules:
        for bound in bound_names(module.tree):
            words = bound.name.split("_")
            if any(FURNITURE_LOCAL.fullmatch(word) for word in words) and not TERM.search(
                bound.name
            ):
                yield f"{module.path}:{bound.line} {bound.name}"


def question_docstrings(modules: list[Module]) -> Iterator[str]:
    for module in modules:
        for node in module.nodes():
            if isinstance(node, Function | ast.ClassDef | ast.Module):
                docstring = ast.get_docstring(node) or ""
                if QUESTION.match(docstring):
                    yield f"{module.path}:{node.body[0].lineno} {docstring.splitlines()[0]}"


def furniture(modules: list[Module]) -> Iterator[str]:
    """Yield each module, type and function that is named after what is not in the field."""
    for module in modules:
        classes = (node.name for node in module.nodes() if isinstance(node, ast.ClassDef))
        functions = (node.name for node in module.functions() if not TERM.match(node.name))
        for name in sorted({module.name, *module.types(), *classes, *functions}):
            words = re.findall(r"[A-Z]?[a-z]+", name)
            if any(FURNITURE.fullmatch(word.lower()) for word in words):
                yield f"{module.path} {name}"


CEILINGS: dict[Rule, int] = {
    shared_types: 1,
    shared_file_names: 1,
    gerund_modules: 0,
    one_word_functions: 0,
    vague_names: 0,
    furniture_locals: 0,
    question_docstrings: 11,
    furniture: 0,
}

# The other rules do not fit tests: their functions are sentences, and their file names repeat.
TEST_RULES: list[Rule] = [vague_names, furniture_locals, furniture]


def modules_below(folder: Path) -> list[Module]:
    return [
        Module(path.relative_to(folder), ast.parse(path.read_text("utf-8")))
        for path in sorted(folder.rglob("*.py"))
    ]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return modules_below(PACKAGE)


@pytest.fixture(scope="module")
def modules_of_tests() -> list[Module]:
    return modules_below(TESTS)


@pytest.mark.parametrize("rule", CEILINGS, ids=lambda rule: rule.__name__)
def test_a_rule_keeps_its_ceiling(rule, modules):
    offences = list(rule(modules))
    assert len(offences) <= CEILINGS[rule], "\n".join(offences)
    assert len(offences) == CEILINGS[rule], f"lower the ceiling of {rule.__name__}"


@pytest.mark.parametrize("rule", TEST_RULES, ids=lambda rule: rule.__name__)
def test_tests_name_things_as_the_package_does(rule, modules_of_tests):
    offences = list(rule(modules_of_tests))
    assert not offences, "\n".join(offences)


@pytest.mark.parametrize(
    ("rule", "texts", "offence_count"),
    [
        (shared_types, {"ui/a.py": "class Row: ...", "cli/b.py": "Row = tuple[int, str]"}, 1),
        (shared_types, {"ui/a.py": "class _Row: ...", "cli/b.py": "class _Row: ..."}, 0),
        (shared_types, {"ui/a.py": "ROW = 1\nclass Row: ...", "cli/b.py": "ROW = 2"}, 0),
        (shared_file_names, {"ui/row.py": "", "ui/table/row.py": ""}, 1),
        (shared_file_names, {"ui/row.py": "", "cli/row.py": "", "ui/__init__.py": ""}, 0),
        (shared_file_names, {"ui/commune/row.py": "", "ui/commune/table/row.py": ""}, 1),
        (shared_file_names, {"ui/commune/row.py": "", "ui/province/row.py": ""}, 0),
        (gerund_modules, {"ui/writing.py": "", "ui/filling/__init__.py": ""}, 2),
        (gerund_modules, {"ui/published_ranking.py": "", "signing/__init__.py": ""}, 0),
        (one_word_functions, {"cli/a.py": "def related(): ..."}, 1),
        (one_word_functions, {"cli/a.py": "@click.command()\ndef verify(): ..."}, 0),
        (
            one_word_functions,
            {"cli/a.py": "def _held(): ...\nclass C:\n    def held(self): ..."},
            0,
        ),
        (vague_names, {"ui/a.py": "class C:\n    def f(self, found, *, one): ..."}, 2),
        (vague_names, {"ui/a.py": "def f(case): return [one for one in case]"}, 0),
        (vague_names, {"ui/a.py": "def f(case):\n    return [\n one for one in case]"}, 1),
        (vague_names, {"ui/a.py": "def f():\n    for told in []: made = told"}, 2),
        (vague_names, {"ui/a.py": "class Made:\n    made: int = 0"}, 0),
        (furniture_locals, {"ui/a.py": "def f(desk): old_books = desk"}, 2),
        (furniture_locals, {"ui/a.py": "def f(register): workbook = register"}, 0),
        (question_docstrings, {"ui/a.py": '"""What it is."""\ndef f():\n    "How it is."'}, 2),
        (question_docstrings, {"ui/a.py": '"""Whole files, and what they hold."""'}, 0),
        (furniture, {"ui/desk.py": "class PenBook: ...\ndef draw_shelf(): ..."}, 3),
        (furniture, {"ui/case.py": "class Workbook: ...\ndef dragEnterEvent(): ..."}, 0),
    ],
)
def test_the_rules_bite(rule, texts, offence_count):
    planted = [Module(PurePath(path), ast.parse(text)) for path, text in texts.items()]
    assert len(list(rule(planted))) == offence_count
