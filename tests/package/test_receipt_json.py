"""A receipt says everything, reads back equal, and is refused when anything in it is off."""

import json
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings

from tests.factories.receipts import RETURNED, receipt_strategy
from tests.package.publish import FORMAT
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.receipt import Receipt, ReceiptKind
from xa_report.errors import PackageFaultError
from xa_report.package.receipt_json import read_receipt_json, receipt_json_bytes

SCHEMA = jsonschema.Draft202012Validator(json.loads((FORMAT / "receipt.schema.json").read_bytes()))


def code_of(content: bytes) -> str:
    with pytest.raises(PackageFaultError) as caught:
        read_receipt_json(content)
    return caught.value.code


def changed(*path: str | int, to: object) -> bytes:
    """The receipt's JSON with one value changed, canonical again."""
    whole = json.loads(receipt_json_bytes(RETURNED))
    at = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return dump_bytes(whole)


@given(receipt_strategy())
@settings(max_examples=60)
def test_a_receipt_reads_back_equal_and_fits_the_schema(receipt: Receipt) -> None:
    content = receipt_json_bytes(receipt)
    assert read_receipt_json(content) == receipt
    assert receipt_json_bytes(read_receipt_json(content)) == content
    SCHEMA.validate(json.loads(content))


@pytest.mark.parametrize(
    ("path", "to", "code"),
    [
        (["documentType"], "urn:xa-report:report", "P511"),
        (["specVersion"], "2.0", "P512"),
        (["specVersion"], "1", "P508"),
        (["extra"], 1, "P509"),
        (["facts", "extra"], 1, "P509"),
        (["kind"], "lost", "P508"),
        (["number"], 0, "P508"),
        (["sequence"], "1", "P508"),
        (["period"], "2026-Q5", "P508"),
        (["facts", "manifestSha256"], "AB" * 32, "P508"),
        (["issued"], "2026-12-20T09:15:00", "P508"),
        (["issued"], "2026-12-20 09:15:00+07:00", "P510"),
        (["issued"], "hôm qua", "P508"),
        (["deadline"], "2026-02-30", "P508"),
        (["deadline"], "0202-01-05", "P513"),
        (["deadline"], "2100-01-01", "P513"),
        (["totals", "sent"], "NaN", "P513"),
        (["totals", "sent"], "1e3", "P510"),
        (["totals", "sent"], 1, "P510"),
        (["totals", "percent"], "1e999999", "P513"),
        (["outcomes", 0, "code"], "../1", "P508"),
        (["outcomes", 1, "code"], "1.1", "P513"),
        (["outcomes", 0, "why", "code"], "T50", "P513"),
        (["outcomes", 0, "why", "code"], "late", "P508"),
        (["reopened"], [], "P513"),
        (["kind"], "accepted", "P513"),
    ],
)
def test_a_wrong_receipt_is_refused(path: list[str | int], to: object, code: str) -> None:
    assert code_of(changed(*path, to=to)) == code


def test_other_text_of_the_same_data_is_refused() -> None:
    assert code_of(receipt_json_bytes(RETURNED) + b"\n") == "P510"
    assert code_of(b'{"number":1,"number":2}') == "P503"
    assert code_of(receipt_json_bytes(RETURNED).replace(b'"number":2', b'"number":2.0')) == "P506"


def test_a_newer_minor_version_may_say_more() -> None:
    whole = json.loads(receipt_json_bytes(RETURNED)) | {"specVersion": "1.7", "later": {"more": 1}}
    assert read_receipt_json(dump_bytes(whole)) == RETURNED
    assert not SCHEMA.is_valid(whole)


def test_only_a_returned_report_has_reopened_criteria() -> None:
    for kind in set(ReceiptKind) - {ReceiptKind.RETURNED}:
        assert code_of(receipt_json_bytes(replace(RETURNED, kind=kind))) == "P513"
        assert (
            read_receipt_json(receipt_json_bytes(replace(RETURNED, kind=kind, reopened=()))).kind
            is kind
        )
