"""Appraised figures and points: what is set counts, and every difference is named."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.generated_reports import make_case
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report, point_differences, with_survey
from xa_report.domain.form import SurveyMode
from xa_report.domain.numbers import round_half_up
from xa_report.domain.province.appraisal import (
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)

NOTHING = ProvinceAdjustments()


@given(st.integers(0, 60))
def test_without_adjustments_the_province_comes_to_the_same(seed):
    case = make_case(seed)
    own = assess_report(case.report, case.form, case.plans, case.previous)
    again = appraise_report(case.report, case.form, case.plans, NOTHING, case.previous)
    assert again == own
    assert list(point_differences(own, again, NOTHING)) == []


@given(st.integers(0, 60), st.data())
def test_points_that_are_set_count_and_are_named_with_their_reason(seed, data):
    case = make_case(seed)
    own = assess_report(case.report, case.form, case.plans, case.previous)
    criterion = data.draw(st.sampled_from(list(case.form.leaves())))
    halves = st.integers(0, int(criterion.max * 2)).map(lambda n: Decimal(n) / 2)
    points = round_half_up(data.draw(halves), case.form.decimals)
    why = DifferenceReason(DifferenceCode.NO_EVIDENCE, "thiếu quyết định")
    set_by_hand = ProvinceAdjustments(points={criterion.code: points}, why={criterion.code: why})
    assessment = appraise_report(case.report, case.form, case.plans, set_by_hand, case.previous)
    before, after = own.result_of(criterion.code), assessment.result_of(criterion.code)
    assert (after.points, after.applicable) == (points, criterion.max)
    if criterion in case.form.criteria:
        assert assessment.total - own.total == points - before.points
    named = list(point_differences(own, assessment, set_by_hand))
    moved = (before.points, before.applicable) != (points, criterion.max)
    assert [one.code for one in named] == [criterion.code] * moved
    assert all(one.why == why for one in named)


def test_points_beyond_the_maximum_are_refused():
    case = make_case(3)
    criterion = next(case.form.leaves())
    too_many = ProvinceAdjustments(points={criterion.code: criterion.max + 1})
    with pytest.raises(ValueError, match="không nằm trong khoảng"):
        appraise_report(case.report, case.form, case.plans, too_many)


def test_the_survey_counts_as_the_province_says():
    form = make_case(3).form
    assert with_survey(form, None) is form
    assert with_survey(form, SurveyMode.EXCLUDE) == replace(form, survey=SurveyMode.EXCLUDE)
