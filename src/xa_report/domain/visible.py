"""Texts of strangers made harmless to look at: nothing in them moves, hides or turns anything."""

from unicodedata import category

LONGEST_NAME = 255
"""Characters of the name of a file."""


def visible(text: str) -> str:
    """Write control, direction and half characters as what they are: a bell as `\\u0007`."""
    if text.isprintable():
        return text
    return "".join(c if _seen(c) else f"\\u{ord(c):04x}" for c in text)


def _seen(letter: str) -> bool:
    return letter.isprintable() or category(letter) == "Zs"


def visible_name(name: str) -> str:
    """The name of a file as it may be shown and kept; no file system lets it be longer."""
    return visible(name)[:LONGEST_NAME]


def visible_lines(text: str) -> str:
    """The same for a text of several lines."""
    return "\n".join(map(visible, text.split("\n")))
