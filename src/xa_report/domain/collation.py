"""The order of Vietnamese names: letters of the alphabet, then tones, numbers by their value."""

import re
import unicodedata

# Letters of other languages stand where Latin alphabets have them: names of projects hold them.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_ORDER = {letter: position for position, letter in enumerate(ALPHABET)}
# No tone, grave, hook above, tilde, acute, dot below: the order of Vietnamese dictionaries.
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = frozenset("\u0302\u0306\u031b")
"""Circumflex, breve and horn, which make letters of their own."""
# Python turns no text of more than 4300 digits into a number; no name has more than a dozen.
_PART = re.compile(r"[0-9]{1,18}|.", re.DOTALL)

CollationKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]
"""Letters and numbers first, tones where these are equal, then the text itself."""


def collation_key(text: str) -> CollationKey:
    """Return the sort key of a name; NFC and NFD of one text have equal keys.

    Signs and spaces stand before digits, digits before letters: `Xã 2`, `Xã 10`, `Xã Ân`.
    """
    composed = unicodedata.normalize("NFC", text)
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in _PART.findall(composed.casefold()):
        if part.isascii() and part.isdigit():
            letters.append((1, int(part)))
        else:
            letter, tone = _letter_and_tone(part)
            letters.append(letter)
            tones.append(tone)
    return tuple(letters), tuple(tones), composed


def _letter_and_tone(character: str) -> tuple[tuple[int, int], int]:
    marks = unicodedata.normalize("NFD", character)
    tone = next((_TONE_ORDER[mark] for mark in marks if mark in _TONE_ORDER), 0)
    base = "".join(m for m in marks if not unicodedata.combining(m) or m in _LETTER_MARKS)
    letter = unicodedata.normalize("NFC", base)
    # U+00F0, eth, stands for đ in texts of old conversions.
    position = _LETTER_ORDER.get("đ" if letter == "\u00f0" else letter)
    if position is not None:
        return (2, position), tone
    # Letters of other scripts behind all of ours, signs before all.
    return (3 if letter.isalpha() else 0, ord(letter[0]) if letter else 0), tone
