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
    seeded = case(seed)
    return assess_report(seeded.report, seeded.form, seeded.plans, seeded.previous)


def every(assessment: Assessment) -> tuple[CriterionResult, ...]:
    return (*assessment.areas, *assessment.criteria, *assessment.bonuses, *assessment.penalties)


@pytest.mark.parametrize("seed", SEEDS)
def test_points_lie_between_nothing_and_the_maximum(seed):
    for criterion_result in every(result(seed)):
        assert 0 <= criterion_result.points <= criterion_result.max, criterion_result
        assert 0 <= criterion_result.applicable <= criterion_result.max
        assert (
            criterion_result.points <= criterion_result.applicable
            or criterion_result.part is not Part.TOTAL
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_totals_are_the_sum_of_what_is_shown(seed):
    assessment, form = result(seed), case(seed).form
    by_code = {one.code: one for one in assessment.criteria}
    for parent in (*assessment.areas, *(one for one in assessment.criteria if not one.leaf)):
        below = [by_code[child.code] for child in form.children(parent.code)]
        assert parent.points == sum((child.points for child in below), ZERO)
        assert parent.applicable == sum((child.applicable for child in below), ZERO)
    assert assessment.total == sum((area.points for area in assessment.areas), ZERO)
    assert assessment.applicable == sum((area.applicable for area in assessment.areas), ZERO)
    assert assessment.result == assessment.total + assessment.bonus - assessment.penalty
    for limit, counted, rows in (
        (form.limits.bonus, assessment.bonus, assessment.bonuses),
        (form.limits.penalty, assessment.penalty, assessment.penalties),
    ):
        added = sum((row.points for row in rows), ZERO)
        assert counted == (added if limit is None else min(added, limit))


@pytest.mark.parametrize("seed", SEEDS)
def test_leaf_points_are_rounded_once_and_percent_is_exact(seed):
    assessment, form = result(seed), case(seed).form
    for criterion_result in every(assessment):
        assert criterion_result.points == round_half_up(criterion_result.exact, form.decimals)
    if assessment.percent is not None:
        assert assessment.percent == Fraction(assessment.result) * 100 / Fraction(
            assessment.applicable
        )
        assert assessment.percent_shown == round_half_up(assessment.percent, form.decimals)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rating_is_a_band_whose_limit_the_unrounded_percentage_reaches(seed):
    assessment, form = result(seed), case(seed).form
    if not form.bands or assessment.rating.void or assessment.percent is None:
        assert assessment.rating.name == ""
        return
    band = next(band for band in form.bands if band.name == assessment.rating.name)
    assert assessment.percent >= Fraction(band.start) or band is form.bands[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_is_whole(seed):
    assessment = result(seed)
    texts = [one.reason for one in every(assessment)]
    texts += [target.action_text for target in assessment.targets if target.action_text]
    texts += [finding.remedy for finding in assessment.findings]
    for text in texts:
        assert text.strip() == text != ""
        assert text.endswith(".")
        assert unicodedata.is_normalized("NFC", text)
        assert re.search(r"[à-ỹđ]", text, re.IGNORECASE), text
        assert "None" not in text
        assert "Fraction" not in text


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_the_order_of_entry_never_matters(seed):
    seeded, random = case(seed), Random(seed)  # noqa: S311 - repeatable, not secret
    answers = list(seeded.report.answers.items())
    evidence = list(seeded.report.evidence)
    random.shuffle(answers)
    random.shuffle(evidence)
    other = replace(seeded.report, answers=dict(answers), evidence=tuple(evidence))
    assert assess_report(other, seeded.form, seeded.plans, seeded.previous) == result(seed)


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_the_same_input_gives_the_same_result_and_is_left_alone(seed):
    seeded, twin = make_case(seed), make_case(seed)
    first = assess_report(seeded.report, seeded.form, seeded.plans, seeded.previous)
    assert (
        first
        == assess_report(seeded.report, seeded.form, seeded.plans, seeded.previous)
        == result(seed)
    )
    assert seeded == twin


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_what_is_refused_says_so(seed):
    assessment = result(seed)
    for criterion_result in (
        criterion_result for criterion_result in every(assessment) if criterion_result.leaf
    ):
        if (
            criterion_result.state in (ScoreState.BLOCKED, ScoreState.PROVINCE)
            and not criterion_result.points
        ):
            assert criterion_result.reason
        if criterion_result.state is ScoreState.SCORED:
            assert re.search(r"được \d[\d.]*(,\d+)? điểm\.$", criterion_result.reason), (
                criterion_result.reason
            )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strictest_target_of_a_figure_is_marked(seed):
    assessment = result(seed)
    for ref in {target.target.reference for target in assessment.targets if not target.ahead}:
        group = [t for t in assessment.targets if t.target.reference == ref and not t.ahead]
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
    assessment = assess_texts(form_of(head(total) + text), answers)
    other = assess_texts(form_of(head(total * scale) + bigger), answers)
    assert assessment.percent == other.percent
    applicable = sum(most for most, _, arisen in parts if arisen)
    assert assessment.applicable == applicable
    reached = sum(min(have, most) for most, have, arisen in parts if arisen)
    assert assessment.percent == (Fraction(100 * reached, applicable) if applicable else None)


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
