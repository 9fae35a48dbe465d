"""Texts as they are kept: one spelling, whole characters, nothing that another store refuses."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.canonical_json import normalize_text


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud83d\udc4dê")))
def test_a_kept_text_is_nfc_whole_and_without_nul(text: str) -> None:
    normalized = normalize_text(text)
    assert unicodedata.is_normalized("NFC", normalized)
    assert "\0" not in normalized
    assert normalized.encode().decode() == normalized
    assert normalize_text(normalized) == normalized


def test_what_may_stay_stays() -> None:
    assert normalize_text("Xã Tân Hội\t100 %\n") == "Xã Tân Hội\t100 %\n"
    assert normalize_text("a\0b") == "a\ufffdb"
    assert normalize_text("\ud83d\udc4d") == "👍"
