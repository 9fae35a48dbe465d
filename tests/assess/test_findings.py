"""Findings about the answers themselves: what is missing or impossible; order, causes, verdict."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.assessments import (
    HEAD,
    ITEMS,
    NONE,
    assess_texts,
    finding_codes,
    form_of,
    one_rule_form,
    parse_day,
    plan_of,
    report_of,
    score_rule,
    target_text,
)
from xa_report.assess.assessment import assess_report
from xa_report.assess.record_check import record_faults
from xa_report.domain.assessment import ScoreState
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.finding import FindingCode
from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.report import Letterhead

OWN = """
[[item]]
id = "dem"
label = "Số đếm"
kind = "count"
minimum = 2
maximum = 9
[[item]]
id = "ty"
label = "Tỷ lệ nhập"
kind = "percent"
maximum = 100
required = false
[[item]]
id = "cua_tinh"
label = "Của tỉnh"
kind = "percent"
filled_by = "province"
[[area]]
code = "1"
title = "Lĩnh vực"
max = 0
items = ["dem", "ty", "cua_tinh", "chon", "muc", "ngoai", "tien"]
"""
FORM = f"{HEAD}total = 0\n{OWN}"
CRITERION = """
[[criterion]]
code = "1.1"
title = "Có hồ sơ"
max = 1
rule = { kind = "linear", of = "ty", full_from = 100 }
"""


def answered(form: Form, ref: str, value: object) -> list[str]:
    """The codes with one raw value put in, whatever it is."""
    report = report_of(form, {"dem": 5})
    answers = {**report.answers, ref: Answer(value=value)}  # type: ignore[arg-type]
    return finding_codes(assess_report(replace(report, answers=answers), form, ()))


@pytest.mark.parametrize(
    ("ref", "value", "codes"),
    [
        ("dem", Decimal(2), []),
        ("dem", Decimal(9), []),
        ("dem", Decimal(1), ["C002"]),
        ("dem", Decimal(10), ["C003"]),
        ("dem", Decimal("2.5"), ["C005"]),
        ("dem", Decimal(-3), ["C005"]),
        ("ty", Decimal(0), []),
        ("ty", Decimal("-0.01"), ["C002"]),
        ("ty", Decimal("100.01"), ["C003"]),
        ("tien", Decimal(-5), []),
        ("chon", "tot", []),
        ("chon", "la", ["C006"]),
        ("muc", ("x", "y"), []),
        ("muc", ("x", "la", "lạ"), ["C006", "C006"]),
    ],
)
def test_an_impossible_answer_is_found(ref, value, codes):
    assert answered(form_of(FORM), ref, value) == codes


def test_what_is_required_of_the_commune_must_be_reported():
    assessment = assess_texts(form_of(FORM), {})
    assert [(f.code, f.place.id) for f in assessment.findings] == [("C001", "dem")]
    assert assessment.verdict == "CHƯA NỘP ĐƯỢC"
    assert assess_texts(form_of(FORM), {"dem": NONE}).verdict == "NỘP ĐƯỢC"


def test_what_did_not_arise_needs_a_reason():
    assert finding_codes(assess_texts(form_of(FORM), {"dem": {"not_arisen": " "}})) == ["C007"]


def test_an_external_score_needs_its_day():
    form = form_of(FORM)
    assert finding_codes(assess_texts(form, {"dem": 5, "ngoai": 80})) == ["C008"]
    dated = {"score": 80, "as_of": parse_day("2026-12-01")}
    assert finding_codes(assess_texts(form, {"dem": 5, "ngoai": dated})) == []
    reason = report_of(form, {"dem": 5, "ngoai": 80}, reasons={"C008@ngoai": "đã lưu ảnh"})
    assert assess_report(reason, form, ()).is_submittable


@pytest.mark.parametrize(
    ("policy", "codes"),
    [("full", []), ("zero", []), ("rescale", []), ("forbidden", ["C004"])],
)
def test_not_arisen_may_be_forbidden(policy, codes):
    rule = 'kind = "per_unit", of = "a", points = 1'
    form = one_rule_form(rule, more=f'not_arisen = "{policy}"')
    assert finding_codes(assess_texts(form, {"a": NONE})) == codes
    parts = f'kind = "sum", parts = [{{ {rule} }}, {{ kind = "per_unit", of = "b", points = 1 }}]'
    form = one_rule_form(parts, more=f'not_arisen = "{policy}"')
    assert finding_codes(assess_texts(form, {"a": NONE, "b": 1})) == codes


MANUAL = 'kind = "manual", step = 0.25'
SUM = f'kind = "sum", parts = [{{ {MANUAL}, max = 2 }}, {{ kind = "yes_no", of = "co" }}]'


@pytest.mark.parametrize(
    ("rule", "points", "explained", "codes"),
    [
        (MANUAL, None, False, ["C009"]),
        (MANUAL, 1.25, True, []),
        (MANUAL, 1.25, False, ["C205"]),
        (MANUAL, 1.3, True, ["C010"]),
        (MANUAL, 6.25, True, ["C010"]),
        (MANUAL, -0.25, True, ["C010"]),
        (SUM, None, True, ["C009"]),
        (SUM, 2, True, []),
        (SUM, 2.25, True, ["C010"]),
    ],
)
def test_points_that_are_typed(rule, points, explained, codes):
    form = one_rule_form(rule)
    answers = {"co": True} | ({} if points is None else {"1.1": points})
    explanations = {"1.1": "theo biên bản"} if explained else {}
    assert (
        finding_codes(assess_report(report_of(form, answers, explanations=explanations), form, ()))
        == codes
    )


def test_a_branch_not_chosen_asks_for_no_typed_points():
    branch = (
        'kind = "branch", of = "chon", cases = { tot = { kind = "manual" }, '
        'kha = { kind = "yes_no", of = "co" }, kem = { kind = "yes_no", of = "co" } }'
    )
    assert finding_codes(assess_texts(one_rule_form(branch), {"chon": "kha", "co": True})) == []
    assert finding_codes(assess_texts(one_rule_form(branch), {"chon": "tot"})) == ["C009"]


def test_a_criterion_without_answers_is_missing():
    result = score_rule('kind = "compare", left = "a", op = ">", right = "b"', {"a": 1})
    assert (result.state, result.points) == (ScoreState.MISSING, Decimal(0))
    assert "Số B" in result.reason
    assert "Số A" not in result.reason


def test_root_causes_come_first_and_consequences_name_them():
    text = f"""{HEAD}total = 6
