"""Exact numbers: rounding half-up and the way they are read and written in Vietnamese."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

# `1.234.567,8`: dots only between groups of three digits, else a dot is a decimal sign.
_GROUPED_PATTERN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN_PATTERN = re.compile(r"[+-]?\d+([.,]\d+)?")
MAX_DIGITS, MAX_PLACES = 30, 20
"""Digits of a number that a report may carry, before and after the decimal sign, inclusive."""

Number = Fraction | Decimal | int


@lru_cache(maxsize=4096)
def to_fraction(value: Decimal | int) -> Fraction:
    """Return the exact fraction of a number; cached, as forms ask for the same few all the time."""
    return Fraction(value)


def round_half_up(value: Number, places: int) -> Decimal:
    """Round an exact number half away from zero to `places` decimals, 0 or more."""
    # In whole numbers: Decimal would round a fraction once before it is rounded half up.
    top, bottom = value.as_integer_ratio()
    whole = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    return Decimal(whole if top >= 0 else -whole).scaleb(-places)


@lru_cache(maxsize=4096)
def show_number(value: Number, places: int | None = None) -> str:
    """Write a number the Vietnamese way: `1.234,5`; `places` fixes the number of decimals."""
    if places is None:
        # Six decimals, the most that points may have; a fraction may have no last one.
        decimal = round_half_up(value, 6)
        digits = format(decimal.normalize() if decimal else Decimal(0), ",f")
    else:
        digits = format(round_half_up(value, places), f",.{places}f")
    return digits.translate(_VIETNAMESE_MARKS)


_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def show_percent(value: Number, places: int = 2) -> str:
    """Write a percentage without trailing zeros: `96,47 %`, `65 %`."""
    digits = show_number(value, places)
    if "," in digits:
        digits = digits.rstrip("0").rstrip(",")
    return f"{digits} %"


def show_percent_beside(value: Fraction, limit: Fraction | Decimal) -> str:
    """Write a percentage with as many decimals, at most 12, as tell it from `limit`."""
    exact = Fraction(limit)
    # 64,999 % must not be shown as 65 % beside a target of 65 % that it misses.
    for places in (2, 3, 4, 6, 9):
        shown = Fraction(round_half_up(value, places))
        if value == exact or ((shown < exact) == (value < exact) and shown != exact):
            return show_percent(value, places)
    return show_percent(value, 12)


def parse_number(text: str) -> Decimal:
    """Read what people type: `1.234,5`, `1234,5`, `1234.5`; raise ValueError otherwise.

    A dot followed by exactly three digits, repeated, groups thousands; the keypad dot elsewhere is
    the decimal sign, as a comma is. What no report could carry is no number either.
    """
    # Spreadsheets paste no-break spaces between groups and U+2212 for minus.
    compact = text.strip().replace("\u00a0", "").replace(" ", "").replace("−", "-")
    if _GROUPED_PATTERN.fullmatch(compact):
        compact = compact.replace(".", "")
    elif not _PLAIN_PATTERN.fullmatch(compact):
        raise ValueError(text)
    whole, _, places = compact.replace(",", ".").partition(".")
    if len(whole) > MAX_DIGITS or len(places) > MAX_PLACES:
        raise ValueError(text)
    return Decimal(f"{whole}.{places}" if places else whole)
