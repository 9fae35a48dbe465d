"""Texts of strangers neither move, hide nor turn anything on a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.text import (
    MAX_NAME_LENGTH,
    escape_control_chars,
    escape_control_chars_in_lines,
    printable_file_name,
)


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
    assert escape_control_chars(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_unseen_is_left(text):
    shown = escape_control_chars_in_lines(text)
    assert shown.count("\n") == text.count("\n")
    assert all(letter.isprintable() or letter.isspace() for letter in shown)
    assert len(printable_file_name(text).encode(errors="strict")) <= 4 * MAX_NAME_LENGTH
