"""What is said of a value and a target that it misses: side, decimals and unit are right."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.assessments import one_rule_form, plan_of, report_of, target_text
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.province_targets import province_targets
from xa_report.documents.pdf.phrases import missed_distance_text
from xa_report.domain.assessment import TargetResult
from xa_report.domain.numbers import show_beside, show_gap, to_fraction
from xa_report.domain.province.province_targets import ProvinceInputsForYear

FORM = one_rule_form('kind = "yes_no", of = "co"', more='items = ["a", "b", "c", "pt"]')
SEX_RATIO = """
[[indicator]]
id = "gioi"
label = "Tỷ số giới tính khi sinh"
ratio = ["a", "b"]
unit = "trai/100 gái"
better = "lower"

[[target]]
id = "gioi"
indicator = "gioi"
level = "commune"
op = "<="
value = 107
"""


def target_result(text: str, raw: dict[str, object]) -> TargetResult:
    (result,) = assess_report(report_of(FORM, raw), FORM, (plan_of(text),)).targets
    return result


def test_what_is_too_much_is_never_lacking() -> None:
    """Five overdue files where none may be: five too many, not five too few."""
    result = target_result(target_text("a", "=", 0), {"a": 5})
    assert missed_distance_text(result) == "vượt 5 hồ sơ"
    assert result.action_text == "Cần giảm 5 hồ sơ (Số A) để đạt 0 hồ sơ."


@pytest.mark.parametrize(
    ("op", "value", "typed", "words", "distance"),
    [
        ("<=", 5, 7.5, "Vượt 2,5 điểm phần trăm so với mức 5 %.",
         "vượt 2,5 điểm phần trăm"),
        (">=", 90, 87.2, "Còn cách 2,8 điểm phần trăm so với mức 90 %.",
         "còn thiếu 2,8 điểm phần trăm"),
        ("<=", 0.004, 0.005, "Vượt 0,001 điểm phần trăm so với mức 0,004 %.",
         "vượt 0,001 điểm phần trăm"),
    ],
)  # fmt: skip
def test_the_distance_has_its_side_and_a_size(op, value, typed, words, distance) -> None:
    result = target_result(target_text("pt", op, value), {"pt": typed})
    assert (result.action_text, missed_distance_text(result)) == (words, distance)


def test_a_value_has_the_decimals_of_its_target() -> None:
    """5 of 100.000 is 0,005 %; as 0,01 % it contradicted the target of 0,004 % beside it."""
    result = target_result(target_text("tre", "<=", 0.004), {"a": 5, "b": 100_000})
    assert (result.value_text, result.target_text) == ("0,005 %", "≤ 0,004 %")


def test_a_ratio_shows_its_own_unit() -> None:
    result = target_result(SEX_RATIO, {"a": 112, "b": 100})
    assert (result.value_text, result.target_text) == ("112 trai/100 gái", "≤ 107 trai/100 gái")
    assert missed_distance_text(result) == "vượt 5 trai/100 gái"
    reports = tuple(report_of(FORM, {"a": n, "b": 100}) for n in (112, 104))
    inputs = ProvinceInputsForYear(2026, reports, 2)
    (whole,) = province_targets((plan_of(SEX_RATIO),), FORM, inputs)
    # Summed as every ratio is, not the sum of two ratios.
    assert (whole.figure.value, whole.value_text) == (Fraction(108), "108 trai/100 gái")
    assert len(whole.laggards) == 1


@given(
    value=st.fractions(0, 100, max_denominator=10**6),
    limit=st.decimals(0, 100, places=4, allow_nan=False),
)
def test_the_shown_value_lies_on_the_side_of_the_true_one(value, limit) -> None:
    shown = Fraction(show_beside(value, limit).replace(",", "."))
    exact = to_fraction(limit)
    assert (shown > exact, shown < exact) == (value > exact, value < exact)
    if value != exact:
        assert Fraction(show_gap(value - exact, limit).replace(",", ".")) > 0
