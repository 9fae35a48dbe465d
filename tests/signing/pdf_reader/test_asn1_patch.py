"""What is remembered of a name's text is what asn1crypto itself comes to."""

import pytest
from asn1crypto.x509 import Name, NameTypeAndValue
from hypothesis import given
from hypothesis import strategies as st

from xa_report.signing.pdf_reader.asn1_patch import (
    _original_preparation,
    patch_name_preparation,
    prepare_name,
)

patch_name_preparation()


@given(st.text(st.sampled_from("Aa  \u00ad\u00a0ăÂ₫Ⅳß-"), max_size=20))
def test_the_same_text_comes_out(text: str) -> None:
    assert prepare_name(text) == _original_preparation(NameTypeAndValue(), text)


def test_names_are_told_apart_as_before() -> None:
    name, same, other = (
        Name.build({"common_name": text}) for text in ("Sở  Nội vụ", "sở nội vụ", "Sở Nội vu")
    )
    assert name == same
    assert name != other


def test_what_no_name_may_have_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="private use"):
            prepare_name("a\ue000")
