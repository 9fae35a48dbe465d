"""The words of a stamp: what the report draws as a signer's name is drawn here too."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xa_report.domain.drawable_text import undrawable_characters
from xa_report.errors import UnprintableError
from xa_report.signing.stamp import fit_text

MOMENT = "Thời gian ký: 2026-12-14T08:30:00+07:00"


def fitted(name: str) -> list[str]:
    return fit_text([name, MOMENT], 100, 17)[1]


def test_signs_are_drawn_as_in_the_report():
    assert fitted("An\u200b \u2713")[0] == "An √"


def test_a_name_that_never_fits_is_cut():
    lines = fitted("Nguyễn Văn An " * 300)
    assert any(line.endswith("…") for line in lines)
    assert "".join(lines).endswith("+07:00")


@given(st.text(max_size=60))
@example("\uffff")
def test_a_name_is_drawn_exactly_when_the_check_lets_it_pass(name):
    if undrawable_characters(name):
        with pytest.raises(UnprintableError):
            fitted(name)
    else:
        fitted(name)
