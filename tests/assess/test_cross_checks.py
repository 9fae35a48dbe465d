"""Cross-checks: what each kind finds, and what it lets pass."""

from decimal import Decimal
from typing import Any

import pytest

from tests.factories.assessments import (
    HEAD,
    NONE,
    assess_texts,
    finding_codes,
    form_of,
    parse_day,
    report_of,
)
from xa_report.assess.assessment import assess_report
from xa_report.domain.assessment import Assessment
from xa_report.domain.finding import Severity
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.report import Report

AREA = '[[area]]\ncode = "1"\ntitle = "Lĩnh vực"\nmax = 0\nitems = ["a", "b", "c", "ngay"]\n'
CUT = '[form.cut_off]\nfrom = { year = -1, day = "12-15" }\nto = { day = "12-14" }\n'


def checking(check: str, head: str = "") -> Form:
    return form_of(f'{HEAD}total = 0\n{head}{AREA}[[check]]\nid = "k"\n{check}\n')


def with_previous(form: Form, answers: dict[str, Any], before: dict[str, Any]) -> Assessment:
    previous = report_of(form, before, period=Period(2025))
    return assess_report(report_of(form, answers), form, (), previous)


FIRST = parse_day("2026-02-01")
ONE = [
    ('sum = ["a", "b"]\nequals = "c"', {"a": 1, "b": 2, "c": 3}, None),
    ('sum = ["a", "b"]\nequals = "c"', {"a": 1, "b": 2, "c": 4}, "C101"),
    ('sum = ["a", "b"]\nequals = "c"', {"a": 1, "b": NONE, "c": 1}, None),
    ('sum = ["a", "b"]\nequals = "c"', {"a": 1, "c": 4}, None),
    ('sum = [["a", "b"]]\nequals = ["c", "c"]', {"a": 1, "b": 2, "c": 1}, "C101"),
    ('at_most = ["a", "b", "c"]', {"a": 1, "b": 1, "c": 1}, None),
    ('at_most = ["a", "b", "c"]', {"a": 1, "b": 3, "c": 2}, "C102"),
    ('at_most = ["a", ["b", "c"]]', {"a": 5, "b": 3, "c": 2}, None),
    ('at_most = ["a", ["b", "c"]]', {"a": 6, "b": 3, "c": 2}, "C102"),
    ('not_after = ["ngay", "ngay2"]', {"ngay": FIRST, "ngay2": FIRST}, None),
    ('not_after = ["ngay", "ngay2"]', {"ngay": parse_day("2026-02-02"), "ngay2": FIRST}, "C103"),
    ('not_after = ["ngay", "ngay2"]', {"ngay": parse_day("2026-02-02")}, None),
    ('within_period = "ngay"', {"ngay": parse_day("2026-12-31")}, None),
    ('within_period = "ngay"', {"ngay": parse_day("2025-12-31")}, "C104"),
    ('together = ["a", "b"]', {"a": 1, "b": 2}, None),
    ('together = ["a", "b"]', {}, None),
    ('together = ["a", "b"]', {"b": 1}, "C107"),
    ('together = ["a", "b"]', {"a": 1, "b": NONE}, "C107"),
    ('together = ["a", "b"]', {"a": NONE, "b": NONE}, None),
]  # fmt: skip


@pytest.mark.parametrize(("check", "answers", "code"), ONE)
def test_a_check_within_one_report(check, answers, code):
    assert finding_codes(assess_texts(checking(check), answers)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("date", "code"),
    [("2025-12-14", "C104"), ("2025-12-15", None), ("2026-12-14", None), ("2026-12-15", "C104")],
)
def test_the_period_is_that_of_the_cut_off(date, code):
    assessment = assess_texts(checking('within_period = "ngay"', CUT), {"ngay": parse_day(date)})
    assert finding_codes(assessment) == ([code] if code else [])


