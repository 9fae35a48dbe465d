"""From points to the result: gates, modes of the survey part, limits, percentage, rating."""

from decimal import Decimal

import pytest

from tests.factories.assessments import (
    HEAD,
    NONE,
    assess_texts,
    example_evidence,
    finding_codes,
    form_of,
    one_rule_form,
    report_of,
)
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import ScoreState

D = Decimal
PER_A = 'kind = "per_unit", of = "a", points = 1'


def form(head: str = "", tail: str = "", decimals: int = 2) -> str:
    """Areas 1 (10 points by hand-like counts) and 8 (10 points of survey)."""
    return f"""{HEAD}total = 20
decimals = {decimals}
{head}
[[area]]
code = "1"
title = "Chấm"
max = 10
[[area]]
code = "8"
title = "Khảo sát"
max = 10
[[criterion]]
code = "1.1"
title = "Một"
max = 6
rule = {{ {PER_A} }}
not_arisen = "rescale"
[[criterion]]
code = "1.2"
title = "Hai"
max = 4
rule = {{ kind = "per_unit", of = "b", points = 1 }}
not_arisen = "full"
[[criterion]]
code = "8.1"
title = "Hài lòng"
max = 10
rule = {{ kind = "survey", of = "tinh" }}
{tail}
"""


@pytest.mark.parametrize(
    ("mode", "answers", "total", "applicable", "percent"),
    [
        ("include", {"a": 6, "b": 4, "tinh": 80}, "18", "20", "90"),
        ("include", {"a": 6, "b": 4}, "10", "20", "50"),
        ("exclude", {"a": 6, "b": 4, "tinh": 80}, "10", "10", "100"),
        ("exclude", {"a": 3, "b": 0}, "3", "10", "30"),
        ("pending", {"a": 6, "b": 4, "tinh": 80}, "10", "10", "100"),
        # rescale takes the maximum away, full gives it
        ("include", {"a": NONE, "b": 2, "tinh": 100}, "12", "14", "85.71"),
        ("exclude", {"a": NONE, "b": NONE}, "4", "4", "100"),
    ],
)
def test_the_survey_part_and_what_did_not_arise(mode, answers, total, applicable, percent):
    assessment = assess_texts(form_of(form(f'survey = "{mode}"')), answers)
    assert (assessment.total, assessment.applicable) == (D(total), D(applicable))
    assert assessment.percent_shown == D(percent)
    assert [f for f in assessment.findings if f.is_open] == []


def test_the_survey_never_blocks_the_commune():
    assessment = assess_texts(form_of(form()), {"a": 6, "b": 4})
    assert assessment.result_of("8.1").state is ScoreState.PROVINCE
    assert assessment.is_submittable
    assert assessment.answered_counts == (2, 2)


def test_a_composite_of_surveys_is_survey_too():
    parts = '[{ kind = "survey", of = "tinh", max = 5 }, { kind = "survey", max = 5 }]'
    text = form('survey = "exclude"').replace(
        '{ kind = "survey", of = "tinh" }', f'{{ kind = "sum", parts = {parts} }}'
    )
    assert assess_texts(form_of(text), {"a": 6, "b": 4}).applicable == 10


def test_nothing_applicable_has_no_percentage():
    text = one_rule_form(PER_A, more='not_arisen = "rescale"')
    assessment = assess_texts(text, {"a": NONE})
    assert assessment.percent is None
    assert assessment.percent_shown is None
    assert assessment.applicable == 0


GATED = f"""{HEAD}total = 6
[[area]]
code = "1"
title = "Lĩnh vực"
max = 6
[[criterion]]
code = "1.1"
title = "Tiêu chí"
max = 6
rule = {{ {PER_A} }}
"""


@pytest.mark.parametrize(
    ("precondition", "answers", "points", "state", "codes"),
    [
        ('"co"', {"a": 5, "co": True}, 5, ScoreState.SCORED, []),
        ('"co"', {"a": 5, "co": False}, 0, ScoreState.BLOCKED, ["C204"]),
        ('"co"', {"a": 5, "co": NONE}, 0, ScoreState.BLOCKED, ["C204"]),
        ('"co"', {"a": 5}, 0, ScoreState.MISSING, []),
        ('["b", ">=", 1]', {"a": 5, "b": 1}, 5, ScoreState.SCORED, []),
        ('["b", ">=", 1]', {"a": 5, "b": 0}, 0, ScoreState.BLOCKED, ["C204"]),
        ('["b", ">=", 1]', {"a": 5, "b": NONE}, 0, ScoreState.BLOCKED, ["C204"]),
        ('["b", ">=", 1]', {"a": 5}, 0, ScoreState.MISSING, []),
        ('["ty_le", ">", "tre"]', {"a": 1, "b": 2}, 0, ScoreState.BLOCKED, ["C204"]),
    ],
)
def test_a_precondition_gates_the_points(precondition, answers, points, state, codes):
    result = assess_texts(form_of(f"{GATED}precondition = {precondition}\n"), answers)
    assert (result.result_of("1.1").points, result.result_of("1.1").state) == (points, state)
    assert finding_codes(result) == codes


