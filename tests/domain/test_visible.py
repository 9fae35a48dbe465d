"""Texts of strangers neither move, hide nor turn anything on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.visible import LONGEST_NAME, visible, visible_lines, visible_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã Tân Hội – 100 %\u00a0", "Xã Tân Hội – 100 %\u00a0"),
        ("a\x1b[2J\x07", "a\\u001b[2J\\u0007"),
        ("a\u202egpj.exe", "a\\u202egpj.exe"),
        ("\udcff\n", "\\udcff\\u000a"),
    ],
)
def test_what_is_seen(text, shown):
    assert visible(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_unseen_is_left(text):
    shown = visible_lines(text)
    assert shown.count("\n") == text.count("\n")
    assert all(letter.isprintable() or letter.isspace() for letter in shown)
    assert len(visible_name(text).encode(errors="strict")) <= 4 * LONGEST_NAME
