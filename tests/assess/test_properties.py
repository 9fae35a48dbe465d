"""What holds of every form and every report: many made up from seeds, all really read."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.assessments import HEAD, assess_texts, form_of
from tests.factories.generated_reports import Case, make_case
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Part
from xa_report.domain.numbers import round_half_up

SEEDS = range(120)
ZERO = Decimal(0)


@cache
def case(seed: int) -> Case:
    return make_case(seed)


@cache
def result(seed: int) -> Assessment:
    made = case(seed)
    return assess_report(made.report, made.form, made.plans, made.previous)


def every(found: Assessment) -> tuple[CriterionResult, ...]:
    return (*found.areas, *found.criteria, *found.bonuses, *found.penalties)


@pytest.mark.parametrize("seed", SEEDS)
def test_points_lie_between_nothing_and_the_maximum(seed):
    for one in every(result(seed)):
        assert 0 <= one.points <= one.max, one
        assert 0 <= one.applicable <= one.max
        assert one.points <= one.applicable or one.part is not Part.TOTAL


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_the_sum_of_what_is_shown(seed):
    found, form = result(seed), case(seed).form
    by_code = {one.code: one for one in found.criteria}
    for parent in (*found.areas, *(one for one in found.criteria if not one.leaf)):
        below = [by_code[child.code] for child in form.children(parent.code)]
        assert parent.points == sum((child.points for child in below), ZERO)
        assert parent.applicable == sum((child.applicable for child in below), ZERO)
    assert found.total == sum((area.points for area in found.areas), ZERO)
    assert found.applicable == sum((area.applicable for area in found.areas), ZERO)
    assert found.result == found.total + found.bonus - found.penalty
    for limit, counted, rows in (
        (form.limits.bonus, found.bonus, found.bonuses),
        (form.limits.penalty, found.penalty, found.penalties),
    ):
        added = sum((row.points for row in rows), ZERO)
        assert counted == (added if limit is None else min(added, limit))


@pytest.mark.parametrize("seed", SEEDS)
def test_leaf_points_are_rounded_once_and_percent_is_exact(seed):
    found, form = result(seed), case(seed).form
    for one in every(found):
        assert one.points == round_half_up(one.exact, form.decimals)
    if found.percent is not None:
        assert found.percent == Fraction(found.result) * 100 / Fraction(found.applicable)
        assert found.percent_shown == round_half_up(found.percent, form.decimals)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rating_is_a_band_whose_limit_the_unrounded_percentage_reaches(seed):
    found, form = result(seed), case(seed).form
    if not form.bands or found.rating.void or found.percent is None:
        assert found.rating.name == ""
        return
    band = next(band for band in form.bands if band.name == found.rating.name)
    assert found.percent >= Fraction(band.start) or band is form.bands[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_is_whole(seed):
    found = result(seed)
    texts = [one.reason for one in every(found)]
    texts += [target.action_text for target in found.targets if target.action_text]
    texts += [finding.remedy for finding in found.findings]
    for text in texts:
        assert text.strip() == text != ""
        assert text.endswith(".")
        assert unicodedata.is_normalized("NFC", text)
        assert re.search(r"[à-ỹđ]", text, re.IGNORECASE), text
        assert "None" not in text
        assert "Fraction" not in text


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_the_order_of_entry_never_matters(seed):
    made, random = case(seed), Random(seed)  # noqa: S311 - repeatable, not secret
    answers = list(made.report.answers.items())
    evidence = list(made.report.evidence)
    random.shuffle(answers)
    random.shuffle(evidence)
    other = replace(made.report, answers=dict(answers), evidence=tuple(evidence))
    assert assess_report(other, made.form, made.plans, made.previous) == result(seed)


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_the_same_input_gives_the_same_result_and_is_left_alone(seed):
    made, twin = make_case(seed), make_case(seed)
    first = assess_report(made.report, made.form, made.plans, made.previous)
    assert first == assess_report(made.report, made.form, made.plans, made.previous) == result(seed)
    assert made == twin


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_what_is_refused_says_so(seed):
    found = result(seed)
    for one in (one for one in every(found) if one.leaf):
        if one.state in (ScoreState.BLOCKED, ScoreState.PROVINCE) and not one.points:
            assert one.reason
        if one.state is ScoreState.SCORED:
            assert re.search(r"được \d[\d.]*(,\d+)? điểm\.$", one.reason), one.reason


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strictest_target_of_a_figure_is_marked(seed):
    found = result(seed)
    for ref in {target.target.reference for target in found.targets if not target.ahead}:
        group = [t for t in found.targets if t.target.reference == ref and not t.ahead]
        assert any(target.strictest for target in group)


PARTS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.booleans()), min_size=1, max_size=6
)


@settings(max_examples=60)
@given(parts=PARTS, scale=st.sampled_from([2, 5, 10]))
def test_rescaling_keeps_proportions(parts, scale):
    """Taking criteria out leaves the others' share; larger maxima give the same percentage."""
    text, bigger, answers = "", "", {}
    for number, (most, have, arisen) in enumerate(parts, start=1):
        answers[f"n{number}"] = min(have, most) if arisen else {"not_arisen": "không có"}
        text += criterion(number, most, "1")
        bigger += criterion(number, most * scale, str(scale))
    total = sum(most for most, _, _ in parts)
    found = assess_texts(form_of(head(total) + text), answers)
    other = assess_texts(form_of(head(total * scale) + bigger), answers)
    assert found.percent == other.percent
    applicable = sum(most for most, _, arisen in parts if arisen)
    assert found.applicable == applicable
    reached = sum(min(have, most) for most, have, arisen in parts if arisen)
    assert found.percent == (Fraction(100 * reached, applicable) if applicable else None)


def head(total: int) -> str:
    return f'{HEAD}total = {total}\n[[area]]\ncode = "1"\ntitle = "Lĩnh vực"\nmax = {total}\n'


def criterion(number: int, most: int, points: str) -> str:
    return (
        f'[[item]]\nid = "n{number}"\nlabel = "Số {number}"\nkind = "count"\n'
        f'[[criterion]]\ncode = "1.{number}"\ntitle = "Tiêu chí"\nmax = {most}\n'
        f'not_arisen = "rescale"\n'
        f'rule = {{ kind = "per_unit", of = "n{number}", points = {points} }}\n'
    )


@settings(max_examples=80)
@given(top=st.integers(0, 10**7), bottom=st.integers(1, 10**7))
def test_bands_compare_the_unrounded_ratio(top, bottom):
    rule = 'rule = { kind = "bands", of = "ty_le", bands = [[98, 6], [95, 4], [90, 2]] }\n'
    text = f'{head(6)}[[criterion]]\ncode = "1.1"\ntitle = "Tiêu chí"\nmax = 6\n{rule}'
    points = assess_texts(form_of(text), {"a": top, "b": bottom}).result_of("1.1").points
    wanted = next((p for limit, p in ((98, 6), (95, 4), (90, 2)) if 100 * top >= limit * bottom), 0)
    assert points == wanted