@pytest.mark.parametrize(
    ("rule", "documents", "explained", "points", "codes"),
    [
        ("required = true", 1, False, 5, []),
        ("required = true", 0, False, 0, ["C201"]),
        ("required = true", 0, True, 0, ["C201"]),
        ("required = true, or_explain = true", 0, True, 5, ["C202"]),
        ("required = true, or_explain = true", 0, False, 0, ["C201"]),
        ("required = true, minimum = 2", 1, False, 0, ["C201"]),
        ("required = true, minimum = 2", 2, False, 5, []),
        ("minimum = 2", 0, False, 5, []),
    ],
)
def test_documents_gate_the_points(rule, documents, explained, points, codes):
    form = form_of(f"{GATED}evidence = {{ {rule} }}\n")
    report = report_of(
        form, {"a": 5}, evidence=example_evidence(*["1.1"] * documents),
        explanations={"1.1": "đã giải trình"} if explained else {"1.1": "  "},
    )  # fmt: skip
    result = assess_report(report, form, ())
    assert (result.result_of("1.1").points, finding_codes(result)) == (points, codes)


def test_no_document_is_asked_for_where_there_are_no_points():
    form = form_of(f"{GATED}evidence = {{ required = true }}\n")
    result = assess_texts(form, {"a": 0})
    assert (result.result_of("1.1").state, finding_codes(result)) == (ScoreState.SCORED, [])


@pytest.mark.parametrize(
    ("count", "explained", "open_"), [(6, False, 0), (5, False, 1), (5, True, 0), (None, False, 0)]
)
def test_few_points_ask_for_an_explanation(count, explained, open_):
    form = form_of(f"{GATED}explain_below = 6\n")
    answers = {} if count is None else {"a": count}
    explanations = {"1.1": "vì …"} if explained else {}
    result = assess_report(report_of(form, answers, explanations=explanations), form, ())
    assert sum(f.is_open for f in result.findings) == open_
    assert ("C203" in finding_codes(result)) == (count == 5)


OUTSIDE = """
[[bonus]]
code = "T1"
title = "Thưởng"
max = 3
rule = { kind = "per_unit", of = "bang", points = 1 }
[[penalty]]
code = "P1"
title = "Trừ"
max = 5
rule = { kind = "per_unit", of = "c", points = 2 }
"""
ROWS = [{"ten": "x"}, {"ten": "y"}, {"ten": "z"}]


@pytest.mark.parametrize(
    ("limits", "late", "bonus", "penalty", "result"),
    [
        ("", 1, 3, 2, "11"),
        ("", 9, 3, 5, "8"),
        ("[limits]\nbonus = 2\npenalty = 1.5\n", 1, 2, "1.5", "10.5"),
        ("[limits]\nbonus = 0\n", 0, 0, 0, "10"),
    ],
)
def test_bonus_and_penalty_stand_outside_and_are_limited(limits, late, bonus, penalty, result):
    answers = {"a": 6, "b": 4, "bang": ROWS, "c": late}
    assessment = assess_texts(form_of(form('survey = "exclude"', OUTSIDE + limits)), answers)
    assert (assessment.total, assessment.bonus, assessment.penalty) == (D(10), D(bonus), D(penalty))
    assert assessment.result == D(result)
    assert assessment.percent_shown == D(result) * 10


def bands(*rows: str) -> str:
    return "".join(f"\n[[band]]\n{row}\n" for row in rows)


PLAIN = bands('name = "Tốt"\nfrom = 80', 'name = "Khá"\nfrom = 50', 'name = "Yếu"\nfrom = 0')


@pytest.mark.parametrize(
    ("a", "b", "band"), [(6, 2, "Tốt"), (6, 1, "Khá"), (5, 0, "Khá"), (4, 0, "Yếu"), (0, 0, "Yếu")]
)
def test_a_band_begins_at_its_limit(a, b, band):
    text = form('survey = "exclude"', PLAIN)
    assert assess_texts(form_of(text), {"a": a, "b": b}).rating.name == band


