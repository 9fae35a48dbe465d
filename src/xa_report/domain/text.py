"""Texts made safe to show, and dates as people in Vietnam write them."""

import unicodedata
from unicodedata import category, combining

MAX_NAME_LENGTH = 255
"""Characters of a file name; ext4, NTFS and APFS allow no more."""


# All of Unicode's category Pd, and the signs that look like one: minus, hyphen bullet.
DASHES = (
    "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    "\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010d6e\U00010ead\u2212\u2043"
)
# Quotation marks, primes, accents that stand alone, modifier letters.
APOSTROPHES = (
    "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"
    "\u00b4\u0060\u0374\u055a\u07f4\u07f5\u1fbd\u1fbf\u275b\u275c\ua78c\uff07\uff40"
)
DOUBLE_QUOTES = (
    "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u02ba\u02dd\u02ee\u275d\u275e\u2e42\u301d\u301e\u301f"
    "\uff02"
)
# Keyboards and word processors write these for hyphen, apostrophe and quotation mark; Icelandic
# eth looks like Đ in most fonts and comes out of old conversions.
SAME_CHARACTERS = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | {"\u00f0": "đ"}
)


# The grapheme joiner and the selectors of variants.
_INVISIBLE_MARKS = frozenset({"\u034f", *map(chr, range(0xFE00, 0xFE10))})


def fold_signs(text: str) -> str:
    """Return a text for comparing: NFC, lower case, without what cannot be seen.

    Kinds of dashes, apostrophes, quotation marks and spaces become one each, and no two spaces
    stand together. Accents stay: `Hòa` and `Hoa` differ, `A – B` and `A - B` do not.
    """
    # casefold first: of some letters it makes an apostrophe and another letter.
    folded = unicodedata.normalize("NFC", text.casefold()).translate(SAME_CHARACTERS)
    if not folded.isascii():
        folded = "".join(letter for letter in folded if not is_invisible(letter))
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def is_invisible(letter: str) -> bool:
    """Return whether a character has no width: zero-width spaces and joiners, soft hyphens."""
    return category(letter) == "Cf" or letter in _INVISIBLE_MARKS


def strip_accents(text: str) -> str:
    """Return lower-case letters without accents: `Đúng hạn` and `dung han` become the same.

    Signs are folded as by `fold_signs`.
    """
    letters = unicodedata.normalize("NFD", fold_signs(text))
    # Unicode does not take the stroke of đ for an accent.
    return "".join(letter for letter in letters if not combining(letter)).replace("đ", "d")


def escape_control_chars(text: str) -> str:
    """Write control, direction and lone surrogate characters as escapes: a bell as `\\u0007`."""
    if text.isprintable():
        return text
    return "".join(c if _is_printable(c) else f"\\u{ord(c):04x}" for c in text)


def _is_printable(letter: str) -> bool:
    # str.isprintable takes only the plain space of the separators; no-break spaces are harmless.
    return letter.isprintable() or category(letter) == "Zs"


def printable_file_name(name: str) -> str:
    """Return a file name escaped and cut to MAX_NAME_LENGTH, safe to show and to store."""
    # Escaped before it is cut: an escape is longer than its character.
    return escape_control_chars(name)[:MAX_NAME_LENGTH]


def escape_control_chars_in_lines(text: str) -> str:
    """Escape as `escape_control_chars` does, but keep line feeds."""
    return "\n".join(map(escape_control_chars, text.split("\n")))
