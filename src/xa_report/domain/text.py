"""Texts made safe to show, and dates as people in Vietnam write them."""

import unicodedata
from unicodedata import category

MAX_NAME_LENGTH = 255
"""Characters of a file name; ext4, NTFS and APFS allow no more."""


DASH_CHARACTERS = "\u2010\u2011\u2012\u2013\u2014\u2212"
# Keyboards and word processors write these for the apostrophe and the hyphen; Icelandic eth looks
# like Đ in most fonts and comes out of old conversions.
SAME_CHARACTERS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
    | dict.fromkeys(DASH_CHARACTERS, "-")
    | {"\u00d0": "Đ", "\u00f0": "đ"}
)


def strip_accents(text: str) -> str:
    """Return lower-case letters without accents: `Đúng hạn` and `dung han` become the same.

    Kinds of dashes, apostrophes and spaces become one each, and no two spaces stand together.
    """
    # casefold first: of some letters it makes an apostrophe and another letter.
    plain = " ".join(text.casefold().translate(SAME_CHARACTERS).split())
    letters = unicodedata.normalize("NFD", plain)
    # Unicode does not take the stroke of đ for an accent.
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")


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
