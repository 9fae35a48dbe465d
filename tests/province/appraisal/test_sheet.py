"""What an appraiser sees of a case, and what acts do that no random order reaches.

1. A criterion without a department has that of what it belongs to.
2. A return that names an area opens all below it; entries about them end with the correction.
3. An entry that a correction overtook can be made again in the same words.
4. Survey results may come before the commune has sent; a closed case takes none.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import (
    UNITS,
    YEAR,
    build_report,
    correct_report,
    import_report,
    read_small_form,
)
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, CaseState, DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import UsageError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.province_values import set_province_values
from xa_report.province.appraisal.sheet import (
    criterion_rows,
    department_of,
    department_rows,
    input_rows,
    list_departments,
)
from xa_report.province.database.appraisal import EntryKind, Explanation, ProvinceValue
from xa_report.province.register import Register
from xa_report.workflow.province.appraisal import load_case

PLACE = CaseKey(UNITS[0], YEAR)
WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "thiếu")
POINTS, ANSWER = EntryKind.POINTS, EntryKind.ANSWER


def row(register: Register, code: str) -> CriterionRow:
    return next(one for one in criterion_rows(load_case(register, PLACE)) if one.code == code)


def put(register: Register, code: str, points: str) -> None:
    commands.appraise_case(register, PLACE, [EntryChange(POINTS, code, Decimal(points), WHY)])


def test_departments_are_inherited(province_register: Register):
    assert list_departments(read_small_form()) == ("Văn phòng UBND tỉnh", "Sở Tư pháp", "Sở Nội vụ")
    own = {
        criterion.code: department_of(read_small_form(), criterion)
        for criterion in read_small_form().all_criteria()
    }
    assert own == {
        "1.1": "Văn phòng UBND tỉnh", "1.2": "Sở Tư pháp", "1.2.1": "Sở Tư pháp",
        "1.2.2": "Sở Nội vụ", "2.1": "", "2.2": "", "T1": "",
    }  # fmt: skip
    case = load_case(province_register, PLACE)
    assert [one.code for one in department_rows(case, "Sở Nội vụ")] == ["1.2", "1.2.2"]
    assert [one.item.id for one in input_rows(case, "Sở Nội vụ")] == ["sai"]
    with pytest.raises(UsageError, match="Văn phòng UBND tỉnh; Sở Tư pháp; Sở Nội vụ"):
        criterion_rows(case, "Sở Y tế")


def test_three_times_with_everything_beside_it(province_register: Register):
    put(province_register, "1.1", "2")
    commands.appraise_case(
        province_register, PLACE, [EntryChange(ANSWER, "tre", Answer(Decimal(3)), WHY)]
    )
    commands.end_first_round(province_register, PLACE)
    explanations = [Explanation("9", YEAR, "1.1", "đã gửi bổ sung", "Công văn 1")]
    commands.record_explanations(province_register, PLACE, explanations)
    put(province_register, "1.1", "4.5")
    criterion_row = row(province_register, "1.1")
    assert (criterion_row.sent, criterion_row.first, criterion_row.points, criterion_row.fixed) == (
        Decimal("4.5"), Decimal(2), Decimal("4.5"), Decimal("4.5"),
    )  # fmt: skip
    assert (criterion_row.version, criterion_row.explanation, criterion_row.department) == (
        2, "đã gửi bổ sung", "Văn phòng UBND tỉnh",
    )  # fmt: skip
    assert [use.page for use in criterion_row.evidence] == ["tr. 2"]
    (figure,) = criterion_row.inputs
    values = [one.value if one else None for one in (figure.sent, figure.first, figure.appraised)]
    assert (values, figure.version, figure.why) == ([1, 3, 3], 1, WHY)
    caused = row(province_register, "1.2.1")
    assert (caused.differs, caused.fixed, caused.why) == (True, None, WHY)


def test_a_correction_ends_what_was_said_about_it(province_register: Register, tmp_path: Path):
    sent = build_report(UNITS[0], explanations={"1.1": "=cmd|' /C calc'!A0"})
    put(province_register, "1.2.2", "0.5")
    put(province_register, "T1", "1")
    commands.return_criteria(province_register, PLACE, [ReopenedCriterion("1", WHY)])
    assert row(province_register, "1.2.2").reopened
    assert not row(province_register, "T1").reopened
    put(province_register, "1.1", "1")
    assert load_case(province_register, PLACE).row.state is CaseState.RETURNED
    assert import_report(province_register, correct_report(sent, sai=1), tmp_path).submission
    points = {one.code: one.points for one in criterion_rows(load_case(province_register, PLACE))}
    assert (points["1.1"], points["1.2.2"], points["T1"]) == (
        Decimal("4.5"),
        Decimal("0.75"),
        Decimal(1),
    )
    assert len(load_case(province_register, PLACE).entries) == 3
    put(province_register, "1.1", "1")
    assert row(province_register, "1.1").points == 1


def test_survey_results_wait_for_the_commune(province_register: Register, tmp_path: Path):
    def given(ref: str, value: str, unit: str = UNITS[2]) -> list[ProvinceValue]:
        return [ProvinceValue(unit, YEAR, ref, Answer(Decimal(value)))]

    assert (
        set_province_values(province_register, YEAR, given("hai_long", "80") + given("2.2", "3.5"))
        == 2
    )
    for bad, message in (
        (given("tre", "1"), "không phải số liệu tỉnh chấm"),
        (given("2.2", "4.5"), "không nằm trong khoảng"),
        (given("hai_long", "1", "99999"), "không có đơn vị"),
        (given("hai_long", "1") * 2, "hai lần"),
    ):
        with pytest.raises(UsageError, match=message):
            set_province_values(province_register, YEAR, bad)
    import_report(province_register, build_report(UNITS[2]), tmp_path)
    case = load_case(province_register, CaseKey(UNITS[2], YEAR))
    assert [case.appraised.result_of(code).points for code in ("2.1", "2.2")] == [
        8,
        Decimal("3.5"),
    ]
    commands.close_single_case(province_register, CaseKey(UNITS[2], YEAR))
    with pytest.raises(UsageError, match="Đã chốt"):
        set_province_values(province_register, YEAR, given("hai_long", "81"))
