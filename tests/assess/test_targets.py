"""Plan targets: each operator, its state, its words; milestones, two plans, disagreements."""

from fractions import Fraction
from typing import Any

import pytest

from tests.factories.assessments import (
    NONE,
    assess_texts,
    finding_codes,
    one_rule_form,
    parse_day,
    plan_of,
    report_of,
    target_text,
)
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import Assessment, TargetResult, TargetState
from xa_report.domain.period import Period

FORM = one_rule_form('kind = "yes_no", of = "co"', more='not_arisen = "zero"')
MET, MISSED = TargetState.MET, TargetState.NOT_MET
UNKNOWN, NONE_AROSE = TargetState.UNKNOWN, TargetState.NOT_ARISEN


def against(
    ref: str, op: str, value: object, answers: dict[str, Any], before: dict[str, Any] | None = None
) -> TargetResult:
    previous = None if before is None else report_of(FORM_ALL, before, period=Period(2025))
    plan = plan_of(target_text(ref, op, value))
    report = report_of(FORM_ALL, {"co": True, **answers})
    (target,) = assess_report(report, FORM_ALL, (plan,), previous).targets
    return target


FORM_ALL = one_rule_form(
    'kind = "yes_no", of = "co"',
    more='items = ["a", "b", "c", "tien", "pt", "ngay", "chon", "muc", "bang", "ngoai", "tinh"]',
)

STATES: list[tuple[str, str, object, dict[str, Any], TargetState]] = [
    ("ty_le", ">=", 65, {"a": 65, "b": 100}, MET),
    ("ty_le", ">=", 65, {"a": 64999, "b": 100000}, MISSED),
    ("ty_le", ">=", 65, {"a": 1}, UNKNOWN),
    ("ty_le", ">=", 65, {"a": 0, "b": 0}, NONE_AROSE),
    ("ty_le", ">=", 65, {"a": 1, "b": NONE}, NONE_AROSE),
    ("ty_le", "=", 90, {"a": 95, "b": 100}, MET),
    ("ty_le", "=", 90, {"a": 89, "b": 100}, MISSED),
    ("tre", "=", 5, {"a": 4, "b": 100}, MET),
    ("tre", "<=", 5, {"a": 5, "b": 100}, MET),
    ("tre", "<=", 5, {"a": 501, "b": 10000}, MISSED),
    ("a", "=", 0, {"a": 0}, MET),
    ("a", "=", 0, {"a": 1}, MISSED),
    ("a", ">=", 3, {"a": 3}, MET),
    ("c", "rank<=", 20, {"c": 20}, MET),
    ("c", "rank<=", 20, {"c": 21}, MISSED),
    ("so_goc", "reduce>=", 10, {"a": 90, "b": 100}, MET),
    ("so_goc", "reduce>=", 10, {"a": 91, "b": 100}, MISSED),
    ("so_goc", "reduce>=", 10, {"a": 91, "b": 0}, NONE_AROSE),
    ("so_goc", "increase>=", 10, {"a": 110, "b": 100}, MET),
    ("so_goc", "increase>=", 10, {"a": 109, "b": 100}, MISSED),
    ("pt", "reduce>=", 10, {"pt": 10}, MET),
    ("pt", "=", 90, {"pt": 91}, MET),
    ("ngay", "from", "2026-06-01", {"ngay": parse_day("2026-06-01")}, MET),
    ("ngay", "from", "2026-06-01", {"ngay": parse_day("2026-06-02")}, MISSED),
    ("ngay", "from", "2026-06-01", {}, UNKNOWN),
    ("ngay", "from", "2026-06-01", {"ngay": NONE}, NONE_AROSE),
    ("co", "yes", None, {"co": True}, MET),
    ("co", "yes", None, {"co": False}, MISSED),
    ("co", "yes", None, {"co": NONE}, NONE_AROSE),
    ("ngoai", ">=", 80, {"ngoai": 80}, MET),
    ("bang", ">=", 1, {"bang": []}, MISSED),
]


@pytest.mark.parametrize(("ref", "op", "value", "answers", "state"), STATES)
def test_each_operator_at_its_limit(ref, op, value, answers, state):
    assert against(ref, op, value, answers).state is state


