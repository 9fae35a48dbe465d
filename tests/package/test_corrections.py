"""A correction proves that nothing else moved: the hash stands still, or the movement is named."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.generated_reports import Case, cases
from tests.factories.packages import record_of_case
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.item import Answer
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.domain.report import Letterhead, Report
from xa_report.package.corrections import unchanged_hash, unexpected_changes
from xa_report.package.report_record import RecordCorrection, ReportRecord, SenderLogHead

FILE = EvidenceFile("77" * 32, "thêm.pdf", 5, "application/pdf")
T = TypeVar("T")
Edit = Callable[[Report, str], Report]


def codes_of(case: Case) -> list[str]:
    return [criterion.code for criterion in case.form.leaves()]


def other(values: Mapping[str, T], key: str, value: T) -> dict[str, T]:
    return {**values, key: value}


EDITS: Mapping[str, Edit] = {
    "manual": lambda r, code: replace(r, manual=other(r.manual, code, Decimal("0.123"))),
    "explanations": lambda r, code: replace(r, explanations=other(r.explanations, code, "mới")),
    "evidence": lambda r, code: replace(r, evidence=(*r.evidence, Evidence(code, FILE))),
}


@given(cases, st.data())
@settings(max_examples=25)
def test_what_is_open_or_said_anew_leaves_the_hash(case: Case, data: st.DataObject) -> None:
    before = record_of_case(case)
    codes = data.draw(st.lists(st.sampled_from(codes_of(case)), min_size=1, unique=True))
    opened = collect_reopened_fields(case.form, codes)
    report = case.report
    for edit in EDITS.values():
        report = edit(report, data.draw(st.sampled_from(sorted(opened.codes))))
    answers = {**report.answers, **dict.fromkeys(opened.items, Answer(not_arisen="không"))}
    report = replace(
        report, answers=answers, sequence=7, reasons={"x": "y"}, letterhead=Letterhead("5")
    )
    after = replace(
        before, report=report, replaces="12" * 32, log=SenderLogHead(99, "cd" * 32),
        correction=RecordCorrection("34" * 32, tuple(codes), "56" * 32),
    )  # fmt: skip
    assert unchanged_hash(after, opened) == unchanged_hash(before, opened)
    assert unexpected_changes(before, after, case.form, case.plans, codes) == ()


@given(cases, st.data())
@settings(max_examples=25)
def test_what_is_closed_moves_the_hash_and_is_named(case: Case, data: st.DataObject) -> None:
    before = record_of_case(case)
    shuffled = st.permutations(codes_of(case)).filter(lambda drawn: len(drawn) > 1)
    opened_code, closed = data.draw(shuffled)[:2]
    opened = collect_reopened_fields(case.form, [opened_code])
    edit = data.draw(st.sampled_from(sorted(EDITS)))
    after = replace(before, report=EDITS[edit](case.report, closed))
    assert_moved(case, (before, after), opened_code, closed)
    locked = sorted(case.form.items.keys() - opened.items)
    for item in locked[:1]:
        answers = other(case.report.answers, item, Answer(not_arisen="chưa từng nói"))
        after = replace(before, report=replace(case.report, answers=answers))
        assert_moved(case, (before, after), opened_code, case.form.items[item].label)


def assert_moved(
    case: Case, records: tuple[ReportRecord, ReportRecord], code: str, named: str
) -> None:
    opened = collect_reopened_fields(case.form, [code])
    assert unchanged_hash(records[0], opened) != unchanged_hash(records[1], opened)
    (sentence,) = unexpected_changes(*records, case.form, case.plans, [code])
    assert named in sentence
    assert sentence.endswith(".")


@given(cases)
@settings(max_examples=10)
def test_other_definitions_and_units_are_named(case: Case) -> None:
    before = record_of_case(case)
    report = replace(
        case.report, form_sha256="00" * 32, unit=replace(case.report.unit, name="Xã Khác")
    )
    after = replace(before, report=report)
    changes = unexpected_changes(before, after, case.form, case.plans, codes_of(case)[:1])
    assert len(changes) == 2
    assert any("Bộ tiêu chí" in one for one in changes)
    assert any("đơn vị" in one for one in changes)


@given(cases, st.data())
@settings(max_examples=25)
def test_the_hash_stands_still_exactly_when_nothing_is_named(
    case: Case, data: st.DataObject
) -> None:
    """Whatever parts of another report of the same form are mixed in."""
    before, other_report = record_of_case(case), data.draw(cases).report
    kept_edits = data.draw(st.sets(st.sampled_from([*sorted(EDITS), "answers", "reasons"])))
    report = replace(case.report, **{name: getattr(other_report, name) for name in kept_edits})
    after = replace(before, report=report)
    codes = data.draw(st.lists(st.sampled_from(codes_of(case)), min_size=1, unique=True))
    opened = collect_reopened_fields(case.form, codes)
    still = unchanged_hash(before, opened) == unchanged_hash(after, opened)
    assert still is not bool(unexpected_changes(before, after, case.form, case.plans, codes))
