"""People see days and moments as `domain/dates.py` writes them, on every machine alike.

strftime on Windows fails on Vietnamese letters, on Linux it pads no year; so no other module uses
it, but for formats of files that a standard or a name decides.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "xa_report"
MACHINE_FORMATS = {
    "commune/store/backup.py": "name of a backup file, which is read back",
    "documents/pdf/pdfa.py": "ISO 32000 date of a PDF",
    "documents/xlsx/deterministic_save.py": "W3CDTF date of a package",
    "signing/ooxml/writer.py": "xsd:dateTime of a signature",
}
"""Modules that write a moment for a program, and for which one."""


def date_formats(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of strftime calls, of format specifications of dates and of such texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = [n.value for n in node.format_spec.values if isinstance(n, ast.Constant)]
            if any(len(str(part)) > 1 and "%" in str(part)[:-1] for part in parts):
                yield node.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "strftime":
            yield node.lineno
        elif isinstance(node, ast.Constant) and re.search("%[YHM]", str(node.value)):
            yield getattr(node, "lineno", 0)


def test_only_formats_of_programs_are_written_elsewhere():
    formats = {
        path.relative_to(SOURCE).as_posix(): [*date_formats(ast.parse(path.read_text("utf-8")))]
        for path in sorted(SOURCE.rglob("*.py"))
    }
    assert {name for name, lines in formats.items() if lines} == set(MACHINE_FORMATS)


@pytest.mark.parametrize(
    "code",
    [
        'f"{day:%d ngày}"',
        'f"{day:%d/%m/%Y}"',
        'day.strftime("%d")',
        "day.strftime(form)",
        'FORM = "%H:%M"',
    ],
)
def test_the_search_bites(code):
    assert list(date_formats(ast.parse(code)))


@pytest.mark.parametrize("code", ['f"{share:.1%}"', 'f"{share:%}"', 'f"{number:02}"'])
def test_a_percentage_is_no_date(code):
    assert not list(date_formats(ast.parse(code)))
