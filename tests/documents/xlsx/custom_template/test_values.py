"""Values by name: a commune's are its assessment's, a province's are sums and ratios of sums."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.generated_reports import make_case
from tests.factories.reports import (
    EXPLANATION,
    UNIT,
    read_yearly_form,
    read_yearly_plans,
    typical_report,
    with_answer,
)
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report
from xa_report.documents.xlsx.custom_template.commune_values import build_commune_values
from xa_report.documents.xlsx.custom_template.province_values import build_province_values
from xa_report.domain.indicator import IndicatorKind
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.province.appraisal import CaseState, ProvinceAdjustments
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.province.ranking import RankedCommune, Ranking, RankingCandidate
from xa_report.domain.unit import Unit
from xa_report.domain.workbook_values import EMPTY_VALUE, NOT_ARISEN_TEXT, FillValue

NOW = datetime(2027, 2, 1, tzinfo=UTC)
PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")


def values_of(report):
    return build_commune_values(
        report,
        read_yearly_form(),
        read_yearly_plans(),
        assess_report(report, read_yearly_form(), read_yearly_plans()),
    ).values


def commune_result(report, code, points=None):
    report = replace(report, unit=replace(UNIT, code=code, name=f"Xã {code}"))
    sent = assess_report(report, read_yearly_form(), read_yearly_plans())
    assessment = appraise_report(
        report, read_yearly_form(), read_yearly_plans(), ProvinceAdjustments(points=points or {})
    )
    return CommuneResult(
        report.unit, CaseState.CLOSED, report, sent, assessment, "0" * 64, "1" * 64, NOW
    )


def consolidation(*results, not_sent=()):
    placed = tuple(
        RankedCommune(
            rank,
            RankingCandidate(result.unit, "", result.sent.result, result.appraised.result, None),
        )
        for rank, result in enumerate(results, start=1)
    )
    return Consolidation(
        PROVINCE, "Sở Nội vụ", typical_report().period, read_yearly_form(), read_yearly_plans(),
        results, not_sent, Ranking(placed), (), NOW,
    )  # fmt: skip


def test_a_communes_values_are_its_assessments():
    report = typical_report()
    assessment = assess_report(report, read_yearly_form(), read_yearly_plans())
    assert assessment.percent_shown is not None
    values = values_of(report)
    assert values["don_vi"] == FillValue("Xã Tân Hội")
    assert values["ky"] == FillValue("năm 2026")
    assert values["tong_diem"] == FillValue(Fraction(assessment.total))
    assert values["ty_le_phan_tram"] == FillValue(Fraction(assessment.percent_shown), percent=True)
    assert values["xep_loai"] == FillValue(assessment.rating.name)
    for area in assessment.areas:
        assert values[f"diem:{area.code}"].value == area.points
        assert values[f"diem_toi_da:{area.code}"].value == area.max
    code = next(iter(report.explanations))
    assert str(values[f"giai_trinh:{code}"].value).startswith(EXPLANATION[:20])


@given(st.integers(0, 60))
def test_every_item_and_indicator_has_its_value_in_three_states(seed):
    case = make_case(seed)
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    values = build_commune_values(case.report, case.form, case.plans, assessment).values
    for ref in case.form.items:
        answer = case.report.answers.get(ref)
        value = values[f"so_lieu:{ref}"]
        if answer is None:
            assert value == EMPTY_VALUE
        elif answer.not_arisen is not None:
            assert value == FillValue(NOT_ARISEN_TEXT)
        elif isinstance(answer.value, Decimal):
            assert value.value == answer.value
    for ref, indicator in case.form.indicators.items():
        figure = assessment.figures[ref]
        if figure.is_known:
            assert values[f"so_lieu:{ref}"].value == figure.value
            assert values[f"so_lieu:{ref}"].percent or not indicator.percent


def _counts(report, factor):
    """The report with every count multiplied."""
    for ref, item in read_yearly_form().items.items():
        given_ = report.answers.get(ref)
        if item.kind is ItemKind.COUNT and given_ and isinstance(given_.value, Decimal):
            report = with_answer(report, ref, Answer(given_.value * factor))
    return report


def test_the_province_sums_and_makes_ratios_of_sums():
    ratio = next(
        indicator for indicator in read_yearly_form().indicators.values()
        if indicator.kind is IndicatorKind.RATIO and all(len(o) == 1 for o in indicator.operands)
        and values_of(typical_report())[indicator.id].value not in (None, NOT_ARISEN_TEXT)
        and all(o[0] in read_yearly_form().items for o in indicator.operands)
    )  # fmt: skip
    top, bottom = (operand[0] for operand in ratio.operands)
    first, second = typical_report(), _counts(typical_report(), 3)
    second = with_answer(second, top, Answer(Decimal(1)))
    silent = replace(typical_report(), answers={})
    whole = build_province_values(
        consolidation(*(commune_result(r, str(n)) for n, r in enumerate((first, second, silent))))
    ).values
    tops = [Fraction(r.answers[top].value) for r in (first, second)]  # type: ignore[arg-type]
    bottoms = [Fraction(r.answers[bottom].value) for r in (first, second)]  # type: ignore[arg-type]
    assert whole[f"tong:{top}"].value == sum(tops)
    percent = 100 * sum(tops, Fraction(0)) / sum(bottoms)
    assert whole[f"tinh:{ratio.id}"] == FillValue(percent, percent=True)
    assert f"tong:{ratio.id}" not in whole


def test_rows_are_all_communes_by_code_and_say_who_has_not_sent():
    leaf = next(c for c in read_yearly_form().leaves() if not c.survey)
    missing = Unit("25003", "Phường 3", "phường")
    cut = commune_result(typical_report(), "25004", {leaf.code: Decimal(0)})
    values = build_province_values(
        consolidation(cut, commune_result(typical_report(), "25001"), not_sent=(missing,))
    )
    assert [row["ma_don_vi"].value for row in values.rows] == ["25001", "25003", "25004"]
    assert [row["stt"].value for row in values.rows] == [1, 2, 3]
    assert [row["trang_thai"].value for row in values.rows] == ["Đã chốt", "Chưa nộp", "Đã chốt"]
    assert [row["hang"].value for row in values.rows] == [2, None, 1]
    assert all(frozenset(row) == values.names for row in values.rows)
    last = values.rows[2]
    assert last[f"diem:{leaf.code}"].value == 0
    assert last[f"diem_tu_cham:{leaf.code}"].value == cut.sent.result_of(leaf.code).points
    assert last["tu_cham"].value == cut.sent.result
    counted = [values.values[f"so_xa{end}"].value for end in ("", "_da_nop", "_chua_nop")]
    assert counted == [3, 2, 1]
