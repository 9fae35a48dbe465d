"""Parts of workbook formulas that give what the exact arithmetic gives."""

from decimal import Decimal
from fractions import Fraction

from xa_report.domain.comparison import Comparison
from xa_report.domain.numbers import to_fraction
from xa_report.domain.rules.rule import CellReferences


def number_formula(value: Decimal | Fraction | int) -> str:
    """Write a number for a formula; a fraction as a division in brackets."""
    exact = to_fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return f"({exact.numerator}/{exact.denominator})"


def clamp_formula(expression: str, ceiling: Decimal) -> str:
    """Keep an expression within 0 and a ceiling."""
    return f"MAX(0,MIN({number_formula(ceiling)},{expression}))"


def figure_comparison_formula(
    cells: CellReferences, ref: str, op: str, limit: Decimal | Fraction
) -> str:
    """Build a condition on a figure; a ratio is compared without dividing."""
    sign = "<>" if op == "!=" else op
    parts = cells.parts(ref)
    if parts is None:
        return f"{cells.value(ref)}{sign}{number_formula(limit)}"
    numerator, denominator = parts
    # Spreadsheets divide in binary: 65/100*100 may come out just below a limit of 65.
    level = to_fraction(limit)
    return f"{numerator}*{100 * level.denominator}{sign}{level.numerator}*{denominator}"


def scaled_formula(cells: CellReferences, ref: str, factor: Fraction) -> str:
    """Build a figure times a factor; of a ratio the division comes last."""
    parts = cells.parts(ref)
    if parts is None:
        return f"{cells.value(ref)}*{factor.numerator}/{factor.denominator}"
    numerator, denominator = parts
    # The products are whole numbers, so that only one operation rounds.
    return f"{numerator}*{100 * factor.numerator}/({denominator}*{factor.denominator})"


def comparison_formula(cells: CellReferences, condition: Comparison) -> str:
    """Build a condition that compares two sides, each a figure or a number."""
    left, right = condition.left, condition.right
    # With the figure on the left, a ratio can be compared without dividing.
    flipped = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
    if isinstance(left, str) and isinstance(right, Decimal):
        return figure_comparison_formula(cells, left, condition.op, right)
    if isinstance(right, str) and isinstance(left, Decimal):
        return figure_comparison_formula(
            cells, right, flipped.get(condition.op, condition.op), left
        )
    sign = "<>" if condition.op == "!=" else condition.op
    return f"{_side_formula(cells, left)}{sign}{_side_formula(cells, right)}"


def _side_formula(cells: CellReferences, side: str | Decimal) -> str:
    return cells.value(side) if isinstance(side, str) else number_formula(side)


def all_of_formula(conditions: list[str]) -> str:
    """Build a condition that holds when all do; at least one is given."""
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
