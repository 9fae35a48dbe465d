"""Exact numbers: rounding half-up and the way they are read and written in Vietnamese."""

import re
from decimal import Decimal
from fractions import Fraction

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


def round_half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Round an exact number half away from zero to `places` decimals."""
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def show_number(value: Fraction | Decimal | int, places: int | None = None) -> str:
    """Write a number the Vietnamese way: `1.234,5`; `places` fixes the number of decimals."""
    exact = Fraction(value)
    if places is None:
        decimal = round_half_up(exact, 6)
        digits = format(decimal.normalize() if decimal else Decimal(0), ",f")
    else:
        digits = format(round_half_up(exact, places), f",.{places}f")
    return digits.translate(str.maketrans(",.", ".,"))


def show_percent(value: Fraction | Decimal | int, places: int = 2) -> str:
    """Write a percentage, never rounding it up onto a limit it does not reach: `96,47 %`."""
    digits = show_number(value, places)
    if "," in digits:
        digits = digits.rstrip("0").rstrip(",")
    return f"{digits} %"


def show_percent_beside(value: Fraction, limit: Fraction | Decimal) -> str:
    """Write a percentage with as many decimals as it takes to tell it from `limit`."""
    exact = Fraction(limit)
    for places in (2, 3, 4, 6, 9):
        shown = Fraction(round_half_up(value, places))
        if value == exact or ((shown < exact) == (value < exact) and shown != exact):
            return show_percent(value, places)
    return show_percent(value, 12)


def parse_number(text: str) -> Decimal:
    """Read what people type: `1.234,5`, `1234,5`, `1234.5`; raise ValueError otherwise.

    A dot followed by exactly three digits, repeated, groups thousands; the keypad dot elsewhere is
    the decimal sign, as a comma is.
    """
    compact = text.strip().replace("\u00a0", "").replace(" ", "").replace("−", "-")
    if _GROUPED.fullmatch(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(compact):
        return Decimal(compact.replace(",", "."))
    raise ValueError(text)


def as_fraction(value: Decimal | int) -> Fraction:
    """The exact fraction of a decimal as written."""
    return Fraction(value)
