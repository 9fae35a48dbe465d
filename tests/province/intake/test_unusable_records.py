"""A value that no report can carry is a fault of a record at every position, with its place.

Values are planted into the JSON of an honest record, as who forges one would: the record is then
refused by the reader, or holds a fault that names the item or criterion.
"""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.factories.typed_texts import DEFINITIONS, ITEMS, STORED, YEAR
from xa_report.assess.assessment import assess_report
from xa_report.assess.record_check import (
    assess_received,
    record_faults,
    without_province_answers,
)
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.item import FilledBy, Item, ItemKind
from xa_report.domain.report import Report
from xa_report.errors import PackageFaultError
from xa_report.package.report_json import read_report_json, report_json_bytes
from xa_report.package.report_record import build_report_record
from xa_report.province.intake.examine import recomputed_differences
from xa_report.workflow.shared import definitions

FORM = DEFINITIONS.form
NUMBERS = ["1E+15", "NaN", "Infinity", "-Infinity", "sNaN", "1E-12", "9" * 30, "", "1,5", "\uff15"]
UNREADABLE = "“report.json”"
DAYS = ["0202-01-05", "1999-12-31", "2100-01-01", "NaN", "", "2026-02-30", "2026-W01-1"]
BY_COMMUNE = [item for item in ITEMS.values() if item.filled_by is FilledBy.COMMUNE]


@pytest.fixture(scope="module")
def honest() -> bytes:
    unit = definitions.load_unit_list().commune("25525")
    report = Report(
        unit,
        YEAR,
        FORM.sha256,
        answers=STORED,
        manual={"1.1": Decimal("1.5")},
        explanations={"1.1": "Có quy chế phối hợp."},
    )
    record = build_report_record(report, assess_report(report, FORM, ()), FORM.items)
    return report_json_bytes(record)


def unusable_values(item: Item) -> Iterator[object]:
    """JSON values that are none of an item."""
    if item.kind is ItemKind.DATE:
        yield from DAYS
    elif item.kind is ItemKind.YES_NO:
        yield from ("NaN", "true", 1)
    elif item.kind is ItemKind.TEXT:
        yield from (True, 5, [])
    elif item.kind is ItemKind.EXTERNAL:
        score = {"source": "Cổng", "as_of": None}
        yield from ({**score, "score": number} for number in NUMBERS)
        yield from ({"score": "5", "source": "Cổng", "as_of": day} for day in DAYS if day)
    else:
        yield from NUMBERS
        yield from ["-5", "4.5"] if item.kind is ItemKind.COUNT else []


def faults_of(content: bytes) -> list[str]:
    """What the intake says of a record: the reader's refusal, or its faults and differences."""
    try:
        record = read_report_json(content)
    except PackageFaultError as error:
        return [str(error)]
    counted = without_province_answers(record.report, FORM, ())
    assessed = assess_received(counted, FORM, ())
    faults = [fault.sentence for fault in record_faults(record.report, FORM, (), assessed)]
    differences = recomputed_differences(record.report, record.outcome, FORM, ())
    return faults + [f"{row.code}: {row.sent} → {row.computed}" for row in differences]


def is_named(item: Item, faults: list[str]) -> bool:
    """Whether a fault names the item; what the reader cannot read is a fault of the record."""
    places = (f"@{item.id})", f"({item.id})", f"“{item.id}”", UNREADABLE)
    return any(place in fault for fault in faults for place in places)


def planted(honest: bytes, path: list[str], value: object) -> bytes:
    document = json.loads(honest)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return dump_bytes(document)


def test_the_honest_record_has_no_fault(honest: bytes):
    assert faults_of(honest) == []


@pytest.mark.parametrize("item", BY_COMMUNE, ids=lambda item: item.id)
def test_an_unusable_answer_is_a_fault(honest: bytes, item: Item):
    for value in unusable_values(item):
        faults = faults_of(planted(honest, ["answers", item.id, "value"], value))
        assert is_named(item, faults), (value, faults)


@pytest.mark.parametrize("item", BY_COMMUNE, ids=lambda item: item.id)
@pytest.mark.parametrize("day", DAYS)
def test_an_unusable_day_of_an_answer_is_a_fault(honest: bytes, item: Item, day: str):
    faults = faults_of(planted(honest, ["answers", item.id, "asOf"], day))
    assert is_named(item, faults), faults


@pytest.mark.parametrize("number", [*NUMBERS, "-5", "99", "1.3"])
def test_unusable_points_are_a_fault(honest: bytes, number: str):
    faults = faults_of(planted(honest, ["manual", "1.1"], number))
    assert any("1.1" in fault or UNREADABLE in fault for fault in faults), faults


@pytest.mark.parametrize("key", ["total", "applicable", "bonus", "penalty", "result", "percent"])
@pytest.mark.parametrize("number", NUMBERS)
def test_an_unusable_result_is_a_fault(honest: bytes, key: str, number: str):
    assert faults_of(planted(honest, ["outcome", key], number))


@pytest.mark.parametrize("sequence", [0, -5, 10**15, "1", "NaN", None])
def test_an_unusable_number_of_the_submission_is_refused(honest: bytes, sequence: object):
    with pytest.raises(PackageFaultError):
        read_report_json(planted(honest, ["sequence"], sequence))
