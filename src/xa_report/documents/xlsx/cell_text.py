"""Texts that are safe in a cell: never a formula, no control characters, not too long."""

import re
import unicodedata

MAX_CELL_LENGTH = 32_767
"""UTF-16 units that a cell holds."""
# As OWASP lists them: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# LibreOffice takes any number of digits: without this `ubnd_xa_hoi` loses its `_xa_` there.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]+_)")
# ECMA-376, ST_Xstring: what XML cannot hold is written as _xHHHH_.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The Control Pictures of Unicode; XML allows tab and line end.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {
    0x7F: 0x2421
}
# Lone surrogates and noncharacters: no UTF-8, and forbidden in XML.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def looks_like_formula(text: str) -> bool:
    """Return whether an office suite might take a typed text for a formula."""
    return text.startswith(FORMULA_STARTS)


def utf16_length(text: str) -> int:
    """Return the length of a text as a cell counts it: in UTF-16 units."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def clean_cell_text(text: str) -> str:
    """Make line ends one kind and control characters visible: a bell becomes `␇`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("\ufffd", lines).translate(_PICTURES)


def fits_in_cell(text: str) -> bool:
    """Return whether a cell holds the whole text."""
    return utf16_length(escape_cell_text(clean_cell_text(text))) <= MAX_CELL_LENGTH


def cut_to_cell(text: str) -> str:
    """Return a text that fits a cell; a note of the cut stands at its end."""
    if fits_in_cell(text):
        return text
    # 200 units for the note of the cut; half the text where a letter may take two units.
    beginning = (
        text[: MAX_CELL_LENGTH // 2 - 200]
        if utf16_length(text) > len(text)
        else text[: MAX_CELL_LENGTH - 200]
    )
    # Escapes make a text longer: seven letters for a low line.
    while not fits_in_cell(beginning):
        beginning = beginning[: len(beginning) * 3 // 4]
    left = len(text) - len(beginning)
    return f"{beginning}… (Còn {left} ký tự nữa; xem toàn văn trong báo cáo PDF.)"


def safe_cell_text(text: str) -> str:
    """Return a text as it may be stored in a cell: cut, cleaned and escaped."""
    return escape_cell_text(clean_cell_text(cut_to_cell(text)))


def text_as_read(text: str) -> str:
    """Return a text as a cell gives it back: cut, cleaned, NFC, without outer spaces."""
    return unicodedata.normalize("NFC", clean_cell_text(cut_to_cell(text))).strip()


def escape_cell_text(text: str) -> str:
    """Protect a literal `_x0041_`, which a workbook would read as a letter."""
    return _ESCAPE.sub("_x005F_", text)


def unescape_cell_text(text: str) -> str:
    """Undo what a workbook escapes: the low line itself and control characters, nothing else.

    LibreOffice does not escape a literal `_x0041_` again when it saves: it stays as it is.
    """
    return _ESCAPED.sub(_unescaped_letter, text).replace("\r\n", "\n")


def _unescaped_letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code == ord("_") or code < ord(" ") else match[0]


def quote_for_formula(text: str) -> str:
    """Quote a text for a formula."""
    return '"' + text.replace('"', '""') + '"'
