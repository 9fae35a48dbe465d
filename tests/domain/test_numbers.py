"""Numbers: rounded half-up, exact, and read back as they are written."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.number_text import NumberStyle, parse_number
from xa_report.domain.numbers import (
    round_half_up,
    show_number,
    show_percent,
    show_percent_beside,
    to_fraction,
)

decimals = st.decimals(
    min_value=-(10**14), max_value=10**14, allow_nan=False, allow_infinity=False, places=6
)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("-2.5", 0, "-3"),
        ("94.996", 2, "95.00"), ("94.994", 2, "94.99"), ("0", 2, "0"), ("1.005", 2, "1.01"),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_nothing(value, places, rounded):
    assert round_half_up(Decimal(value), places) == Decimal(rounded)


def test_thirds_are_rounded_exactly():
    assert round_half_up(Fraction(1, 3), 4) == Decimal("0.3333")
    assert round_half_up(Fraction(5, 1000), 2) == Decimal("0.01")
    assert round_half_up(Fraction(4999999999, 10**12), 2) == Decimal("0.00")


@given(value=decimals, places=st.integers(0, 6))
def test_rounding_agrees_with_decimal(value, places):
    assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@given(value=decimals)
def test_a_number_is_read_back_as_it_is_written(value):
    assert parse_number(show_number(value)) == value


@given(value=decimals)
def test_six_and_six_point_naught_are_one_number(value):
    assert show_number(value) == show_number(Fraction(value))
    assert to_fraction(value) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1234.5", None, "1.234,5"), ("1234567", None, "1.234.567"), ("0", None, "0"),
        ("0.10", None, "0,1"), ("-1234.25", None, "-1.234,25"), ("5", 2, "5,00"),
        ("0.005", 2, "0,01"), ("1E+3", None, "1.000"), ("0.0000004", None, "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_the_vietnamese_way(value, places, shown):
    assert show_number(Decimal(value), places) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(46500, 482), "96,47 %"), (Fraction(95), "95 %"), (Fraction(1, 2), "0,5 %")],
)
def test_percentages(value, shown):
    assert show_percent(value) == shown


@given(top=st.integers(0, 10**6), bottom=st.integers(1, 10**6), limit=st.integers(0, 100))
def test_a_percentage_is_never_shown_on_a_limit_that_it_does_not_reach(top, bottom, limit):
    value = Fraction(100 * top, bottom)
    shown = parse_number(
        show_percent_beside(value, Decimal(limit)).removesuffix(" %"), NumberStyle.GROUPED
    )
    assert (shown < limit) == (value < limit)
    assert (shown > limit) == (value > limit)
