"""Pieces of spreadsheet formulas that give exactly what the exact arithmetic gives."""

from decimal import Decimal
from fractions import Fraction

from xa_report.domain.comparison import Comparison
from xa_report.domain.numbers import exact
from xa_report.domain.rules.rule import Cells


def number(value: Decimal | Fraction | int) -> str:
    """A number as formulas write it; fractions as a division."""
    written = exact(value)
    if written.denominator == 1:
        return str(written.numerator)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return f"({written.numerator}/{written.denominator})"


def clamp(expression: str, ceiling: Decimal) -> str:
    """An expression kept within 0 and a ceiling."""
    return f"MAX(0,MIN({number(ceiling)},{expression}))"


def compare(cells: Cells, ref: str, op: str, limit: Decimal | Fraction) -> str:
    """A condition on a figure; a ratio is compared without dividing, so that limits stay exact."""
    sign = "<>" if op == "!=" else op
    parts = cells.parts(ref)
    if parts is None:
        return f"{cells.value(ref)}{sign}{number(limit)}"
    numerator, denominator = parts
    level = exact(limit)
    return f"{numerator}*{100 * level.denominator}{sign}{level.numerator}*{denominator}"


def scaled(cells: Cells, ref: str, factor: Fraction) -> str:
    """A figure times a factor; of a ratio the division comes last."""
    parts = cells.parts(ref)
    if parts is None:
        return f"{cells.value(ref)}*{factor.numerator}/{factor.denominator}"
    numerator, denominator = parts
    return f"{numerator}*{100 * factor.numerator}/({denominator}*{factor.denominator})"


def comparison(cells: Cells, found: Comparison) -> str:
    """A condition that compares two sides, each a figure or a number."""
    left, right = found.left, found.right
    flipped = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
    if isinstance(left, str) and isinstance(right, Decimal):
        return compare(cells, left, found.op, right)
    if isinstance(right, str) and isinstance(left, Decimal):
        return compare(cells, right, flipped.get(found.op, found.op), left)
    sign = "<>" if found.op == "!=" else found.op
    return f"{_side(cells, left)}{sign}{_side(cells, right)}"


def _side(cells: Cells, side: str | Decimal) -> str:
    return cells.value(side) if isinstance(side, str) else number(side)


def all_of(conditions: list[str]) -> str:
    """A condition that holds when all do."""
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
