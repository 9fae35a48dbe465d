"""The order of Vietnamese names: letters of the alphabet, then tones, numbers by their value.

It is that of Unicode's tables for Vietnamese with numbers by value (`vi-u-kn`), but that kinds of
dashes, apostrophes and quotation marks are one sign each, and what is invisible counts for nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from xa_report.domain.text import SAME_CHARACTERS, is_invisible

# Letters of other languages stand where Latin alphabets have them: names of projects hold them.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SIGNS = " _-,;:!?.…'\"()[]{}§@*/\\&#%•^°+±×<=>|~$"
"""Signs in the order of Unicode's tables; others stand behind them."""
_LETTER_ORDER = {letter: position for position, letter in enumerate(ALPHABET)}
_SIGN_ORDER = {sign: position for position, sign in enumerate(SIGNS)}
# No tone, grave, hook above, tilde, acute, dot below: the order of Vietnamese dictionaries.
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_OTHER_ACCENT = 6
_LETTER_MARKS = frozenset("\u0302\u0306\u031b")
"""Circumflex, breve and horn, which make letters of their own."""
# A number, or a character with the marks that no composed character exists for.
_PART = re.compile(r"[0-9]+|.[\u0300-\u036f]*", re.DOTALL)
_SIGN, _NUMBER, _LETTER, _FOREIGN = range(4)

Weight = tuple[int, int, str]
"""Class of a part, its place in the class, and for numbers the digits."""
CollationKey = tuple[tuple[Weight, ...], tuple[int, ...], tuple[int, ...], str]
"""Letters, signs and numbers first, then tones, then small before capital, then the text itself."""


def collation_key(text: str) -> CollationKey:
    """Return the sort key of a name; NFC and NFD of one text have equal keys, others never.

    Signs and spaces stand before digits, digits before letters: `Xã 2`, `Xã 10`, `Xã Ân`. A
    no-break space stands as a space, an en dash as a hyphen; plain ones first among equals.
    """
    composed = unicodedata.normalize("NFC", text)
    parts = [_weigh_part(part) for part in _PART.findall(composed)]
    return (
        tuple(weight for part in parts for weight in part.weights),
        tuple(tone for part in parts for tone in part.tones),
        tuple(variant for part in parts for variant in part.variants),
        composed,
    )


@dataclass(frozen=True, slots=True)
class _PartKey:
    """Share of a number or a character in each level of a key, one entry for each weight."""

    weights: tuple[Weight, ...]
    tones: tuple[int, ...]
    variants: tuple[int, ...]


@lru_cache(maxsize=2**12)
def _weigh_part(part: str) -> _PartKey:
    plain = _plain_part(part)
    is_number = part[0] in "0123456789"
    weights = (_number_weight(part),) if is_number else _letter_weights(plain)
    tones = (_tone(plain), *(0 for _ in weights[1:])) if weights else ()
    return _PartKey(weights, tones, tuple(int(plain != part) for _ in weights))


def _plain_part(part: str) -> str:
    """Return a part in lower case and with the plain one of its kind of sign."""
    if part.isspace():
        return " "
    return unicodedata.normalize("NFC", part.casefold()).translate(SAME_CHARACTERS)


def _number_weight(digits: str) -> Weight:
    # By length and digits: Python turns no text of more than 4300 digits into a number.
    significant = digits.lstrip("0")
    return _NUMBER, len(significant), significant


def _tone(plain: str) -> int:
    marks = [mark for mark in unicodedata.normalize("NFD", plain) if unicodedata.combining(mark)]
    accents = (mark for mark in marks if mark not in _LETTER_MARKS)
    return max((_TONE_ORDER.get(mark, _OTHER_ACCENT) for mark in accents), default=0)


def _letter_weights(plain: str) -> tuple[Weight, ...]:
    """Return the weights of a character, none of one that is invisible or a mark alone."""
    base = "".join(
        mark
        for mark in unicodedata.normalize("NFD", plain)
        if mark in _LETTER_MARKS or not (unicodedata.combining(mark) or is_invisible(mark))
    )
    return tuple(_letter_weight(letter) for letter in unicodedata.normalize("NFC", base))


def _letter_weight(letter: str) -> Weight:
    if letter in _LETTER_ORDER:
        return _LETTER, _LETTER_ORDER[letter], ""
    # Letters of other scripts behind all of ours, signs before all.
    if letter.isalpha():
        return _FOREIGN, ord(letter), ""
    return _SIGN, _SIGN_ORDER.get(letter, len(SIGNS) + ord(letter)), ""
