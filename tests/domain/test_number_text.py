"""Numbers as people type them: one meaning everywhere, and what is doubtful is asked about."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.number_text import (
    AmbiguousNumberError,
    NumberStyle,
    ValueFaultError,
    check_number_size,
    decimal_places,
    parse_number,
    show_typed_number,
)

WHOLE, GROUPED, PLAIN = NumberStyle.WHOLE, NumberStyle.GROUPED, NumberStyle.PLAIN
# What each style makes of a text: a number, several between bars to be asked about, or a fault.
MEANINGS = [
    # text            whole            grouped        plain
    ("12", "12", "12", "12"),
    (" 12 ", "12", "12", "12"),
    ("+7", "7", "7", "7"),
    ("-5", "-5", "-5", "-5"),
    ("\u22125", "-5", "-5", "-5"),
    ("\u20135", "-5", "-5", "-5"),
    ("007", "7", "7", "7"),
    ("1.234", "1234", "1234", "1.234"),
    ("2.000", "2000", "2000", "2.000"),
    ("1.234.567", "1234567", "1234567", "? 1234567"),
    ("1 234", "1234", "1234", "? 1234"),
    ("1\u00a0234", "1234", "1234", "? 1234"),
    ("1\u202f234\u202f567", "1234567", "1234567", "? 1234567"),
    ("1 234,5", "no", "1234.5", "? 1234.5"),
    ("1.234,5", "no", "1234.5", "? 1234.5"),
    ("1234,5", "no", "1234.5", "1234.5"),
    ("1234.5", "no", "1234.5", "1234.5"),
    ("0,5", "no", "0.5", "0.5"),
    ("0.125", "no", "0.125", "0.125"),
    ("0.500", "no", "0.500", "0.500"),
    ("0,000", "? 0", "0.000", "0.000"),
    ("95.500", "95500", "95500", "95.500"),
    ("96.471", "96471", "96471", "96.471"),
    ("2,000", "? 2000 | 2", "2.000", "2.000"),
    ("12,000", "? 12000 | 12", "12.000", "12.000"),
    ("1,234", "? 1234", "1.234", "1.234"),
    ("1,234,567", "? 1234567", "? 1234567", "? 1234567"),
    ("1,234.5", "no", "? 1234.5", "? 1234.5"),
    ("4.5", "no", "4.5", "4.5"),
    ("4,0", "? 4", "4.0", "4.0"),
    ("12.0", "? 12", "12.0", "12.0"),
    ("1234.567", "no", "1234.567", "1234.567"),
    ("0.125.000", "no", "no", "no"),
    ("1,5.000", "no", "no", "no"),
    ("1.23.4", "no", "no", "no"),
    ("1 23", "no", "no", "no"),
    ("12 345.678", "no", "no", "no"),
    ("1,2,3", "no", "no", "no"),
    ("", "no", "no", "no"),
    ("abc", "no", "no", "no"),
    ("--5", "no", "no", "no"),
    ("5 %", "no", "no", "no"),
    ("1e5", "no", "no", "no"),
    ("nan", "no", "no", "no"),
    ("inf", "no", "no", "no"),
    ("٣", "no", "no", "no"),
    ("1\u200b2", "no", "no", "no"),
    ("999999999999999", "999999999999999", "999999999999999", "999999999999999"),
    ("1000000000000000", "no", "no", "no"),
    ("0,0000000001", "no", "0.0000000001", "0.0000000001"),
    ("0,00000000001", "no", "no", "no"),
    ("123456789012345678901234567890", "no", "no", "no"),
]


@pytest.mark.parametrize("style", NumberStyle)
@pytest.mark.parametrize("row", MEANINGS, ids=lambda row: ascii(row[0]))
def test_a_text_has_one_meaning_or_is_asked_about_or_refused(style, row):
    text, expected = row[0], row[1 + list(NumberStyle).index(style)]
    if expected == "no":
        with pytest.raises(ValueFaultError) as refused:
            parse_number(text, style)
        assert not isinstance(refused.value, AmbiguousNumberError)
    elif expected.startswith("?"):
        with pytest.raises(AmbiguousNumberError) as asked:
            parse_number(text, style)
        assert asked.value.readings == tuple(map(Decimal, expected[1:].split("|")))
        # Every reading can be typed as it is offered.
        for reading, shown in zip(asked.value.readings, asked.value.shown, strict=True):
            assert parse_number(shown, style) == reading
            assert shown in str(asked.value)
    else:
        assert parse_number(text, style) == Decimal(expected)


numbers = st.decimals(-(10**15) + 1, 10**15 - 1, allow_nan=False, allow_infinity=False, places=10)


@given(number=numbers)
def test_a_number_is_read_back_as_it_is_shown(number):
    for style in (GROUPED, PLAIN):
        assert parse_number(show_typed_number(number, style), style) == number
    whole = number.to_integral_value()
    assert parse_number(show_typed_number(whole, WHOLE), WHOLE) == whole


@given(
    text=st.text("0123456789.,-+ %\u00a0\u200b", max_size=18), style=st.sampled_from(NumberStyle)
)
def test_whatever_is_typed_is_shown_with_the_same_digits_or_refused(text, style):
    try:
        number = parse_number(text, style)
    except ValueFaultError:
        return
    digits = "".join(letter for letter in text if letter.isdigit())
    shown = "".join(letter for letter in show_typed_number(number, style) if letter.isdigit())
    # Only zeros in front and behind the decimals may go.
    assert digits.strip("0") == shown.strip("0")
    assert parse_number(show_typed_number(number, style), style) == number


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1E+15", "1E-11", "1E+999999"])
def test_what_no_report_can_carry_is_refused(text):
    with pytest.raises(ValueFaultError):
        check_number_size(Decimal(text))


@pytest.mark.parametrize(
    ("text", "places"),
    [("1E+3", 0), ("1.500", 1), ("0.00", 0), ("0", 0), ("0.1299999999999999999999999999999", 31)],
)
def test_decimals_are_counted_without_trailing_zeros_and_without_rounding(text, places):
    assert decimal_places(Decimal(text)) == places


def test_a_hidden_character_is_named():
    with pytest.raises(ValueFaultError, match="U\\+200B ở vị trí 2"):
        parse_number("1\u200b2")
