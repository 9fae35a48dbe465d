"""Accents do not matter to a search."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.text import APOSTROPHES, DOUBLE_QUOTES, fold_signs, strip_accents


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("Đúng hạn", "dung han"),
        ("PHƯỜNG", "phuong"),
        ("Hòa", "hoa"),
        ("Hoà", "hoa"),
        ("1.2", "1.2"),
        ("\u00d0\u1ed3ng Th\u00e1p", "dong thap"),
        ("\u00f0\u1ea7u", "dau"),
        (" L\u0103ng\u00a0\u00a0C\u00f4 ", "lang co"),
        ("Ch\u00e2n M\u00e2y \u2013 L\u0103ng", "chan may - lang"),
        ("D\u2019Ran", "d'ran"),
        ("D\u201bRan", "d'ran"),
        ("D\u2032Ran", "d'ran"),
        ("D\uff07Ran", "d'ran"),
        ("M\u00e2y\u2015L\u0103ng", "may-lang"),
        ("M\u00e2y \ufe63 L\u0103ng", "may - lang"),
        ("T\u00e2n\u200b H\u1ed9i\ufeff", "tan hoi"),
        ("T\u00e2n \u200b H\u00ad\u1ed9i", "tan hoi"),
        ("\u201cM\u1ed9t c\u1eeda\u201d", '"mot cua"'),
    ],
)
def test_letters_lose_their_accents(text, stripped):
    assert strip_accents(text) == stripped
    assert strip_accents(unicodedata.normalize("NFD", text)) == stripped


def test_stripped_letters_have_nothing_more_to_lose():
    letters = map(chr, range(sys.maxunicode + 1))
    twice = [c for c in letters if strip_accents(strip_accents(c)) != strip_accents(c)]
    assert [c for c in twice if c.isascii() or "LATIN" in unicodedata.name(c, "")] == []


CLASSES = {"Pd": "-", "Zs": "", "Cf": ""}
"""What all characters of a category become, between two letters."""


@pytest.mark.parametrize("kind", CLASSES)
def test_all_dashes_spaces_and_invisible_characters_are_one(kind):
    members = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) == kind]
    expected = "a b" if kind == "Zs" else f"a{CLASSES[kind]}b"
    assert [f"U+{ord(c):04X}" for c in members if fold_signs(f"a{c}b") != expected] == []
    assert [f"U+{ord(c):04X}" for c in members if strip_accents(f"a{c}b") != expected] == []


@pytest.mark.parametrize(("signs", "sign"), [(APOSTROPHES, "'"), (DOUBLE_QUOTES, '"')])
def test_apostrophes_and_quotation_marks_are_one_each(signs, sign):
    for letter in signs:
        assert fold_signs(f"D{letter}Ran") == f"d{sign}ran"


@given(text=st.text(max_size=12))
def test_a_folded_text_stays_as_it_is(text):
    folded = fold_signs(text)
    assert fold_signs(folded) == folded
    assert fold_signs(unicodedata.normalize("NFD", text)) == folded
    assert strip_accents(folded) == strip_accents(text)


def test_accents_stay_where_signs_are_folded():
    assert fold_signs("H\u00f2a \u2013 B\u00ccNH") == "h\u00f2a - b\u00ecnh"
