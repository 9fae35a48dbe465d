"""Self-assessment and appraisal are compared on the criteria that both have scored.

With the survey on one side only, twenty points of it hid how much too high a commune had been.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories.assessments import HEAD, UNIT, form_of, report_of
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report
from xa_report.assess.province.ranking import build_candidate
from xa_report.domain.form import SurveyMode
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.province.ranking import RankingCandidate

FORM = form_of(
    HEAD
    + """total = 30
[[area]]
code = "1"
title = "Xã tự chấm"
max = 10
[[area]]
code = "2"
title = "Điều tra"
max = 20
[[criterion]]
code = "1.1"
title = "Số A"
max = 10
rule = { kind = "per_unit", of = "a", points = 1 }
[[criterion]]
code = "2.1"
title = "Hài lòng"
max = 20
rule = { kind = "survey", of = "tinh", out_of = 100 }
"""
)


def candidate(own: str, survey: int | None, mode: SurveyMode) -> RankingCandidate:
    form = replace(FORM, survey=mode)
    sent = report_of(form, {"a": 9})
    answers = {"tinh": Answer(ExternalScore(Decimal(survey)))} if survey is not None else {}
    adjustments = ProvinceAdjustments(answers=answers, points={"1.1": Decimal(own)})
    return build_candidate(
        UNIT,
        "a" * 64,
        form,
        sent=assess_report(sent, form, ()),
        appraised=appraise_report(sent, form, (), adjustments),
        closed=True,
    )


@pytest.mark.parametrize("mode", SurveyMode)
@pytest.mark.parametrize("survey", [None, 0, 50, 100])
def test_the_survey_is_on_neither_side(survey: int | None, mode: SurveyMode) -> None:
    compared = candidate("6.5", survey, mode).compared
    assert compared is not None
    assert (compared.sent, compared.appraised) == (Decimal(9), Decimal("6.5"))
    assert compared.excess == Decimal("2.5")


def test_the_whole_results_would_have_said_the_opposite() -> None:
    result = candidate("6.5", 90, SurveyMode.INCLUDE)
    assert result.sent < result.result