def test_a_band_looks_at_the_unrounded_percentage():
    text = one_rule_form('kind = "linear", of = "ty_le"', 6, bands(
        'name = "Tốt"\nfrom = 95', 'name = "Yếu"\nfrom = 0'))  # fmt: skip
    assessment = assess_texts(text, {"a": 94996, "b": 100000})  # 5.69976 → 5.70 points: 95 %
    assert (assessment.total, assessment.rating.name) == (D("5.70"), "Tốt")
    assessment = assess_texts(text, {"a": 94915, "b": 100000})  # 5.6949 → 5.69 points: 94.83 %
    assert (assessment.percent_shown, assessment.rating.name) == (D("94.83"), "Yếu")
    third = one_rule_form('kind = "per_unit", of = "a", points = 0.01', "5.99", bands(
        'name = "Tốt"\nfrom = 66.62', 'name = "Yếu"\nfrom = 0'))  # fmt: skip
    assessment = assess_texts(third, {"a": 399})  # 66.6110 % is shown as 66.61
    assert (assessment.percent_shown, assessment.rating.name) == (D("66.61"), "Yếu")


def test_no_zero_and_min_area_send_to_the_next_band():
    top = bands('name = "Xuất sắc"\nfrom = 50\nno_zero = true',
                'name = "Tốt"\nfrom = 40\nmin_area = 90', 'name = "Yếu"\nfrom = 0')  # fmt: skip
    text = form_of(form('survey = "exclude"', top))
    assert assess_texts(text, {"a": 5, "b": 4}).rating.name == "Xuất sắc"
    zero = assess_texts(text, {"a": 6, "b": 0})
    assert zero.rating.name == "Yếu"
    assert "1.2" in zero.rating.reason
    assert "90 %" in zero.rating.reason


def test_survey_criteria_and_what_is_taken_out_are_no_zero():
    best = 'name = "Xuất sắc"\nfrom = 40\nno_zero = true\nmin_area = 60'
    top = bands(best, 'name = "Yếu"\nfrom = 0')
    for mode in ("include", "exclude", "pending"):
        assessment = assess_texts(form_of(form(f'survey = "{mode}"', top)), {"a": 6, "b": 4})
        assert assessment.rating.name == "Xuất sắc", mode
    assessment = assess_texts(form_of(form('survey = "exclude"', top)), {"a": NONE, "b": 4})
    assert assessment.rating.name == "Xuất sắc"


@pytest.mark.parametrize(
    ("limit", "answers", "name", "void"),
    [
        ('when = "co"\nat_most = "Khá"', {"co": True}, "Khá", False),
        ('when = "co"\nat_most = "Khá"', {"co": False}, "Tốt", False),
        ('when = "co"\nat_most = "Khá"', {}, "Tốt", False),
        ('when = ["c", ">", 2]\nat_most = "Yếu"', {"c": 3}, "Yếu", False),
        ('when = ["c", ">", 2]\nat_most = "Yếu"', {"c": 2}, "Tốt", False),
        ('when = "co"', {"co": True}, "", True),
        ('when = "co"\nat_most = "Tốt"', {"co": True}, "Tốt", False),
    ],
)
def test_an_event_limits_or_voids_the_rating(limit, answers, name, void):
    text = form('survey = "exclude"', f"{PLAIN}\n[[rating_limit]]\n{limit}\n")
    rating = assess_texts(form_of(text), {"a": 6, "b": 4, **answers}).rating
    assert (rating.name, rating.void) == (name, void)
    assert bool(rating.reason) == (void or name != "Tốt")


def test_a_form_without_bands_has_no_rating():
    rating = assess_texts(form_of(form()), {"a": 6, "b": 4}).rating
    assert (rating.name, rating.void, rating.reason) == ("", False, "Biểu mẫu không xếp loại.")


def test_parents_add_what_is_shown():
    text = f"""{HEAD}total = 2
decimals = 1
[[area]]
code = "1"
title = "Lĩnh vực"
max = 2
[[criterion]]
code = "1.1"
title = "Nhóm"
max = 2
[[criterion]]
code = "1.1.1"
title = "Một"
max = 1
rule = {{ kind = "linear", of = "ty_le" }}
[[criterion]]
code = "1.1.2"
title = "Hai"
max = 1
rule = {{ kind = "linear", of = "ty_le" }}
"""
    assessment = assess_texts(
        form_of(text), {"a": 5, "b": 20}
    )  # 0.25 + 0.25 are shown as 0.3 + 0.3
    assert [assessment.result_of(code).points for code in ("1.1.1", "1.1.2", "1.1", "1")] == [
        D("0.3"), D("0.3"), D("0.6"), D("0.6"),
    ]  # fmt: skip
    assert assessment.total == D("0.6")
