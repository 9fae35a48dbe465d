"""The fonts of the documents: characters that they draw, widths, and texts prepared for them."""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

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
# \r\n stands first, or it would count as two line ends.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# A line must not break before %, after ≥ ≤ = or between “Phụ lục” and its numeral.
_TIED = re.compile(r" (?=%)|(?<=[≥≤=]) (?=\d)|(?<=Phụ lục) (?=[IVX])")
# No-break, narrow no-break and figure space.
_NO_BREAK = {"\u00a0", "\u202f", "\u2007"}
# An unbroken hyphen comes with texts pasted from word processors; the fonts draw it as a hyphen.
_LOOKALIKES = str.maketrans({"\u2011": "-"})


@cache
def register_fonts() -> None:
    """Make the faces known to reportlab; later calls cost nothing."""
    folder = resources_dir() / "fonts"
    for face, name in _FILES.items():
        pdfmetrics.registerFont(TTFont(face.value, folder / name))
    # The order of the enum is that of the arguments: normal, bold, italic, bold italic.
    pdfmetrics.registerFontFamily(FontFace.REGULAR.value, *(face.value for face in FontFace))


@cache
def drawable_characters() -> frozenset[str]:
    """Return the characters that all four faces can draw, and the line end."""
    register_fonts()
    known = [frozenset(pdfmetrics.getFont(face.value).face.charToGlyph) for face in FontFace]
    return frozenset({"\n", *map(chr, frozenset.intersection(*known))})


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
    tidy = _plain_spaces(unicodedata.normalize("NFC", text))
    if not drawable_characters().issuperset(tidy):
        raise UnprintableError(_refusal_text(tidy, location))
    return tidy


def with_placeholders(text: str) -> str:
    """Return the printable text with □ for every character that the fonts cannot draw."""
    tidy = _plain_spaces(unicodedata.normalize("NFC", text))
    if drawable_characters().issuperset(tidy):
        return tidy
    return "".join(letter if letter in drawable_characters() else PLACEHOLDER for letter in tidy)


def with_nonbreaking_spaces(text: str) -> str:
    """Return the text with signs and numerals tied to their numbers and nouns."""
    return _TIED.sub("\u00a0", text)


def single_line_text(text: str, location: str) -> str:
    """Return the printable text with every run of white space made one space."""
    return re.sub(r"[ \n]+", " ", printable_text(text, location)).strip()


def _plain_spaces(text: str) -> str:
    text = text.translate(_LOOKALIKES) if "\u2011" in text else text
    if text.isprintable():
        return text
    return "".join(map(_plain_character, _LINE_ENDS.sub("\n", text)))


def _plain_character(character: str) -> str:
    """Return a plain space for spaces of any kind; leave out what cannot be seen."""
    if character in _NO_BREAK:
        return "\u00a0"
    if character == "\n" or character.isprintable():
        return character
    if character == "\t":
        return " "
    # Control and format characters (a BOM, zero-width joiners) have no glyph.
    return {"Zs": " ", "Cc": "", "Cf": ""}.get(unicodedata.category(character), character)


def _refusal_text(text: str, location: str) -> str:
    strange = list(dict.fromkeys(c for c in text if c not in drawable_characters()))
    # Five characters show the problem; a text in another script would fill the window.
    names = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in strange[:5])
    more = f" và {len(strange) - 5} ký tự khác" if len(strange) > 5 else ""
    return (
        f"{location}: phông chữ của báo cáo không có ký tự {names}{more} nên không in được; "
        "hãy xóa hoặc thay bằng chữ rồi xuất lại."
    )
