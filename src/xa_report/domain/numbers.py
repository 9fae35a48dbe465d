"""Exact numbers: rounding half-up and the way they are read and written in Vietnamese."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

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


def show_exact_number(number: Decimal) -> str:
    """Write a finite number with all its decimals, without trailing zeros: `0,0000125`."""
    digits = format(number.normalize() if number else Decimal(0), ",f")
    return digits.translate(_VIETNAMESE_MARKS)


_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def show_percent(value: Number, places: int = 2) -> str:
    """Write a percentage without trailing zeros: `96,47 %`, `65 %`."""
    digits = show_number(value, places)
    if "," in digits:
        digits = digits.rstrip("0").rstrip(",")
    return f"{digits} %"


def show_percent_beside(value: Fraction, limit: Fraction | Decimal) -> str:
    """Write a percentage as `show_beside` does."""
    return f"{show_beside(value, limit)} %"


def show_beside(value: Fraction, limit: Fraction | Decimal, least: int = 0) -> str:
    """Write a number with the decimals of `limit`, and with as many more as tell it from it.

    At least 2 and `least`, at most 12, without trailing zeros: `0,005` beside 0,004.
    """
    exact = Fraction(limit)
    least = max(least, decimal_places(exact))
    # 64,999 % must not be shown as 65 % beside a target of 65 % that it misses.
    for places in (2, 3, 4, 6, 9):
        shown = Fraction(round_half_up(value, places))
        is_told = value == exact or ((shown < exact) == (value < exact) and shown != exact)
        if is_told and places >= least:
            return show_percent(value, places).removesuffix(" %")
    return show_percent(value, 12).removesuffix(" %")


def show_gap(gap: Fraction, limit: Decimal) -> str:
    """Write the size of a gap to a limit: with the decimals of the limit, and never as 0."""
    return show_beside(abs(gap), Fraction(0), decimal_places(Fraction(limit)))


def decimal_places(number: Fraction) -> int:
    """Return how many decimals a number has, at most 12."""
    return next((places for places in range(12) if not (number * 10**places) % 1), 12)
