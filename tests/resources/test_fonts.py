"""The fonts that ship can draw every Vietnamese text and keep the metrics of Times."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
# The signs our documents use.
SIGNS = "≥≤≠≈±×÷√−–—₫%‰…“”‘’«»•·→←↑↓▲▼■□●○◊§°²³½№∑∞\u00a0\u00ad"
# Not in Liberation Serif: a document must draw these or use a word, never print them.
NOT_AVAILABLE = "✔✖☐☑▸▾\u2011"
# Advance widths of Times per 1000 units of the em, for "Aaein".
TIMES = {
    "Regular": [722, 444, 444, 278, 500],
    "Bold": [722, 500, 444, 278, 556],
    "Italic": [611, 500, 444, 278, 500],
    "BoldItalic": [667, 500, 444, 278, 556],
}


def vietnamese_letters() -> set[str]:
    lower = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
    accented = {letter for letter in lower | {"đ"} if not letter.isascii()}
    return accented | {letter.upper() for letter in accented}


@pytest.fixture(scope="module", params=FACES)
def face(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def font(face: str) -> TTFont:
    return TTFont(FONTS / f"LiberationSerif-{face}.ttf")


def test_vietnamese_has_134_letters_beyond_ascii() -> None:
    assert len(vietnamese_letters()) == 134


def test_every_letter_digit_and_sign_has_a_glyph_of_its_own(font: TTFont) -> None:
    wanted = vietnamese_letters() | set(map(chr, range(0x20, 0x7F))) | set(SIGNS) | set(MARKS)
    glyphs = font.getBestCmap()
    missing = {c for c in wanted if glyphs.get(ord(c), ".notdef") == ".notdef"}
    assert missing == set()


def test_letters_are_not_empty_boxes(font: TTFont) -> None:
    glyphs, outlines = font.getBestCmap(), font["glyf"]
    empty = {c for c in vietnamese_letters() if not outlines[glyphs[ord(c)]].numberOfContours}
    assert empty == set()


def test_signs_that_are_not_available_are_known(font: TTFont) -> None:
    assert [c for c in NOT_AVAILABLE if ord(c) in font.getBestCmap()] == []


def test_widths_are_those_of_times(font: TTFont, face: str) -> None:
    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    assert [round(widths[glyphs[ord(c)]][0] * 1000 / em) for c in "Aaein"] == TIMES[face]


def test_version_and_licence_allow_shipping_and_embedding(font: TTFont) -> None:
    names = font["name"]
    assert names.getDebugName(1) == "Liberation Serif"
    assert names.getDebugName(5) == "Version 2.1.5"
    assert "SIL Open Font License" in names.getDebugName(13)
    assert font["OS/2"].fsType == 0  # no restriction on embedding


def test_the_licence_text_travels_with_the_fonts() -> None:
    text = (FONTS.parent / "LICENSES" / "LiberationSerif-OFL-1.1.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Reserved Font Name Liberation" in text