def test_a_change_needs_the_period_before():
    assert against("tang", "increase>=", 20, {"a": 120}).state is NONE_AROSE
    assert against("tang", "increase>=", 20, {"a": 120}, {}).state is NONE_AROSE
    assert against("tang", "increase>=", 20, {"a": 120}, {"a": 100}).state is MET
    assert against("tang", "reduce>=", 20, {"a": 81}, {"a": 100}).state is MISSED


WORDS: list[tuple[str, str, object, dict[str, Any], str, str, str]] = [
    # figure, op, value, answers; shown, wanted, how to close the gap
    ("ty_le", ">=", 65, {"a": 563, "b": 923}, "61 %", "≥ 65 %",
     "Cần thêm 37 hồ sơ (Số A) để đạt 65 %."),
    ("ty_le", ">=", 95, {"a": 94999, "b": 100000}, "94,999 %", "≥ 95 %",
     "Cần thêm 1 hồ sơ (Số A) để đạt 95 %."),
    ("tre", "<=", 5, {"a": 10, "b": 100}, "10 %", "≤ 5 %", "Cần giảm 5 hồ sơ (Số A) để đạt 5 %."),
    ("a", "=", 0, {"a": 3}, "3 hồ sơ", "= 0 hồ sơ", "Cần giảm 3 hồ sơ (Số A) để đạt 0 hồ sơ."),
    ("gop", ">=", 50, {"a": 1, "b": 10, "c": 0}, "10 %", "≥ 50 %",
     "Cần thêm 4 hồ sơ (Số A hoặc Số C) để đạt 50 %."),
    ("gop", "<=", 10, {"a": 1, "b": 10, "c": 4}, "50 %", "≤ 10 %",
     "Cần giảm 4 hồ sơ (Số C) để đạt 10 %."),
    ("so_goc", "reduce>=", 10, {"a": 95, "b": 100}, "-5 %", "giảm ≥ 10 %",
     "Cần giảm 5 hồ sơ (Số A) để giảm ≥ 10 %."),
    ("pt", ">=", 90, {"pt": 80}, "80 %", "≥ 90 %", "Còn cách 10 điểm phần trăm so với mức 90 %."),
    ("tien", ">=", 90, {"tien": 80}, "80", "≥ 90", "Còn cách 10 so với mức 90."),
    ("ngay", "from", "2026-06-01", {"ngay": parse_day("2026-06-11")}, "11/06/2026",
     "từ ngày 01/06/2026", "Chậm 10 ngày so với kế hoạch."),
    ("co", "yes", None, {"co": False}, "không", "có", "Cần thực hiện để trả lời “Có”."),
    ("bang", ">=", 2, {"bang": []}, "0 sáng kiến", "≥ 2 sáng kiến",
     "Cần thêm 2 sáng kiến (Sáng kiến) để đạt 2 sáng kiến."),
]  # fmt: skip