@pytest.mark.parametrize(
    ("check", "before", "now", "code"),
    [
        ('carries_over = ["b", "a"]', {"b": 7}, {"a": 7}, None),
        ('carries_over = ["b", "a"]', {"b": 7}, {"a": 8}, "C105"),
        ('carries_over = ["b", "a"]', {}, {"a": 8}, None),
        ('carries_over = [["b", "c"], "a"]', {"b": 7, "c": 1}, {"a": 8}, None),
        ('plausible = { of = "a", change_above = 50 }', {"a": 100}, {"a": 150}, None),
        ('plausible = { of = "a", change_above = 50 }', {"a": 100}, {"a": 151}, "C106"),
        ('plausible = { of = "a", change_above = 50 }', {"a": 100}, {"a": 49}, "C106"),
        ('plausible = { of = "a" }', {"a": 100}, {"a": 151}, "C106"),
        ('plausible = { of = "a" }', {"a": 0}, {"a": 151}, None),
    ],
)
def test_a_check_against_the_period_before(check, before, now, code):
    assessment = with_previous(checking(check), now, before)
    assert finding_codes(assessment) == ([code] if code else [])


def test_without_a_period_before_nothing_is_compared():
    for check in ('carries_over = ["b", "a"]', 'plausible = { of = "a" }'):
        assert finding_codes(assess_texts(checking(check), {"a": 1, "b": 2})) == []


@pytest.mark.parametrize("severity", list(Severity))
def test_the_author_says_how_serious_it_is(severity):
    form = checking(f'at_most = ["a", "b"]\nseverity = "{severity}"\nmessage = "Không khớp"')
    assessment = assess_texts(form, {"a": 2, "b": 1})
    (finding,) = assessment.findings
    assert finding.severity is severity
    assert finding.message == "Không khớp (“Số A” (2) lớn hơn “Số B” (1))."
    assert assessment.is_submittable == (severity is Severity.NOTE)


def test_a_reason_answers_a_warning_but_not_an_error():
    for severity, verdict in (("warning", "NỘP ĐƯỢC"), ("error", "CHƯA NỘP ĐƯỢC")):
        form = checking(f'at_most = ["a", "b"]\nseverity = "{severity}"')
        report = report_of(form, {"a": 2, "b": 1}, reasons={"C102@k": "đã đối soát"})
        assert assess_report(report, form, ()).verdict == verdict


def quarter(form: Form, number: int, count: int | None) -> Report:
    answers = {} if count is None else {"a": count}
    return report_of(form, answers, period=Period.parse(f"2026-Q{number}"))


@pytest.mark.parametrize(
    ("quarters", "year", "codes"),
    [
        ((10, 10, 10, 10), 40, []),
        ((10, 10, 10, 10), 39, ["C108"]),
        ((10, None, 10, None), 19, ["C108"]),
        ((10, None, 10, None), 20, []),
    ],
)
def test_a_year_holds_at_least_its_quarters(quarters, year, codes):
    form = checking('together = ["b", "c"]')
    included = [quarter(form, number, count) for number, count in enumerate(quarters, 1)]
    result = assess_report(report_of(form, {"a": year}), form, (), None, included)
    assert finding_codes(result) == codes


def test_a_year_holds_at_least_its_six_and_nine_months():
    form = checking('together = ["b", "c"]')
    for text in ("2026-H1", "2026-9M"):
        part = report_of(form, {"a": 30}, period=Period.parse(text))
        assert finding_codes(assess_report(report_of(form, {"a": 29}), form, (), None, [part])) == [
            "C108"
        ]
        other = report_of(form, {"a": 30}, period=Period.parse(text.replace("2026", "2025")))
        assert (
            finding_codes(assess_report(report_of(form, {"a": 29}), form, (), None, [other])) == []
        )


def test_what_does_not_accumulate_is_not_compared():
    form = checking('together = ["a", "a"]')
    part = report_of(form, {"b": 30}, period=Period.parse("2026-H1"))
    assert (
        finding_codes(assess_report(report_of(form, {"b": 1, "a": 1}), form, (), None, [part]))
        == []
    )


def test_the_numbers_of_a_finding_are_exact():
    form = checking('sum = ["a", "b"]\nequals = "c"')
    (finding,) = assess_texts(form, {"a": 1000, "b": Decimal(250), "c": 1300}).findings
    assert finding.message == (
        "“Số A” + “Số B” cộng lại bằng 1.250, nhưng “Số C” là 1.300 (lệch -50)."
    )
