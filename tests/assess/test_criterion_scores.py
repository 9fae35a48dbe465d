"""Every rule kind: answers, points, and the sentence that explains them.

`None` among the answers' values stands for what is not reported, NONE for what did not arise.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.assessments import (
    NONE,
    UNIT,
    assess_texts,
    one_rule_form,
    parse_day,
    plan_of,
    report_of,
    score_rule,
    target_text,
)
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import ScoreState
from xa_report.domain.rules.registry import RULE_TYPES

CHOICE = 'kind = "choice", of = "chon", points = { tot = 6, kha = 2.5 }'
BANDS = 'kind = "bands", of = "ty_le", bands = [[98, 6], [95, 4], [90, 2]]'
RISING = 'kind = "bands", of = "tre", bands = [[0, 6], [2.5, 3]], otherwise = 1'
LINEAR = 'kind = "linear", of = "ty_le"'
STEPS = 'kind = "deadline", of = "ngay", steps = [[{ day = "01-31" }, 6], [{ day = "02-15" }, 3]]'
DEDUCT = 'kind = "deduction", start = 6, each = { a = 1.5, b = 2 }, floor = 1'
BRANCH = (
    'kind = "branch", of = "chon", cases = { tot = { kind = "manual" }, '
    'kha = { kind = "per_unit", of = "a", points = 1 }, kem = { kind = "yes_no", of = "co" } }'
)

TABLE: list[tuple[str, dict[str, object], str, str]] = [
    # rule, answers, points, what the sentence holds
    ('kind = "yes_no", of = "co"', {"co": True}, "6", "Có kế hoạch: có"),
    ('kind = "yes_no", of = "co"', {"co": False}, "0", "Có kế hoạch: không"),
    (CHOICE, {"chon": "kha"}, "2.5", "“Khá”"),
    (CHOICE, {"chon": "kem"}, "0", "“Kém”"),
    ('kind = "checklist", of = "muc", each = 2', {"muc": ["x", "z"]}, "4", "2/3 mục (Loa; Họp)"),
    ('kind = "checklist", of = "muc", each = 2', {"muc": []}, "0", "0/3 mục"),
    ('kind = "checklist", of = "muc", steps = [[2, 3], [3, 6]]', {"muc": ["x", "y"]}, "3", "2/3"),
    ('kind = "checklist", of = "muc", steps = [[2, 3], [3, 6]]', {"muc": ["x"]}, "0", "1/3"),
    # the limits belong to their band; nothing is rounded before they are looked at
    (BANDS, {"a": 98, "b": 100}, "6", "98 % (98/100) thuộc mức từ 98 trở lên"),
    (BANDS, {"a": 97999, "b": 100000}, "4", "thuộc mức 95 – dưới 98"),
    (BANDS, {"a": 95, "b": 100}, "4", "95 % (95/100)"),
    (BANDS, {"a": 94996, "b": 100000}, "2", "thuộc mức 90 – dưới 95"),
    (BANDS, {"a": 19, "b": 20}, "4", "19/20"),
    (BANDS, {"a": 90, "b": 100}, "2", "90 – dưới 95"),
    (BANDS, {"a": 89999, "b": 100000}, "0", "dưới 90"),
    (BANDS, {"a": 0, "b": 7}, "0", "0 % (0/7)"),
    (RISING, {"a": 0, "b": 7}, "6", "đến 0"),
    (RISING, {"a": 25, "b": 1000}, "3", "trên 0 đến 2,5"),
    (RISING, {"a": 2501, "b": 100000}, "1", "trên 2,5"),
    ('kind = "bands", of = "c", bands = [[3, 6], [5, 2]]', {"c": 5}, "2", "5 hồ sơ"),
    (LINEAR, {"a": 1, "b": 3}, "2", "33,33 % (1/3) so với 100, nhân 6 điểm"),
    (LINEAR, {"a": 3, "b": 2}, "6", "trọn điểm"),
    (LINEAR + ", full_from = 90", {"a": 9, "b": 10}, "6", "đạt mức 90"),
    (LINEAR + ", full_from = 90", {"a": 45, "b": 100}, "3", "so với 90"),
    (LINEAR + ", zero_below = 80", {"a": 79999, "b": 100000}, "0", "dưới 80"),
    (LINEAR + ", zero_below = 80", {"a": 80, "b": 100}, "4.8", "nhân 6"),
    (LINEAR + ", target = 60", {"a": 30, "b": 100}, "3", "so với 60"),
    (LINEAR + ", target = 60", {"a": 60, "b": 100}, "6", "đạt mức 60"),
    (LINEAR + ", target = 90, full_from = 80", {"a": 80, "b": 100}, "6", "đạt mức 80"),
    (LINEAR + ", target = 90, full_from = 80", {"a": 45, "b": 100}, "3", "so với 90"),
    (STEPS, {"ngay": parse_day("2026-01-31")}, "6", "31/01/2026, trong hạn 31/01/2026"),
    (STEPS, {"ngay": parse_day("2026-02-01")}, "3", "trong hạn 15/02/2026"),
    (STEPS, {"ngay": parse_day("2026-02-16")}, "0", "sau hạn cuối 15/02/2026"),
    (STEPS + ", otherwise = 1", {"ngay": parse_day("2026-12-31")}, "1", "sau hạn"),
    (DEDUCT, {"a": 0, "b": 0}, "6", "không bị trừ"),
    (DEDUCT, {"a": 1, "b": 1}, "2.5", "trừ 1,5 vì Số A (1); trừ 2 vì Số B (1)"),
    (DEDUCT, {"a": 9, "b": 9}, "1", "trừ 13,5"),
    (DEDUCT, {"a": 1, "b": NONE}, "4.5", "trừ 1,5"),
    ('kind = "per_unit", of = "bang", points = 2.5', {"bang": [{"ten": "Một"}]}, "2.5",
     "1 sáng kiến, mỗi sáng kiến 2,5 điểm"),
    ('kind = "per_unit", of = "a", points = 2.5', {"a": 9}, "6", "không quá 6 điểm"),
    ('kind = "compare", left = "a", op = "<=", right = "b"', {"a": 21, "b": 21}, "6",
     "Số A 21 hồ sơ ≤ Số B 21 hồ sơ: đúng"),
    ('kind = "compare", left = "a", op = "<=", right = "b"', {"a": 22, "b": 21}, "0", "không đúng"),
    ('kind = "compare", left = "ty_le", op = "=", right = 50', {"a": 1, "b": 2}, "6", "= 50"),
    ('kind = "compare", left = 3, op = "!=", right = "a"', {"a": 3}, "0", "3 ≠ Số A"),
    ('kind = "rank", of = "a", at_most = 3', {"a": 3}, "6", "hạng 3"),
    ('kind = "rank", of = "a", at_most = 3', {"a": 4}, "0", "ngoài nhóm 3"),
    ('kind = "rank", of = "a", steps = [[1, 6], [5, 2]]', {"a": 5}, "2", "nhóm 5"),
    ('kind = "external", of = "ngoai"', {"ngoai": {"score": Decimal("85.5")}}, "5.13", "85,5/100"),
    ('kind = "external", of = "ngoai", out_of = 20',
     {"ngoai": {"score": 10, "source": "Cổng", "as_of": parse_day("2026-12-01")}}, "3",
     "10/20 theo Cổng ngày 01/12/2026"),
    ('kind = "external", of = "ngoai"', {"ngoai": 120}, "6", "120/100"),
    ('kind = "survey", of = "tinh"', {"tinh": 75}, "4.5", "75/100"),
    ('kind = "manual"', {"1.1": 1.25}, "1.25", "bước 0,25"),
    (BRANCH, {"chon": "kha", "a": 4}, "4", "trường hợp “Khá”: 4 hồ sơ"),
    (BRANCH, {"chon": "tot", "1.1": 2}, "2", "trường hợp “Tốt”"),
    (BRANCH, {"chon": "kem", "co": True}, "6", "trường hợp “Kém”"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "answers", "points", "words"), TABLE)
def test_points_and_reason(rule, answers, points, words):
    result = score_rule(rule, answers)
    assert result.points == Decimal(points), result.reason
    assert result.state is ScoreState.SCORED
    assert words.casefold() in result.reason.casefold()
    assert result.reason.endswith("điểm.")


A4 = '{ kind = "per_unit", of = "a", points = 1, max = 4 }'
B2 = '{ kind = "per_unit", of = "b", points = 1, max = 2 }'
A, B = A4.replace(", max = 4", ""), B2.replace(", max = 2", "")
WEIGHTED = (
    f'kind = "weighted", parts = [{{ weight = 0.75, rule = {A} }}, {{ weight = 0.25, rule = {B} }}]'
)

COMPOSITES: list[tuple[str, dict[str, object], dict[str, str]]] = [
    # rule, answers, points by policy
    (f'kind = "sum", parts = [{A4}, {B2}]', {"a": 3, "b": 1}, {"full": "4"}),
    (f'kind = "sum", parts = [{A4}, {B2}]', {"a": 9, "b": 9}, {"full": "6"}),
    (f'kind = "sum", parts = [{A4}, {B2}]', {"a": 2, "b": NONE},
     {"full": "4", "zero": "2", "rescale": "3", "forbidden": "2"}),
    (f'kind = "sum", parts = [{A4}, {B2}]', {"a": NONE, "b": NONE},
     {"full": "6", "zero": "0", "rescale": "0", "forbidden": "0"}),
    ('kind = "min", parts = [{ kind = "manual" }, { kind = "per_unit", of = "a", points = 1 }]',
     {"1.1": 4, "a": 3}, {"full": "3"}),
    ('kind = "min", parts = [{ kind = "manual" }, { kind = "per_unit", of = "a", points = 1 }]',
     {"1.1": 4, "a": NONE}, {"full": "4", "zero": "0", "rescale": "4", "forbidden": "0"}),
    ('kind = "max_of", parts = [{ kind = "manual" }, { kind = "per_unit", of = "a", points = 1 }]',
     {"1.1": 4, "a": 3}, {"full": "4"}),
    ('kind = "max_of", parts = [{ kind = "manual" }, { kind = "per_unit", of = "a", points = 1 }]',
     {"1.1": 4, "a": NONE}, {"full": "6", "zero": "4", "rescale": "4", "forbidden": "4"}),
    (WEIGHTED, {"a": 4, "b": 2}, {"full": "3.5"}),
    (WEIGHTED, {"a": 4, "b": NONE},
     {"full": "4.5", "zero": "3", "rescale": "4", "forbidden": "3"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "answers", "by_policy"), COMPOSITES)
def test_parts_that_did_not_arise_follow_the_policy(rule, answers, by_policy):
    points_by_policy = {
        p: score_rule(rule, answers, more=f'not_arisen = "{p}"').points for p in by_policy
    }
    assert points_by_policy == {policy: Decimal(points) for policy, points in by_policy.items()}


def test_a_composite_tells_each_part_with_its_points():
    result = score_rule(f'kind = "sum", parts = [{A4}, {B2}]', {"a": 3, "b": NONE})
    assert "(3 điểm)" in result.reason
    assert "không phát sinh: không có" in result.reason


def test_a_weighted_rule_inside_a_sum():
    rule = f'kind = "sum", parts = [{{ {WEIGHTED}, max = 4 }}, {{ {WEIGHTED}, max = 2 }}]'
    assert score_rule(rule, {"a": 4, "b": 4}).points == Decimal(6)


@pytest.mark.parametrize(
    ("formed", "day_of", "points"),
    [
        (None, "2026-01-31", "6"), (None, "2026-02-01", "0"),
        ("2025-07-01", "2026-01-31", "6"), ("2025-07-01", "2026-07-01", "0"),
        ("2026-07-01", "2026-07-31", "6"), ("2026-07-01", "2026-08-01", "0"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["30", '{ day = "01-31" }'])
def test_a_unit_formed_in_the_year_has_as_many_days(formed, day_of, points, step):
    form = one_rule_form(
        f'kind = "deadline", of = "ngay", from_start = true, steps = [[{step}, 6]]'
    )
    unit = type(UNIT)(UNIT.code, UNIT.name, UNIT.kind, formed=formed and parse_day(formed))
    report = report_of(form, {"ngay": parse_day(day_of)}, unit=unit)
    assert assess_report(report, form, ()).result_of("1.1").points == Decimal(points)


def test_without_from_start_a_new_unit_keeps_the_calendar():
    form = one_rule_form('kind = "deadline", of = "ngay", steps = [[{ day = "01-31" }, 6]]')
    unit = type(UNIT)(UNIT.code, UNIT.name, UNIT.kind, formed=date(2026, 7, 1))
    report = report_of(form, {"ngay": parse_day("2026-07-15")}, unit=unit)
    assert assess_report(report, form, ()).result_of("1.1").points == 0


@pytest.mark.parametrize(
    ("value", "points"), [("60", "3"), ("40", "4.5"), ("30", "6"), ("100", "1.8")]
)
def test_linear_against_the_plan(value, points):
    form = one_rule_form(f'{LINEAR}, target = "plan"')
    plan = plan_of(target_text("ty_le", ">=", value))
    assert assess_texts(form, {"a": 30, "b": 100}, plan).result_of("1.1").points == Decimal(points)


def test_linear_against_two_plans_takes_the_stricter_in_force():
    form = one_rule_form(f'{LINEAR}, target = "plan"')
    plans = (
        plan_of(target_text("ty_le", ">=", 40), "mot"),
        plan_of(target_text("ty_le", "=", 60), "hai"),
        plan_of(target_text("ty_le", ">=", 90, "years = [2030, 2030]"), "ba", "[2026, 2030]"),
    )
    assert assess_texts(form, {"a": 30, "b": 100}, *plans).result_of("1.1").points == 3


def test_linear_without_a_plan_counts_to_the_full():
    assessment = assess_texts(one_rule_form(f'{LINEAR}, target = "plan"'), {"a": 30, "b": 100})
    assert assessment.result_of("1.1").points == Decimal("1.8")
    assert [f.code for f in assessment.findings] == ["C304"]


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"a": 1}, ScoreState.MISSING),
        ({"a": 0, "b": 0}, ScoreState.NOT_ARISEN),
        ({"a": 5, "b": NONE}, ScoreState.NOT_ARISEN),
        ({"a": NONE, "b": 5}, ScoreState.SCORED),
        ({"b": 0}, ScoreState.NOT_ARISEN),
    ],
)
def test_a_ratio_without_a_denominator_did_not_arise(answers, state):
    assert score_rule(LINEAR, answers).state is state


def test_points_are_rounded_half_up_once():
    assert score_rule(LINEAR, {"a": 125, "b": 1000}, "0.6").points == Decimal("0.08")  # 0.075
    assert score_rule(LINEAR, {"a": 124, "b": 1000}, "0.6").points == Decimal("0.07")  # 0.0744


def test_every_kind_is_in_a_table_here():
    tried = " ".join([row[0] for row in TABLE] + [row[0] for row in COMPOSITES])
    assert [kind for kind in RULE_TYPES if f'kind = "{kind}"' not in tried] == []
