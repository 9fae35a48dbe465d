"""The sentence of a composite names weights, scaling and parts that did not arise, and adds up."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.assessments import NONE, score_rule

THIRDS = """
kind = "weighted", parts = [
    { weight = 0.3333333333, rule = { kind = "per_unit", of = "a", points = 1 } },
    { weight = 0.3333333333, rule = { kind = "per_unit", of = "b", points = 1 } },
    { weight = 0.3333333334, rule = { kind = "per_unit", of = "c", points = 1 } } ]
""".replace("\n", "")
BOTH = (
    'kind = "{}", parts = [{{ kind = "per_unit", of = "a", points = 1, max = 3 }}, '
    '{{ kind = "per_unit", of = "b", points = 1, max = 3 }}]'
)
WEIGHTED_PART = re.compile(r"\(([\d,.]+) điểm × ([\d,]+) = ([\d,.]+) điểm\)")
SUMMED = re.compile(r"cộng ([\d,.]+) điểm")
SCALED = re.compile(
    r"cộng ([\d,]+) trên ([\d,]+) điểm của phần có phát sinh, "
    r"quy đổi theo ([\d,]+) điểm là ([\d,]+)"
)


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_weights_are_named_and_the_parts_add_up() -> None:
    result = score_rule(THIRDS, {"a": 80, "b": 60, "c": 50}, 80)
    parts = WEIGHTED_PART.findall(result.reason)
    assert [part[:2] for part in parts] == [
        ("80", "0,3333333333"),
        ("60", "0,3333333333"),
        ("50", "0,3333333334"),
    ]
    added = sum(number(part[2]) for part in parts)
    if added != round(result.points, 3):
        assert "(điểm các phần nêu trên đã làm tròn)" in result.reason


@given(numbers=st.lists(st.integers(0, 80), min_size=3, max_size=3), gone=st.integers(0, 3))
def test_shown_points_and_scaling_make_the_points(numbers: list[int], gone: int) -> None:
    raw = {
        ref: NONE if at == gone else n
        for at, (ref, n) in enumerate(zip("abc", numbers, strict=True))
    }
    result = score_rule(THIRDS, raw, 80, 'not_arisen = "rescale"')
    parts = WEIGHTED_PART.findall(result.reason)
    added = sum(number(part[2]) for part in parts)
    if gone < 3:
        assert "hông phát sinh: không có (không tính)" in result.reason
        scaled = SCALED.search(result.reason)
        assert scaled is not None
        assert number(scaled[1]) == added
        of, whole, scaled_points = (number(scaled[group]) for group in (2, 3, 4))
        assert abs(added * whole / of - scaled_points) < Decimal("0.005")
        assert round(scaled_points, 2) == result.points
        return
    assert abs(added - result.points) <= Decimal("0.006")
    total = SUMMED.search(result.reason)
    assert (total is None) == (
        added == round(Decimal(result.exact.numerator) / result.exact.denominator, 3)
    )


@pytest.mark.parametrize(
    ("kind", "policy", "words"),
    [
        ("sum", "rescale", "không phát sinh: không có (không tính); cộng 2 trên 3 điểm của phần có "
         "phát sinh, quy đổi theo 6 điểm là 4 điểm: được 4"),
        ("sum", "full", "không phát sinh: không có (3 điểm): được 5"),
        ("sum", "zero", "không phát sinh: không có (0 điểm): được 2"),
        ("max_of", "rescale", "không phát sinh: không có (không tính); lấy phần cao nhất, 2 điểm"),
        ("min", "full", "không phát sinh: không có (3 điểm); lấy phần thấp nhất, 2 điểm"),
    ],
)  # fmt: skip
def test_a_part_that_did_not_arise_is_named_with_what_it_gives(kind, policy, words) -> None:
    most = 6 if kind == "sum" else 3
    more = f'not_arisen = "{policy}"'
    result = score_rule(BOTH.format(kind), {"a": 2, "b": NONE}, most, more)
    assert words in result.reason


def test_more_than_the_maximum_is_named() -> None:
    result = score_rule(BOTH.format("sum"), {"a": 3, "b": 3}, 5)
    assert "vượt mức tối đa, tính 5 điểm" in result.reason
    assert result.exact == Fraction(5)
