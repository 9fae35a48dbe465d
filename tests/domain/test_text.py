"""Accents do not matter to a search."""

import sys
import unicodedata

import pytest

from xa_report.domain.text import strip_accents


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
    ],
)
def test_letters_lose_their_accents(text, stripped):
    assert strip_accents(text) == stripped
    assert strip_accents(unicodedata.normalize("NFD", text)) == stripped


def test_stripped_letters_have_nothing_more_to_lose():
    letters = map(chr, range(sys.maxunicode + 1))
    twice = [c for c in letters if strip_accents(strip_accents(c)) != strip_accents(c)]
    assert [c for c in twice if c.isascii() or "LATIN" in unicodedata.name(c, "")] == []
