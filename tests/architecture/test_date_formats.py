"""Formats of dates are ASCII: strftime on Windows fails on Vietnamese letters."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).parents[2] / "src").rglob("*.py"))


def foreign_formats(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of format specifications and strftime calls with other than ASCII."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = [n.value for n in node.format_spec.values if isinstance(n, ast.Constant)]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "strftime":
            parts = [n.value for n in node.args if isinstance(n, ast.Constant)]
        else:
            continue
        if any("%" in str(part) and not str(part).isascii() for part in parts):
            yield node.lineno


def test_no_format_of_a_date_has_vietnamese_letters():
    formats = {
        path.name: [*foreign_formats(ast.parse(path.read_text("utf-8")))] for path in SOURCES
    }
    assert {name: lines for name, lines in formats.items() if lines} == {}


@pytest.mark.parametrize("code", ['f"{day:%d ngày}"', 'day.strftime("%d ngày")'])
def test_the_search_bites(code):
    assert list(foreign_formats(ast.parse(code)))