@pytest.mark.parametrize("row", WORDS, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_the_words_of_a_missed_target(row):
    target = against(*row[:4])
    assert (target.value_text, target.target_text, target.action_text) == row[4:]


def test_the_gap_is_exact():
    assert against("ty_le", ">=", 65, {"a": 1, "b": 3}).gap == 65 - Fraction(100, 3)
    assert against("ty_le", ">=", 65, {"a": 3, "b": 3}).gap is None


def measured(answers: dict[str, Any], *plans: Any, year: int = 2026) -> Assessment:
    return assess_report(
        report_of(FORM_ALL, {"co": True, **answers}, period=Period(year)), FORM_ALL, plans
    )


def test_a_later_milestone_is_shown_ahead_and_not_found():
    plan = plan_of(target_text("ty_le", ">=", 80, "years = [2030, 2030]"), "dai", "[2021, 2030]")
    assessment = measured({"a": 1, "b": 2}, plan)
    assert [(t.ahead, t.state, t.units) for t in assessment.targets] == [(True, MISSED, 1)]
    assert finding_codes(assessment) == []
    assert finding_codes(measured({}, plan)) == []
    assert [t.ahead for t in measured({"a": 1, "b": 2}, plan, year=2030).targets] == [False]


def test_targets_out_of_their_years_or_superseded_are_not_checked():
    past = plan_of(target_text("ty_le", ">=", 80, "years = [2024, 2025]"), "qua", "[2021, 2030]")
    gone = plan_of(target_text("ty_le", ">=", 80, 'superseded = "bỏ cấp huyện"'))
    other = plan_of(target_text("ty_le", ">=", 80), "khac", "[2021, 2025]")
    province = plan_of(
        '[[target]]\nid = "x"\nindicator = "ty_le"\nlevel = "province"\n'
        'aggregate = "ratio"\nop = ">="\nvalue = 80\n'
    )
    assert measured({"a": 1, "b": 2}, past, gone, other, province).targets == ()


def test_missed_and_unknown_targets_are_notes():
    plan = plan_of(target_text("ty_le", ">=", 65))
    assert finding_codes(measured({"a": 1, "b": 2}, plan)) == ["C301"]
    assert finding_codes(measured({"a": 1}, plan)) == ["C303"]
    assert measured({"a": 1}, plan).is_submittable
    (note,) = measured({"a": 1, "b": 2}, plan).findings
    assert note.message == (
        "Chưa đạt kế hoạch: Tỷ lệ 50 %, chỉ tiêu ≥ 65 %. Cần thêm 1 hồ sơ (Số A) để đạt 65 %."
    )


@pytest.mark.parametrize(
    ("target", "other", "strict"),
    [
        ((">=", 65), (">=", 70), "hai"),
        ((">=", 70), ("=", 65), "mot"),
        (("<=", 5), ("<=", 0), "hai"),
        (("reduce>=", 10), ("reduce>=", 15), "hai"),
        (("rank<=", 20), ("rank<=", 6), "hai"),
    ],
)
def test_of_two_plans_the_stricter_decides(target, other, strict):
    ref = "so_goc" if target[0] == "reduce>=" else "ty_le"
    plans = (plan_of(target_text(ref, *target), "mot"), plan_of(target_text(ref, *other), "hai"))
    assessment = measured({"a": 0, "b": 100}, *plans)
    assert [t.plan.id for t in assessment.targets if t.strictest] == [strict]
    (disagreement,) = [f for f in assessment.findings if f.code == "C302"]
    wanted = next(t.target_text for t in assessment.targets if t.strictest)
    assert disagreement.remedy == f"Áp dụng mức chặt hơn: {wanted}."
    assert "Kế hoạch mot" in disagreement.message


@pytest.mark.parametrize(
    ("target", "other"),
    [((">=", 65), (">=", 65)), (("=", 65), (">=", 65)), ((">=", 65), ("<=", 90))],
)
def test_plans_that_ask_the_same_or_in_other_directions_do_not_disagree(target, other):
    plans = (
        plan_of(target_text("ty_le", *target), "mot"),
        plan_of(target_text("ty_le", *other), "hai"),
    )
    assessment = measured({"a": 66, "b": 100}, *plans)
    assert [t.strictest for t in assessment.targets] == [True, True]
    assert "C302" not in finding_codes(assessment)


def test_an_earlier_day_is_stricter():
    plans = (
        plan_of(target_text("ngay", "from", "2026-06-01"), "mot"),
        plan_of(target_text("ngay", "from", "2026-03-01"), "hai"),
    )
    assessment = measured({"ngay": parse_day("2026-01-01")}, *plans)
    assert [t.strictest for t in assessment.targets] == [False, True]


def test_what_only_a_plan_asks_for_never_blocks():
    own = (
        '[[item]]\nid = "rieng"\nlabel = "Riêng"\nkind = "count"\n'
        '[[target]]\nid = "r"\nitem = "rieng"\nlevel = "commune"\nop = ">="\nvalue = 1\n'
    )
    assessment = assess_texts(FORM, {"co": True}, plan_of(own))
    assert [t.state for t in assessment.targets] == [UNKNOWN]
    assert (finding_codes(assessment), assessment.is_submittable) == (["C303"], True)
