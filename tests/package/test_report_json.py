"""A record says everything, reads back equal, and is refused when anything in it is off."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.factories.generated_reports import Case, cases
from tests.factories.packages import generated_record, record_of_case
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.item import Answer, ItemKind
from xa_report.errors import PackageFaultError
from xa_report.package.report_json import read_report_json, report_json_bytes
from xa_report.package.report_record import RecordCorrection


def changed(*path, to):
    """The record's JSON with one value changed, canonical again."""
    whole = json.loads(report_json_bytes(generated_record()))
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return dump_bytes(whole)


def code_of(content):
    with pytest.raises(PackageFaultError) as caught:
        read_report_json(content)
    assert str(caught.value).startswith(f"{caught.value.code}: ")
    return caught.value.code


@given(cases)
@settings(max_examples=25)
def test_a_record_reads_back_equal(case: Case):
    record = record_of_case(case)
    content = report_json_bytes(record)
    read = read_report_json(content)
    assert read == record
    assert read.report == case.report
    assert report_json_bytes(read) == content


def test_the_three_states_are_told_apart():
    report = replace(
        generated_record().report,
        answers={"a": Answer(Decimal(0)), "b": Answer(not_arisen="không có hồ sơ")},
    )
    kinds = dict.fromkeys("abc", ItemKind.COUNT)
    answers = json.loads(
        report_json_bytes(replace(generated_record(), report=report, kinds=kinds))
    )["answers"]
    assert {ref: part["state"] for ref, part in answers.items()} == {
        "a": "value",
        "b": "not_arisen",
        "c": "not_reported",
    }


def test_there_are_no_floats_and_no_exponents():
    report = replace(generated_record().report, manual={"1.1": Decimal("1E+3")})
    content = report_json_bytes(replace(generated_record(), report=report))
    assert json.loads(content, parse_float=pytest.fail)["manual"] == {"1.1": "1000"}


def test_an_answer_to_an_unknown_item_travels_too():
    answers = {"la": Answer(("x", "y")), "so": Answer(Decimal("1.5")), "co": Answer(value=True)}
    record = replace(
        generated_record(), report=replace(generated_record().report, answers=answers), kinds={}
    )
    assert read_report_json(report_json_bytes(record)).report.answers == answers


@pytest.mark.parametrize(
    ("path", "to", "code"),
    [
        (["documentType"], "urn:xa-report:receipt", "P511"),
        (["documentType"], ["urn:xa-report:report"], "P511"),
        (["specVersion"], "2.0", "P512"),
        (["specVersion"], "1", "P508"),
        (["specVersion"], "1.0\n", "P508"),
        (["extra"], 1, "P509"),
        (["unit", "extra"], 1, "P509"),
        (["unit", "code"], "../x", "P508"),
        (["period"], "2026-Q5", "P508"),
        (["sequence"], 0, "P508"),
        (["sequence"], "1", "P508"),
        (["replaces"], "AB" * 32, "P508"),
        (["definitions", "form"], "x", "P508"),
        (["manual"], {"1": "NaN"}, "P513"),
        (["manual"], {"1": "1e999999999"}, "P513"),
        (["manual"], {"1": "1e3"}, "P510"),
        (["manual"], {"1": " 1"}, "P510"),
        (["manual"], {"1": "1_0"}, "P510"),
        (["manual"], {"1": "٣"}, "P510"),
        (["manual"], {"1": 1}, "P510"),
        (["letterhead", "dated"], "2026-02-30", "P508"),
        (["answers", "x"], {"state": "value", "kind": "count"}, "P508"),
        (["answers", "x"], {"state": "half", "kind": "count"}, "P508"),
        (["answers"], [], "P508"),
        (["log", "seq"], -1, "P508"),
    ],
)
def test_a_wrong_record_is_refused(path, to, code):
    assert code_of(changed(*path, to=to)) == code


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("count", "một", "P513"),
        ("count", "1e400", "P513"),
        ("count", True, "P513"),
        ("yes_no", "true", "P513"),
        ("date", "2026-13-01", "P513"),
        ("table", [{"a": ["n"]}], "P508"),
        ("table", [{"a": ["n", "x"]}], "P513"),
        ("table", ["x"], "P510"),
        ("external", {"score": "1"}, "P513"),
        ("external", {"score": "1", "source": "", "as_of": None, "more": None}, "P510"),
        ("checklist", "x", "P513"),
    ],
)
def test_a_wrong_answer_is_refused(kind, value, code):
    part = {"state": "value", "kind": kind, "value": value, "asOf": None, "note": ""}
    assert code_of(changed("answers", "x", to=part)) == code


def test_a_newer_minor_version_may_say_more():
    whole = json.loads(report_json_bytes(generated_record())) | {
        "specVersion": "1.7",
        "later": {"more": 1},
    }
    assert read_report_json(dump_bytes(whole)) == generated_record()


def test_a_record_of_version_1_0_is_still_read():
    content = report_json_bytes(generated_record(), "1.0")
    assert "correction" not in json.loads(content)
    assert read_report_json(content) == generated_record()
    early = json.loads(content) | {"correction": None}
    assert code_of(dump_bytes(early)) == "P510"


def test_a_correction_travels_and_is_never_left_out():
    record = replace(
        generated_record(), correction=RecordCorrection("34" * 32, ("1.1", "2"), "56" * 32)
    )
    assert read_report_json(report_json_bytes(record)) == record
    whole = json.loads(report_json_bytes(generated_record()))
    assert whole.pop("correction") is None
    assert code_of(dump_bytes(whole)) == "P510"


@pytest.mark.parametrize("version", ["01.0", "1.00", "01.1"])
def test_a_version_has_one_text(version):
    assert code_of(changed("specVersion", to=version)) == "P510"
