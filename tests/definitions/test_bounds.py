"""Definitions and answers of any size are read in work that grows with their size, no faster."""

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.assessments import assess_texts, form_of
from xa_report.definitions.definition_set import check_paths
from xa_report.domain.indicator import Indicator, IndicatorKind, ids_with_parts

HEAD = """
[form]
id = "lon"
version = "1"
title = "Biểu lớn"
level = "commune"
period = "year"
total = 1
[[item]]
id = "n"
label = "Số hồ sơ"
kind = "count"
[[area]]
code = "1"
title = "Lĩnh vực"
max = 1
"""
LEVELS = 59


def doubling_form(levels: int) -> str:
    """A form whose indicators each add the one below to itself: 2 to the power of the levels."""
    lines = [HEAD, '[[indicator]]\nid = "i0"\nlabel = "I0"\nsum = ["n", "n"]\n']
    lines += [
        f'[[indicator]]\nid = "i{k}"\nlabel = "I{k}"\nsum = ["i{k - 1}", "i{k - 1}"]\n'
        for k in range(1, levels + 1)
    ]
    rule = f'{{ kind = "linear", of = "i{levels}", full_from = 100 }}'
    lines.append(f'[[criterion]]\ncode = "1.1"\ntitle = "T"\nmax = 1\nrule = {rule}\n')
    return "".join(lines)


def count_calls(work: Callable[[], object]) -> int:
    """Calls of Python functions, which grow with the work on every machine alike."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("answers", [{}, {"n": 1}])
def test_shared_operands_are_computed_once_a_level(answers):
    assessment = assess_texts(form_of(doubling_form(LEVELS)), answers)
    figure = assessment.figures[f"i{LEVELS}"]
    assert figure.missing == (() if answers else ("n",))
    assert figure.value == (2 ** (LEVELS + 1) if answers else None)


def test_ids_are_followed_by_their_parts_in_order_once_each():
    def total(ident: str, *parts: str) -> Indicator:
        return Indicator(ident, ident, IndicatorKind.SUM, (parts,))

    known = {"a": total("a", "b", "x"), "b": total("b", "x", "y")}
    assert ids_with_parts(("a", "z", "b"), known) == ("a", "b", "x", "y", "z")


def faulty_form(criteria: int) -> str:
    return HEAD + "".join(
        f'[[criterion]]\ncode = "1.{k}"\ntitle = "T"\nmax = 1\n'
        f'rule = {{ kind = "linear", of = "khong_co_{k}" }}\n'
        for k in range(criteria)
    )


def unknown_keys(keys: int) -> str:
    return "[form]\n" + "".join(f"khoa_la_{k} = 1\n" for k in range(keys))


@pytest.mark.parametrize("write", [faulty_form, unknown_keys])
def test_ten_times_the_faults_cost_about_ten_times_the_work(write, tmp_path: Path):
    def check(size: int) -> int:
        path = tmp_path / f"{size}.toml"
        path.write_text(write(size), "utf-8")
        assert len(check_paths([path]).faults) > size
        return count_calls(lambda: check_paths([path]))

    few, many = 200, 2000
    # Twice as much is left for what is counted unevenly; squares would be ten times more.
    assert check(many) < check(few) * 2 * many // few


def test_numbers_of_many_levels_stay_exact():
    assessment = assess_texts(form_of(doubling_form(LEVELS)), {"n": 3})
    assert assessment.criteria[0].points == Decimal(1)
