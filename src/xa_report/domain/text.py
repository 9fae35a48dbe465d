"""Texts made safe to show, and dates as people in Vietnam write them."""

import unicodedata
from unicodedata import category

MAX_NAME_LENGTH = 255
"""Characters of a file name; ext4, NTFS and APFS allow no more."""


def strip_accents(text: str) -> str:
    """Return lower-case letters without accents: `Đúng hạn` and `dung han` become the same."""
    letters = unicodedata.normalize("NFD", text.casefold())
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
