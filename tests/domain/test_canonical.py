"""Texts as they are kept: one spelling, whole characters, nothing that another store refuses."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.canonical import clean


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud83d\udc4dê")))
def test_a_kept_text_is_nfc_whole_and_without_nul(text: str) -> None:
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert clean(kept) == kept


def test_what_may_stay_stays() -> None:
    assert clean("Xã Tân Hội\t100 %\n") == "Xã Tân Hội\t100 %\n"
    assert clean("a\0b") == "a\ufffdb"
    assert clean("\ud83d\udc4d") == "👍"
