"""Ratios of counts whose part is larger than its whole: a warning that wants a reason."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.assessments import HEAD, assess_texts, form_of, plan_of, report_of, target_text
from xa_report.assess.assessment import assess_report
from xa_report.assess.record_check import record_faults
from xa_report.domain.finding import Finding
from xa_report.domain.form import Form

OWN = """
[[item]]
id = "lam"
label = "Số đã làm"
kind = "count"
[[item]]
id = "giao"
label = "Số được giao"
kind = "count"
[[item]]
id = "phan_tram"
label = "Phần trăm"
kind = "percent"
[[indicator]]
id = "xong"
label = "Tỷ lệ hoàn thành"
ratio = ["lam", "giao"]
[[indicator]]
id = "khac_loai"
label = "Tỷ lệ khác loại"
ratio = ["phan_tram", "giao"]
[[area]]
code = "1"
title = "Lĩnh vực"
max = 0
items = ["lam", "giao", "phan_tram", "xong", "khac_loai"]
"""
CHECK = """
[[check]]
id = "khong_qua"
at_most = ["lam", "giao"]
"""


def form(more: str = "") -> Form:
    return form_of(f"{HEAD}total = 0\n{OWN}{more}")


def warnings_of(part: int, whole: int, more: str = "") -> list[Finding]:
    assessment = assess_texts(form(more), {"lam": part, "giao": whole, "phan_tram": 100})
    return [each for each in assessment.findings if each.code == "C109"]


@given(part=st.integers(0, 10**6), whole=st.integers(1, 10**6))
def test_only_a_part_above_its_whole_is_a_finding(part, whole):
    assert bool(warnings_of(part, whole)) is (Fraction(part, whole) > 1)


@pytest.mark.parametrize(("part", "expected"), [(9, 0), (10, 0), (11, 1)])
def test_the_edge_is_the_whole(part, expected):
    assert len(warnings_of(part, 10)) == expected


def test_the_sentence_names_both_numbers_and_wants_a_reason():
    (finding,) = warnings_of(12, 10)
    assert finding.message == "Tỷ lệ hoàn thành: 120 %, tử số 12 lớn hơn mẫu số 10."
    assert (finding.key, finding.severity, finding.place.items, finding.is_open) == (
        "C109@xong",
        "warning",
        ("lam", "giao"),
        True,
    )


def test_a_reason_settles_it():
    report = report_of(form(), {"lam": 12, "giao": 10}, reasons={"C109@xong": "làm vượt kế hoạch"})
    findings = assess_report(report, form(), ()).findings
    assert [each.is_open for each in findings if each.code == "C109"] == [False]


def test_the_form_that_checks_it_says_it_once():
    assert warnings_of(12, 10, CHECK) == []
    codes = [each.code for each in assess_texts(form(CHECK), {"lam": 12, "giao": 10}).findings]
    assert codes.count("C102") == 1


def test_a_plan_that_measures_it_asks_too():
    plan = plan_of(target_text("ty_le", ">=", 50))
    findings = assess_texts(form(), {"a": 3, "b": 2}, plan).findings
    assert "C109@ty_le" in [each.key for each in findings]


def test_a_record_without_a_reason_has_a_fault_and_with_one_has_none():
    report = report_of(form(), {"lam": 12, "giao": 10, "phan_tram": 5})
    faults = [each.sentence for each in record_faults(report, form(), ())]
    assert [each for each in faults if "C109@xong" in each]
    report = replace(report, reasons={"C109@xong": "làm vượt kế hoạch"})
    assert list(record_faults(report, form(), ())) == []
