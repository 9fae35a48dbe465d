"""The fonts of the documents: characters that they draw, widths, and texts prepared for them."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from xa_report.domain.drawable_text import (
    DRAWABLE_CHARACTERS,
    plain_text,
    undrawable_characters,
)
from xa_report.errors import UnprintableError
from xa_report.paths import resources_dir


class FontFace(StrEnum):
    """The four faces by the names under which they are registered."""

    REGULAR = "LiberationSerif"
    BOLD = "LiberationSerif-Bold"
    ITALIC = "LiberationSerif-Italic"
    BOLD_ITALIC = "LiberationSerif-BoldItalic"


_FILES = {
    FontFace.REGULAR: "LiberationSerif-Regular.ttf",
    FontFace.BOLD: "LiberationSerif-Bold.ttf",
    FontFace.ITALIC: "LiberationSerif-Italic.ttf",
    FontFace.BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
}
PLACEHOLDER = "□"
"""Substitute of undrawable characters, where one text must not stop a whole document."""
# A line must not break before %, after ≥ ≤ = or between “Phụ lục” and its numeral.
_TIED = re.compile(r" (?=%)|(?<=[≥≤=]) (?=\d)|(?<=Phụ lục) (?=[IVX])")


@cache
def register_fonts() -> None:
    """Make the faces known to reportlab; later calls cost nothing."""
    folder = resources_dir() / "fonts"
    for face, name in _FILES.items():
        pdfmetrics.registerFont(TTFont(face.value, folder / name))
    # The order of the enum is that of the arguments: normal, bold, italic, bold italic.
    pdfmetrics.registerFontFamily(FontFace.REGULAR.value, *(face.value for face in FontFace))


# Tables measure the same words again and again.
@lru_cache(maxsize=65536)
def text_width(text: str, face: FontFace, size: float) -> float:
    """Return the width in points of a text without line ends."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, face.value, size))


def printable_text(text: str, location: str) -> str:
    """Return the text in NFC with plain spaces and line ends.

    Raise UnprintableError, which names `location`, for characters that the fonts cannot draw.
    """
    tidy = plain_text(text)
    if not DRAWABLE_CHARACTERS.issuperset(tidy):
        raise UnprintableError(_refusal_text(tidy, location))
    return tidy


def with_placeholders(text: str) -> str:
    """Return the printable text with □ for every character that the fonts cannot draw."""
    tidy = plain_text(text)
    if DRAWABLE_CHARACTERS.issuperset(tidy):
        return tidy
    return "".join(letter if letter in DRAWABLE_CHARACTERS else PLACEHOLDER for letter in tidy)


def with_nonbreaking_spaces(text: str) -> str:
    """Return the text with signs and numerals tied to their numbers and nouns."""
    return _TIED.sub("\u00a0", text)


def single_line_text(text: str, location: str) -> str:
    """Return the printable text with every run of white space made one space."""
    return re.sub(r"[ \n]+", " ", printable_text(text, location)).strip()


def _refusal_text(text: str, location: str) -> str:
    strange = undrawable_characters(text)
    # Five characters show the problem; a text in another script would fill the window.
    names = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in strange[:5])
    more = f" và {len(strange) - 5} ký tự khác" if len(strange) > 5 else ""
    return (
        f"{location}: phông chữ của báo cáo không có ký tự {names}{more} nên không in được; "
        "hãy xóa hoặc thay bằng chữ rồi xuất lại."
    )
