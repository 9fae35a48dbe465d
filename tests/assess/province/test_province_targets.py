"""Targets against the whole province: sums are exact, and who pulls them down is told truly.

A ratio is the ratio of the communes' sums; what a commune does not know does not count.
Each drag, given its units, meets the target, and the province rises by exactly its pull.
Shares, sums and typed values; targets of communes as further rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.assessments import (
    NONE,
    one_rule_form,
    parse_day,
    plan_of,
    report_of,
    target_text,
)
from xa_report.assess.province.province_targets import province_targets
from xa_report.domain.assessment import TargetState
from xa_report.domain.item import Answer, ItemValue
from xa_report.domain.period import Period
from xa_report.domain.province.province_targets import (
    ProvinceInputsForYear,
    ProvinceTarget,
    TargetLaggard,
)
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

FORM = one_rule_form(
    'kind = "yes_no", of = "co"',
    more='items = ["a", "b", "c", "tien", "pt", "ngay", "muc", "bang", "ngoai", "tinh"]',
)
Answers = Sequence[Mapping[str, Any]]
MET, MISSED = TargetState.MET, TargetState.NOT_MET
UNKNOWN, NONE_AROSE = TargetState.UNKNOWN, TargetState.NOT_ARISEN


def province(ref: str, op: str, value: object, aggregate: str, more: str = "") -> str:
    text = target_text(ref, op, value, f'aggregate = "{aggregate}"\n{more}')
    return text.replace('"commune"', '"province"')


def commune(number: int, raw: Mapping[str, Any], year: int = 2026) -> Report:
    unit = Unit(f"{number:05d}", f"Xã {number}", "xã")
    return replace(report_of(FORM, raw), unit=unit, period=Period(year))


def rows(
    text: str, answers: Sequence[Mapping[str, Any]], **more: Any
) -> tuple[ProvinceTarget, ...]:
    reports = tuple(commune(number, raw) for number, raw in enumerate(answers))
    gathered = ProvinceInputsForYear(2026, reports, more.pop("communes", len(reports)), **more)
    return province_targets((plan_of(text),), FORM, gathered)


def row(text: str, answers: Answers, **more: Any) -> ProvinceTarget:
    (target,) = rows(text, answers, **more)
    return target


counts = st.one_of(st.integers(0, 12), st.integers(0, 3000))
some = st.lists(st.tuples(counts, counts), max_size=6)


@pytest.mark.parametrize(
    "text", [target_text("ty_le", ">=", "{}"), province("ty_le", ">=", "{}", "ratio")]
)
@given(pairs=some, wanted=st.integers(1, 120))
def test_a_ratio_is_the_fraction_of_the_sums(text, pairs, wanted) -> None:
    target = row(text.format(wanted), [{"a": a, "b": b} for a, b in pairs])
    counted = [(a, b) for a, b in pairs if b]
    assert target.counted_communes == len(counted)
    if not counted:
        assert target.state is (NONE_AROSE if pairs else UNKNOWN)
        return
    top, bottom = sum(a for a, _ in counted), sum(b for _, b in counted)
    assert target.figure.value == Fraction(100 * top, bottom)
    assert target.state is (MET if 100 * top >= wanted * bottom else MISSED)
    assert target.meeting_communes == sum(100 * a >= wanted * b for a, b in counted)
    if target.state is MISSED:
        assert target.units is not None
        assert 100 * (top + target.units) >= wanted * bottom > 100 * (top + target.units - 1)


ASKED = [("ty_le", ">="), ("trong_tong", ">="), ("gop", ">="), ("tre", "<="), ("so_goc", ">=")]


@settings(max_examples=150)
@given(
    asked=st.sampled_from(ASKED),
    answers=st.lists(st.tuples(counts, counts, counts), min_size=1, max_size=5),
    wanted=st.sampled_from([1, 33, 62, 95]),
)
def test_a_laggard_that_closes_its_gap_meets_the_target_and_lifts_the_province(
    asked, answers, wanted
):
    ref, op = asked
    text = target_text(ref, op, wanted)
    raw = [dict(zip("abc", numbers, strict=True)) for numbers in answers]
    target = row(text, raw)
    pulls = [laggard.loss for laggard in target.laggards]
    assert pulls == sorted(pulls, reverse=True)
    assert len(target.laggards) == target.counted_communes - target.meeting_communes
    for laggard in target.laggards:
        if laggard.units is None:
            continue
        at = int(laggard.unit.code)
        moved = [dict(one) for one in raw]
        moved[at][laggard.unit_item] += laggard.units
        after = row(text, moved)
        assert laggard.unit not in [other.unit for other in after.laggards]
        assert abs(after.figure.exact - target.figure.exact) == laggard.loss
        assert (after.figure.exact > target.figure.exact) == (op == ">=")


def test_only_what_is_known_counts() -> None:
    answers: list[dict[str, Any]] = [
        {"a": 30, "b": 100},
        {"a": 99},
        {"a": 5, "b": NONE},
        {"a": 60, "b": 100},
        {},
    ]
    target = row(target_text("ty_le", ">=", 50), answers, communes=8)
    assert (target.value_text, target.target_text, target.state) == ("45 %", "≥ 50 %", MISSED)
    assert (target.counted_communes, target.commune_count, target.meeting_communes) == (2, 8, 1)
    assert target.action_text == "Cần thêm 10 hồ sơ (Số A) để đạt 50 %."
    assert words(target.laggards) == [
        "Xã 0: 30 %. Cần thêm 20 hồ sơ (Số A) để đạt 50 %; làm giảm tỷ lệ chung 10 điểm phần trăm."
    ]


def words(laggards: Sequence[TargetLaggard]) -> list[str]:
    return [
        f"{laggard.unit.name}: {laggard.value_text}. {laggard.action_text}" for laggard in laggards
    ]


def test_too_much_is_told_too_and_a_pull_too_small_to_write() -> None:
    answers = [{"a": 12, "b": 100}, {"a": 1, "b": 100}]
    late = row(target_text("tre", "<=", 5), answers)
    assert words(late.laggards) == [
        "Xã 0: 12 %. Cần giảm 7 hồ sơ (Số A) để đạt 5 %; làm tăng tỷ lệ chung 3,5 điểm phần trăm."
    ]
    small = row(target_text("ty_le", ">=", 50), [{"a": 0, "b": 1}, {"a": 60000, "b": 100000}])
    assert "chưa tới 0,01 điểm phần trăm" in small.laggards[0].action_text


def test_money_has_no_units_but_a_pull() -> None:
    own = '[[indicator]]\nid = "giai_ngan"\nlabel = "Giải ngân"\nratio = ["tien", "b"]\n'
    text = own + target_text("ty_le", ">=", 50).replace("ty_le", "giai_ngan")
    target = row(text, [{"tien": 40.5, "b": 100}, {"tien": 90, "b": 100}])
    (laggard,) = target.laggards
    assert (laggard.units, laggard.loss) == (None, Fraction(19, 4))
    assert laggard.action_text == (
        "Còn cách 9,5 điểm phần trăm so với mức 50 %; làm giảm tỷ lệ chung 4,75 điểm phần trăm."
    )


def test_a_change_is_that_of_the_sums() -> None:
    before = {f"{n:05d}": commune(n, {"a": a}, 2025) for n, a in enumerate((100, 300))}
    target = row(
        target_text("tang", "increase>=", 20), [{"a": 110}, {"a": 390}, {"a": 7}], previous=before
    )
    assert (target.figure.exact, target.counted_communes, target.meeting_communes) == (
        Fraction(25),
        2,
        1,
    )
    assert [(laggard.unit.code, laggard.units, laggard.loss) for laggard in target.laggards] == [
        ("00000", 10, Fraction(5, 2))
    ]


YES, NO = {"co": True}, {"co": False}


@pytest.mark.parametrize(
    ("asked", "answers", "state", "texts"),
    [
        ((">=", 50), [YES, NO], MET, ("50 % (1/2 xã)", "≥ 50 % số xã", None)),
        (("=", 60), [YES, NO, NO], MISSED, ("33,33 % (1/3 xã)", "≥ 60 % số xã", 1)),
        (("yes", None), [YES, NO, {"co": NONE}, {}], MISSED, ("50 % (1/2 xã)", "≥ 100 % số xã", 1)),
        (("<=", 40), [YES, NO], MISSED, ("50 % (1/2 xã)", "≤ 40 % số xã", None)),
        (("yes", None), [YES], MET, ("100 % (1/1 xã)", "≥ 100 % số xã", None)),
        (("yes", None), [{"co": NONE}], NONE_AROSE, ("chưa có", "≥ 100 % số xã", None)),
        (("yes", None), [{}], UNKNOWN, ("chưa có", "≥ 100 % số xã", None)),
        (("yes", None), [], UNKNOWN, ("chưa có", "≥ 100 % số xã", None)),
    ],
)
def test_a_share_is_of_those_that_say_yes_or_no(asked, answers, state, texts) -> None:
    op, value = asked
    target = row(province("co", op, value, "share"), answers)
    assert (target.state, target.value_text, target.target_text, target.units) == (state, *texts)
    assert target.counted_communes == sum(one in (YES, NO) for one in answers)
    close = f"Cần thêm {target.units} xã có “Có kế hoạch”." if target.units else ""
    assert target.action_text == close
    if state is MISSED and op != "<=":
        assert len(target.laggards) == answers.count(NO)
        assert {laggard.loss for laggard in target.laggards} == {
            Fraction(100, target.counted_communes)
        }
        assert target.laggards[0].action_text == "Cần thực hiện để trả lời “Có”."


def test_sums_add_what_is_known() -> None:
    target = row(province("a", ">=", 100, "sum"), [{"a": 60}, {"a": NONE}, {"a": 30}, {}])
    assert (target.value_text, target.state, target.units) == ("90 hồ sơ", MISSED, 10)
    assert (target.counted_communes, target.laggards) == (2, ())
    rows_of = row(province("bang", ">=", 3, "sum"), [{"bang": [{"ten": "x"}]}, {"bang": []}])
    assert (rows_of.value_text, rows_of.units) == ("1 sáng kiến", 2)


@pytest.mark.parametrize(
    ("asked", "answer", "state", "shown"),
    [
        (("tinh", ">=", 80), Decimal("80"), MET, "80 %"),
        (("tinh", ">=", 80), None, UNKNOWN, "chưa có"),
        (("c", "rank<=", 20), Decimal(21), MISSED, "21 hồ sơ"),
        (("ngay", "from", "2026-06-01"), parse_day("2026-05-01"), MET, "01/05/2026"),
        (("co", "yes", None), False, MISSED, "không"),
        (("so_goc", "reduce>=", 10), Decimal(12), MET, "12 %"),
    ],
)
def test_what_the_province_types_stands_alone(
    asked: tuple[str, str, object], answer: ItemValue | None, state: TargetState, shown: str
) -> None:
    answers = {} if answer is None else {asked[0]: Answer(answer)}
    target = row(province(*asked, "entered"), [{"a": 1, "b": 2}], province_answers=answers)
    assert (target.state, target.value_text, target.is_entered) == (state, shown, True)
    assert (target.counted_communes, target.laggards) == (0, ())
    assert target.label != asked[0]


def test_a_typed_figure_is_made_of_typed_items() -> None:
    answers = {"a": Answer(Decimal(85)), "b": Answer(Decimal(100))}
    target = row(province("so_goc", "reduce>=", 10, "entered"), [], province_answers=answers)
    assert (target.value_text, target.state) == ("-15 %", MET)


@pytest.mark.parametrize(
    ("asked", "answers", "texts"),
    [
        (("a", "=", 0), [{"a": 3}, {"a": 0}],
         ("1/2 xã đạt", "mỗi xã = 0 hồ sơ", "Còn 1 xã chưa đạt.")),
        (("pt", ">=", 90), [{"pt": 90}, {"pt": 95}], ("2/2 xã đạt", "mỗi xã ≥ 90 %", "")),
        (("co", "yes", None), [YES, {}], ("1/1 xã đạt", "mỗi xã có", "")),
        (("ngay", "from", "2026-06-01"), [{"ngay": parse_day("2026-06-03")}],
         ("0/1 xã đạt", "mỗi xã từ ngày 01/06/2026", "Còn 1 xã chưa đạt.")),
        (("ngoai", ">=", 80), [{"ngoai": 70}],
         ("0/1 xã đạt", "mỗi xã ≥ 80", "Còn 1 xã chưa đạt.")),
        (("ngoai", ">=", 80), [{}], ("chưa có", "mỗi xã ≥ 80", "")),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_counted_by_communes(asked, answers, texts) -> None:
    target = row(target_text(*asked), answers)
    assert (target.value_text, target.target_text, target.action_text) == texts
    assert target.gap is None  # a share of communes is no figure in the unit of the target
    assert len(target.laggards) == target.counted_communes - target.meeting_communes


def test_the_provinces_own_rows_come_first_and_milestones_are_ahead() -> None:
    text = target_text("ty_le", ">=", 50) + province(
        "gop", ">=", 50, "ratio", "years = [2026, 2026]"
    )
    text += province("tinh", ">=", 50, "entered", 'superseded = "bỏ"')
    targets = rows(text, [{"a": 1, "b": 2, "c": 3}])
    assert [(one.target.reference, one.target.level.value) for one in targets] == [
        ("gop", "province"),
        ("ty_le", "commune"),
    ]
    later = plan_of(
        province("gop", ">=", 50, "ratio", "years = [2030, 2030]"), years="[2021, 2030]"
    )
    gathered = ProvinceInputsForYear(2026, (commune(1, {"a": 1, "b": 2, "c": 0}),), 1)
    assert [one.ahead for one in province_targets((later,), FORM, gathered)] == [True]
