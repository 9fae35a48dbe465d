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
    ],
)
def test_letters_lose_their_accents(text, stripped):
    assert strip_accents(text) == stripped
    assert strip_accents(unicodedata.normalize("NFD", text)) == stripped


def test_stripped_letters_have_nothing_more_to_lose():
    letters = map(chr, range(sys.maxunicode + 1))
    twice = [c for c in letters if strip_accents(strip_accents(c)) != strip_accents(c)]
    assert [c for c in twice if c.isascii() or "LATIN" in unicodedata.name(c, "")] == []
