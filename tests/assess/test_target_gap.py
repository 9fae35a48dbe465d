"""How many units close a gap: exactly that many meet the target, one fewer does not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.factories.assessments import one_rule_form, plan_of, report_of, target_text
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report

FORM = one_rule_form('kind = "yes_no", of = "co"', more='items = ["a", "b", "c", "muc", "bang"]')
BEFORE = report_of(FORM, {"a": 40, "b": 90}, period=Period(2025))

ASKED: list[tuple[str, str, object]] = [
    *(("ty_le", op, value) for op in (">=", "=", "<=") for value in (0, 5, 62.5, 95, 100, 120)),
    *(("trong_tong", op, value) for op in (">=", "<=") for value in (5, 33.3, 90, 100)),
    *(("gop", op, value) for op in (">=", "<=") for value in (10, 65, 100)),
    *((ref, op, value) for ref in ("a", "gia_tri", "tong", "bang")
      for op in (">=", "=", "<=") for value in (0, 3, 40)),
    *(("hieu", op, value) for op in (">=", "<=", "=") for value in (-5, 0, 7)),
    *((ref, op, value) for ref in ("tang", "so_goc") for op in ("increase>=", "reduce>=", "<=")
      for value in (0, 10, 33.3)),
    *(("them", op, value) for op in ("increase>=", "reduce>=", ">=") for value in (0, 10)),
]  # fmt: skip


def result(report: Report, plan: Plan) -> TargetResult:
    (target,) = assess_report(report, FORM, (plan,), BEFORE).targets
    return target


def moved(report: Report, ref: str, units: int) -> Report:
    """The report with that many more units of an item (or fewer)."""
    old = report.answers.get(ref, Answer(Decimal(0))).value
    new: Any
    if isinstance(old, tuple):
        new = old[: len(old) + units] if units < 0 else (*old, *({"ten": "x"},) * units)
    else:
        new = (old if isinstance(old, Decimal) else Decimal(0)) + units
    return replace(report, answers={**report.answers, ref: Answer(value=new)})


counts = st.one_of(st.integers(0, 12), st.integers(0, 2000), st.sampled_from([19, 20, 95, 100]))


@settings(max_examples=400)
@given(
    asked=st.sampled_from(ASKED),
    numbers=st.tuples(counts, counts, counts),
    rows=st.integers(0, 5),
    lacking=st.sampled_from(["", "", "", "c"]),
)
def test_exactly_so_many_units_meet_the_target(asked, numbers, rows, lacking):
    ref, op, value = asked
    answers: dict[str, Any] = dict(zip("abc", numbers, strict=True)) | {"co": True}
    answers["bang"] = [{"ten": "x"}] * rows
    if lacking:
        answers[lacking] = {"not_arisen": "không có"}
    plan = plan_of(target_text(ref, op, value))
    report = report_of(FORM, answers)
    target = result(report, plan)
    assume(target.units is not None)
    assert target.units
    assert target.state is TargetState.NOT_MET
    assert result(moved(report, target.unit_item, target.units), plan).state is TargetState.MET
    short = target.units - (1 if target.units > 0 else -1)
    if short:
        after = result(moved(report, target.unit_item, short), plan).state
        assert after is not TargetState.MET
    word = "thêm" if target.units > 0 else "giảm"
    assert target.action_text.startswith(f"Cần {word} ")


@settings(max_examples=150)
@given(top=st.integers(0, 500), bottom=st.integers(1, 500), percent=st.integers(1, 100))
def test_a_ratio_can_always_be_closed_by_its_numerator(top, bottom, percent):
    assume(100 * top < percent * bottom)
    report = report_of(FORM, {"a": top, "b": bottom, "co": True})
    target = result(report, plan_of(target_text("ty_le", ">=", percent)))
    assert target.units == -(-percent * bottom // 100) - top
    assert target.unit_item == "a"


def test_no_count_can_close_what_no_count_makes():
    report = report_of(FORM, {"a": 3, "b": 4, "co": True})
    impossible = result(report, plan_of(target_text("trong_tong", ">=", 100)))
    assert (impossible.units, impossible.unit_item) == (None, "")
    assert impossible.action_text == "Còn cách 57,14 điểm phần trăm so với mức 100 %."


def test_an_item_is_never_asked_to_go_below_nothing():
    report = report_of(FORM, {"a": 2, "b": 100, "c": 90, "co": True})
    target = result(report, plan_of(target_text("gop", "<=", 50)))
    assert (target.unit_item, target.units) == ("c", -42)
    stuck = report_of(FORM, {"a": 30, "b": 100, "c": 30, "co": True})
    assert result(stuck, plan_of(target_text("gop", "<=", 10))).units is None
