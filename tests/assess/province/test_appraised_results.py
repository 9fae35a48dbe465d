"""Result, percentage and rating as the province publishes them, by table.

Appraised + survey + bonus − penalty, in percent of what applies; bands with gates.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest

from tests.factories.assessments import HEAD, NONE, answers_of, form_of, report_of
from xa_report.assess.province.appraisal import appraise_report, with_survey
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import SurveyMode
from xa_report.domain.province.appraisal import ProvinceAdjustments

FORM = form_of(f"""{HEAD}total = 20
[limits]
bonus = 2
penalty = 3
[[area]]
code = "1"
title = "Tự đánh giá"
max = 14
[[area]]
code = "2"
title = "Điều tra"
max = 6
[[criterion]]
code = "1.1"
title = "Tỷ lệ"
max = 10
rule = {{ kind = "linear", of = "ty_le" }}
not_arisen = "rescale"
[[criterion]]
code = "1.2"
title = "Kế hoạch"
max = 4
rule = {{ kind = "yes_no", of = "co" }}
[[criterion]]
code = "2.1"
title = "Khảo sát"
max = 6
rule = {{ kind = "survey", of = "tinh", out_of = 100 }}
[[bonus]]
code = "T1"
title = "Thưởng"
max = 9
rule = {{ kind = "per_unit", of = "bang", points = 1 }}
[[penalty]]
code = "P1"
title = "Trừ"
max = 9
rule = {{ kind = "per_unit", of = "c", points = 1 }}
[[band]]
name = "Tốt"
from = 80
no_zero = true
min_area = 60
[[band]]
name = "Khá"
from = 50
[[band]]
name = "Yếu"
from = 0
[[rating_limit]]
when = ["c", ">=", 5]
at_most = "Yếu"
""")
SENT: dict[str, object] = {"a": 90, "b": 100, "co": True, "bang": [], "c": 0}
INCLUDE, EXCLUDE, PENDING = SurveyMode.INCLUDE, SurveyMode.EXCLUDE, SurveyMode.PENDING


class Row(NamedTuple):
    why: str
    mode: SurveyMode
    changed: dict[str, object]
    """What the province puts in place of what was sent; it alone knows the survey."""
    result: str
    applicable: int
    rating: str


TABLE = [
    Row("survey imported", INCLUDE, {"tinh": 75}, "17.5", 20, "Tốt"),
    Row("survey not known yet", INCLUDE, {}, "13", 20, "Khá"),
    Row("survey excluded: rescaled", EXCLUDE, {"tinh": 75}, "13", 14, "Tốt"),
    Row("survey pending: shown, not counted", PENDING, {"tinh": 75}, "13", 14, "Tốt"),
    Row("figures corrected", EXCLUDE, {"a": 70}, "11", 14, "Khá"),
    Row("did not arise: out of what applies", EXCLUDE, {"b": NONE}, "4", 4, "Tốt"),
    Row("and with the survey", INCLUDE, {"b": NONE, "tinh": 50}, "7", 10, "Khá"),
    Row("bonus counts", EXCLUDE, {"bang": [{"ten": "x"}]}, "14", 14, "Tốt"),
    Row("bonus is capped", EXCLUDE, {"bang": [{"ten": "x"}] * 7}, "15", 14, "Tốt"),
    Row("penalty counts", EXCLUDE, {"c": 1}, "12", 14, "Tốt"),
    Row("penalty is capped, the event limits", EXCLUDE, {"c": 7}, "10", 14, "Yếu"),
    Row("gate: a criterion at 0", INCLUDE, {"co": False, "tinh": 100, "a": 100}, "16", 20, "Khá"),
    Row("gate: an area below 60 %", INCLUDE,
        {"a": 43, "tinh": 100, "bang": [{"ten": "x"}] * 2}, "16.3", 20, "Khá"),
    Row("the survey is no gate", INCLUDE, {"a": 100, "tinh": 40}, "16.4", 20, "Tốt"),
]  # fmt: skip


def appraised(row: Row) -> Assessment:
    form = with_survey(FORM, row.mode)
    adjustments = ProvinceAdjustments(answers=answers_of(form.items, row.changed))
    return appraise_report(report_of(form, SENT), form, (), adjustments)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.why)
def test_the_result_by_table(row: Row) -> None:
    assessment = appraised(row)
    assert (assessment.result, assessment.applicable) == (
        Decimal(row.result),
        Decimal(row.applicable),
    )
    assert assessment.percent == Fraction(row.result) * 100 / row.applicable
    assert assessment.rating.name == row.rating


def test_a_pending_survey_is_shown_all_the_same() -> None:
    assessment = appraised(Row("", PENDING, {"tinh": 75}, "", 0, ""))
    assert assessment.result_of("2.1").applicable == 0
    assert assessment.figures["tinh"].exact == 75
    assert "chưa tính vào kết quả" in assessment.result_of("2.1").reason


def test_points_set_by_hand_beat_the_figures_before_gates_look() -> None:
    adjustments = ProvinceAdjustments(points={"1.2": Decimal(0), "1.1": Decimal(10)})
    form = replace(FORM, survey=EXCLUDE)
    assessment = appraise_report(report_of(form, SENT), form, (), adjustments)
    assert (assessment.result, assessment.rating.name) == (Decimal(10), "Khá")
