"""Files are written by `files.py`, which knows full disks and pulled sticks (decision 0018)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "xa_report"

WRITERS = {
    "files.py": {".open", ".rename", ".replace", ".write_bytes", "os.fdopen", "os.open"},
    # The note beside a lock, read by whoever waits: on Windows a rename over it would fail.
    "commune/store/writer_lock.py": {".write_text"},
    # An unpacked file gets the name of its content; its temporary folder is removed with it.
    "package/reader.py": {".replace"},
    # os.devnull, into which faulthandler writes.
    "province/intake/schedule.py": {".open"},
    # Archives in memory.
    "documents/xlsx/deterministic_save.py": {"zipfile.ZipFile"},
    "signing/ooxml/writer.py": {"zipfile.ZipFile"},
}
"""By file: what writes there."""

# Of a module, and by the method alone, whoever has it.
MODULES = {
    "os": {"fdopen", "link", "open", "rename", "renames", "replace", "symlink", "write"},
    "shutil": {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "make_archive", "move"},
    "tempfile": {"NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryFile", "mkstemp"},
}
METHODS = {"hardlink_to", "rename", "symlink_to", "touch", "write_bytes", "write_text"}


def writes(source: str) -> Iterator[str]:
    """Yield every call and import that writes, as `.open`, `open` or `os.open`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=module, names=names) if module in MODULES:
                yield from (f"{module}.{n.name}" for n in names if n.name in MODULES[module])
            case ast.Call():
                yield from writes_of_call(node)


def writes_of_call(call: ast.Call) -> Iterator[str]:
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in MODULES.get(module, ()):
            yield f"{module}.{name}"
        case ast.Attribute(value=ast.Name(id="zipfile"), attr=name) if has_writing_mode(call, 1):
            yield f"zipfile.{name}"
        case ast.Attribute(attr="open") if has_writing_mode(call, 0):
            yield ".open"
        case ast.Name(id="open") if has_writing_mode(call, 1):
            yield "open"
        # That of a text has two arguments, that of a date named ones.
        case ast.Attribute(attr="replace") if len(call.args) == 1 and not call.keywords:
            yield ".replace"
        case ast.Attribute(attr=name) if name in METHODS:
            yield f".{name}"


def has_writing_mode(call: ast.Call, position: int) -> bool:
    """Whether the mode is the literal text of one that writes, and no name of a file."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "mode")
    return any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and re.fullmatch(r"[wax][bt+]*|r[bt]*[+][bt]*", mode.value)
        for mode in (*call.args[position : position + 1], *named)
    )


def test_only_the_stated_modules_write_files():
    by_module = {
        path.relative_to(PACKAGE).as_posix(): set(writes(path.read_text("utf-8")))
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: names for path, names in by_module.items() if names} == WRITERS


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("open(path, 'w'); open(path, mode='ab'); path.open('x'); path.open('r+b')",
         ["open", "open", ".open", ".open"]),
        ("open(path); open(path, 'rb'); path.open(encoding='utf-8'); pikepdf.open(stream)", []),
        ("path.write_text('a'); path.write_bytes(b''); path.touch()",
         [".write_text", ".write_bytes", ".touch"]),
        ("from shutil import copyfile, disk_usage", ["shutil.copyfile"]),
        ("shutil.copy2(a, b); os.replace(a, b); draft.replace(target)",
         ["shutil.copy2", "os.replace", ".replace"]),
        ("text.replace('a', 'b'); moment.replace(tzinfo=None); replace(row, unit='')", []),
        ("zipfile.ZipFile(path, 'w'); zipfile.ZipFile(path)", ["zipfile.ZipFile"]),
        ("tempfile.mkstemp(); tempfile.mkdtemp()", ["tempfile.mkstemp"]),
    ],
)  # fmt: skip
def test_what_writes_is_seen(source: str, names: list[str]):
    assert sorted(writes(source)) == sorted(names)