[[item]]
id = "dem"
label = "Số đếm"
kind = "count"
[[indicator]]
id = "ty_le_dem"
label = "Tỷ lệ đếm"
ratio = ["dem", "b"]
[[area]]
code = "1"
title = "Lĩnh vực"
max = 6
[[criterion]]
code = "1.1"
title = "Tiêu chí"
max = 6
rule = {{ kind = "linear", of = "ty_le_dem" }}
[[check]]
id = "k"
at_most = ["dem", "b"]
[[check]]
id = "m"
at_most = ["a", "b"]
"""
    form = form_of(text)
    findings = assess_texts(form, {"dem": 2.5, "a": 7, "b": 2}).findings
    assert [(f.code, f.place.id, f.causes) for f in findings] == [
        ("C005", "dem", ()), ("C102", "m", ()), ("C102", "k", ("dem",)),
    ]  # fmt: skip
    missing = assess_texts(one_rule_form('kind = "linear", of = "ty_le"'), {"b": 2},
                       plan_of(target_text("ty_le", ">=", 50)))  # fmt: skip
    assert [f.place.items for f in missing.findings] == [("a", "b")]


def test_errors_stand_before_warnings_and_notes():
    form = one_rule_form(
        'kind = "external", of = "ngoai"', more='explain_below = 6\nprecondition = "co"'
    )
    report = report_of(form, {"ngoai": 50, "co": False})
    severities = [f.severity for f in assess_report(report, form, ()).findings]
    assert severities == sorted(severities, key=("error", "warning", "note").index)


@pytest.mark.parametrize(
    ("ref", "value", "why"),
    [
        ("ngay", date(202, 1, 5), "ngày 05/01/0202 ngoài các năm 2000–2099"),
        ("tien", Decimal("1E+15"), "số quá lớn"),
        ("muc", ("x", "x"), "lựa chọn “x” được đánh dấu 2 lần"),
        ("tien", "12", "không đúng kiểu"),
    ],
)
def test_a_value_that_no_door_lets_in_is_a_finding(ref, value, why):
    form = form_of(FORM)
    report = replace(report_of(form, {"dem": 5}), answers={ref: Answer(value)})
    (finding,) = [each for each in assess_report(report, form, ()).findings if each.place.id == ref]
    assert finding.code == "C011"
    assert why in finding.message


def test_a_head_that_is_taller_than_a_page_is_a_finding():
    head = Letterhead(copies=("Sở Nội vụ",) * 200)
    report = report_of(form_of(FORM), {"dem": 5}, letterhead=head)
    findings = assess_report(report, form_of(FORM), ()).findings
    (finding,) = [each for each in findings if each.code == "C208"]
    assert (finding.place.id, finding.is_open) == ("the-thuc", True)
    assert "Nơi nhận" in finding.message
    fitting = replace(report, letterhead=Letterhead(copies=("Sở Nội vụ",) * 5))
    assert "C208" not in finding_codes(assess_report(fitting, form_of(FORM), ()))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"answers": {"dem": Answer(not_arisen="không có \U0001f600")}}, "dem"),
        ({"explanations": {"1.1": "\U0001f600"}}, "1.1"),
        ({"reasons": {"C008@ngoai": "\U0001f600"}}, "the-thuc"),
        ({"letterhead": Letterhead(copies=("Lưu \U0001f600",))}, "the-thuc"),
    ],
)
def test_a_text_that_no_document_can_draw_is_a_finding(change, place):
    form = form_of(FORM.replace("max = 0", "max = 1").replace("total = 0", "total = 1") + CRITERION)
    report = replace(report_of(form, {"dem": 5}), **change)
    printed = [each for each in assess_report(report, form, ()).findings if each.code == "C206"]
    assert [each.place.id for each in printed] == [place]
    assert "(U+1F600)" in printed[0].message


def test_names_of_files_that_no_document_can_draw_are_a_finding():
    form = form_of(FORM.replace("max = 0", "max = 1").replace("total = 0", "total = 1") + CRITERION)
    files = [EvidenceFile(f"{n:064x}", f"{n} \U0001f600.pdf", 1, "application/pdf") for n in (1, 2)]
    uses = tuple(Evidence("1.1", file) for file in files)
    report = replace(report_of(form, {"dem": 5}), evidence=uses)
    (finding,) = [each for each in assess_report(report, form, ()).findings if each.code == "C207"]
    assert (finding.key, finding.place.criterion, finding.is_open) == ("C207@1.1", "1.1", True)
    assert "“1 \U0001f600.pdf”, “2 \U0001f600.pdf”" in finding.message
    assert "“\U0001f600” (U+1F600)" in finding.message
    # Packages of earlier versions hold such names: the province takes them in.
    faults = [each.sentence for each in record_faults(report, form, ())]
    assert not any("C207" in sentence for sentence in faults)


def test_every_code_is_used_and_shown():
    here = "".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    root = Path(__file__).parents[2] / "src" / "xa_report" / "assess"
    source = "".join(path.read_text("utf-8") for path in root.glob("*.py"))
    assert [code.name for code in FindingCode if f"Code.{code.name}" not in source] == []
    assert [code.number for code in FindingCode if f'"{code.number}"' not in here] == []


def test_codes_are_numbered_once_and_speak_vietnamese():
    numbers = [code.number for code in FindingCode]
    assert len(set(numbers)) == len(numbers)
    for code in FindingCode:
        text = f"{code.sentence} {code.remedy}"
        assert unicodedata.is_normalized("NFC", text)
        assert re.search(r"[à-ỹÀ-Ỹđ]", text), code
        assert code.remedy.endswith(".")
        assert code.sentence.endswith((".", "{close}"))


def test_the_items_of_these_tests_are_sound():
    assert form_of(FORM).items.keys() >= {"dem", "ngoai"}
    assert ITEMS.count("[[item]]") == 13
