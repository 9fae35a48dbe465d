"""Numbers as people type and paste them: one table of meanings for every door."""

import re
import unicodedata
from decimal import Decimal
from enum import Enum

from xa_report.domain.numbers import show_exact_number

MAX_WHOLE_DIGITS, MAX_DECIMAL_PLACES = 15, 10
"""Digits of an answer before and after the decimal comma, inclusive; a spreadsheet keeps 15."""


class NumberStyle(Enum):
    """Way in which numbers of a kind are written.

    A group of thousands has three digits, begins with another digit than 0 and never stands
    behind the decimal sign. A dot that groups nothing is a decimal sign, as the keypad's is.
    """

    WHOLE = "whole"
    """Groups between dots or spaces, no decimals, no comma: counts, money in đồng."""
    GROUPED = "grouped"
    """Groups between dots or spaces, decimals behind a comma: `1.234,5`; `1.234` is 1234."""
    PLAIN = "plain"
    """No groups, decimals behind comma or dot: percentages, scores, points; `1.234` is 1,234."""


class ValueFaultError(ValueError):
    """A text that is no value of the item; the message is a Vietnamese sentence."""


class AmbiguousNumberError(ValueFaultError):
    """A text that is probably a number, but has to be asked about."""

    def __init__(self, text: str, readings: tuple[Decimal, ...], style: NumberStyle) -> None:
        shown = tuple(show_typed_number(reading, style) for reading in readings)
        doubt = f"“{text}” chưa rõ là số nào" if len(shown) > 1 else f"“{text}” viết chưa đúng cách"
        super().__init__(f"{doubt}; hãy ghi {' hoặc '.join(shown)}")
        self.readings = readings
        """What it can mean, the likeliest first; at least one."""
        self.shown = shown
        """The readings as they are to be written."""


_DIGITS = re.compile(r"[+-]?[0-9]+")
_DECIMALS = re.compile(r"([+-]?[0-9]+)([.,])([0-9]+)")
# Not 0.125: a group of thousands never begins with 0.
_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]+)?")
# 12,000 and 1,234,567.5: thousands as English writes them.
_ENGLISH_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# Spreadsheets paste no-break, thin and narrow no-break spaces between groups.
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
# Typographic minus and dashes, which word processors make of a typed hyphen.
_MINUSES = ("\u2212", "\u2013", "\u2010", "\u2011")


def parse_number(text: str, style: NumberStyle = NumberStyle.GROUPED) -> Decimal:
    """Read a number; raise ValueFaultError, AmbiguousNumberError where it must be asked about.

    No guess is made: `12,000` of a count may be 12 or 12.000. What no report could carry
    (MAX_WHOLE_DIGITS, MAX_DECIMAL_PLACES) is no number either.
    """
    compact = _compact(text)
    number = _standard_number(compact, style)
    if number is None:
        readings = _readings(compact, style)
        if readings:
            raise AmbiguousNumberError(text.strip(), readings, style)
        raise ValueFaultError(f"“{text.strip()}” {_wanted(compact, style)}")
    check_number_size(number)
    return number


def check_number_size(number: Decimal) -> None:
    """Raise ValueFaultError for a number with more digits than an answer may have, or none."""
    if not number.is_finite():
        raise ValueFaultError(f"“{number}” không phải là số hữu hạn")
    if number and number.adjusted() >= MAX_WHOLE_DIGITS:
        raise ValueFaultError(f"số quá lớn; tối đa {MAX_WHOLE_DIGITS} chữ số trước dấu phẩy")
    if decimal_places(number) > MAX_DECIMAL_PLACES:
        raise ValueFaultError(
            f"số có quá nhiều chữ số thập phân; tối đa {MAX_DECIMAL_PLACES} chữ số sau dấu phẩy"
        )


def decimal_places(number: Decimal) -> int:
    """Return the number of decimals that a finite number needs; trailing zeros do not count."""
    # Not normalize(): it rounds to the 28 digits of its context.
    _, digits, exponent = number.as_tuple()
    if not number or not isinstance(exponent, int):
        return 0
    trailing_zeros = next(at for at, digit in enumerate(reversed(digits)) if digit)
    return max(0, -exponent - trailing_zeros)


def show_typed_number(number: Decimal, style: NumberStyle) -> str:
    """Write a number, with all its decimals, so that `parse_number` reads the same number."""
    shown = show_exact_number(number)
    return shown.replace(".", "") if style is NumberStyle.PLAIN else shown


def hidden_character_fault(text: str) -> str:
    """Return a sentence that names the first invisible character of a text, or ""."""
    for position, letter in enumerate(text, start=1):
        if unicodedata.category(letter) in {"Cf", "Cc", "Co", "Cs"} and letter not in "\n\t\r":
            return f"có ký tự ẩn U+{ord(letter):04X} ở vị trí {position}; hãy xóa cả ô rồi gõ lại"
    return ""


def _compact(text: str) -> str:
    """Return a text with plain spaces and minus signs; raise ValueFaultError for hidden letters."""
    if fault := hidden_character_fault(text):
        raise ValueFaultError(fault)
    compact = " ".join(text.translate(_SPACES).split())
    for sign in _MINUSES:
        compact = compact.replace(sign, "-")
    return re.sub(r"^([+-]) ", r"\1", compact)


def _standard_number(compact: str, style: NumberStyle) -> Decimal | None:
    """Return a number that is written as its style wants it, else None."""
    if _DIGITS.fullmatch(compact):
        return Decimal(compact)
    if style is not NumberStyle.PLAIN and _GROUPS.fullmatch(compact):
        whole, comma, places = compact.partition(",")
        if style is NumberStyle.WHOLE and comma:
            return None
        return Decimal(re.sub("[. ]", "", whole) + ("." + places if comma else ""))
    if style is not NumberStyle.WHOLE and _DECIMALS.fullmatch(compact):
        return Decimal(compact.replace(",", "."))
    return None


def _readings(compact: str, style: NumberStyle) -> tuple[Decimal, ...]:
    """Return what a text that is not written as its style wants it may mean."""
    readings: list[Decimal] = []
    if _ENGLISH_GROUPS.fullmatch(compact):
        readings.append(Decimal(compact.replace(",", "")))
    if _GROUPS.fullmatch(compact):
        whole, _, places = compact.partition(",")
        readings.append(Decimal(f"{re.sub('[. ]', '', whole)}.{places or '0'}"))
    if match := _DECIMALS.fullmatch(compact):
        readings.append(Decimal(f"{match[1]}.{match[3]}"))
    if style is NumberStyle.WHOLE:
        readings = [reading for reading in readings if reading == reading.to_integral_value()]
    # As whole numbers where they are: 12.000 of “12,000” is 12, not “12,000”.
    return tuple(dict.fromkeys(reading.normalize() + 0 for reading in readings))


def _wanted(compact: str, style: NumberStyle) -> str:
    if style is NumberStyle.WHOLE and (_DECIMALS.fullmatch(compact) or _GROUPS.fullmatch(compact)):
        return "không phải số nguyên; hãy ghi số không có phần thập phân, như 1.234"
    example = {"whole": "1.234", "grouped": "1.234,5", "plain": "96,5"}[style.value]
    return f"không phải là số; ghi như {example}"
