"""Texts for the page: NFC, plain spaces and line ends, nothing unseen.

A character without a glyph is refused with its name and its place; widths are the fonts' own.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.documents.fonts import (
    FontFace,
    printable_text,
    single_line_text,
    text_width,
    with_nonbreaking_spaces,
)
from xa_report.domain.drawable_text import DRAWABLE_CHARACTERS
from xa_report.errors import UnprintableError, XaReportError

VIETNAMESE = "Ủy ban nhân dân xã Tân Hội: 96,47 % ≥ 95 % – “đúng hạn”, ĐẶC KHU, ₫"


def test_decomposed_text_becomes_composed():
    assert printable_text(unicodedata.normalize("NFD", VIETNAMESE), "x") == VIETNAMESE


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\u2003b\u2009c\u3000d", "a b c d"),
        ("a\u00a0b\u202fc", "a\u00a0b\u00a0c"),
        ("a\u2011b", "a-b"),
    ],
)
def test_spaces_and_line_ends_become_plain(typed, printed):
    assert printable_text(typed, "x") == printed


def test_one_line_has_no_line_end():
    assert single_line_text(" a\r\n\tb  c ", "x") == "a b c"


@pytest.mark.parametrize("unseen", ["\x00", "\x07", "\x1b", "\u200b", "\ufeff", "\u202e", "\u00ad"])
def test_what_cannot_be_seen_is_left_out(unseen):
    assert printable_text(f"a{unseen}b", "x") == "ab"


@pytest.mark.parametrize(("sign", "code"), [("😀", "U+1F600"), ("⚠", "U+26A0"), ("中", "U+4E2D")])
def test_a_missing_glyph_is_named_with_its_place(sign, code):
    with pytest.raises(UnprintableError) as caught:
        printable_text(f"Đạt {sign}", "Phụ lục VI, dòng “3.2”")
    text = str(caught.value)
    assert isinstance(caught.value, XaReportError)
    assert text.startswith("Phụ lục VI, dòng “3.2”: ")
    assert f"“{sign}” ({code})" in text
    assert "hãy xóa hoặc thay" in text


def test_many_missing_glyphs_are_counted():
    with pytest.raises(UnprintableError, match="và 3 ký tự khác"):
        printable_text("一二三四五六七八", "x")


@given(st.text())
def test_what_is_printable_has_a_glyph_for_every_character(text):
    try:
        done = printable_text(text, "x")
    except UnprintableError:
        return
    assert DRAWABLE_CHARACTERS.issuperset(done)
    assert unicodedata.is_normalized("NFC", done)
    assert printable_text(done, "x") == done


@pytest.mark.parametrize(
    ("face", "expected"), [(FontFace.REGULAR, 722), (FontFace.BOLD, 722), (FontFace.ITALIC, 611)]
)
def test_widths_are_those_of_times(face, expected):
    assert round(text_width("A", face, 1000)) == expected


def test_signs_stay_with_their_numbers():
    assert with_nonbreaking_spaces("đạt ≥ 65 % của") == "đạt ≥\u00a065\u00a0% của"
