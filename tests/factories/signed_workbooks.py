"""Signed workbooks for the tests, and how to change what is in their files."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from tests.factories.generated_reports import make_case
from tests.factories.workbook_keys import SoftKey, signer_key
from xa_report.assess.assessment import assess_report
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.signing.ooxml.verifier import WorkbookFacts, verify_workbook
from xa_report.signing.ooxml.writer import sign_workbook

NOON = datetime(2026, 11, 5, 5, 30, 15, tzinfo=UTC)
SHEET = "xl/worksheets/sheet1.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
ROOT_RELS = "_rels/.rels"
TYPES = "[Content_Types].xml"
SIGNATURE = "_xmlsignatures/sig1.xml"
ORIGIN = "_xmlsignatures/origin.sigs"
ORIGIN_RELS = "_xmlsignatures/_rels/origin.sigs.rels"


def fixed_clock() -> datetime:
    return NOON


@cache
def plain_workbook(seed: int = 3) -> bytes:
    """The workbook of a made-up report, as the program exports it."""
    case = make_case(seed)
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    buffer = io.BytesIO()
    write_report_workbook(
        WorkbookContent(case.report, case.form, case.plans, assessment, case.previous, NOON), buffer
    )
    return buffer.getvalue()


@cache
def signed_workbook(seed: int = 3, key: SoftKey | None = None) -> bytes:
    return sign_workbook(plain_workbook(seed), key or signer_key(), fixed_clock)


def zip_entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack_entries(content: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target.getvalue()


def change_entries(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The workbook with other contents; None takes an entry away."""
    content = {**zip_entries(data), **changes}
    return pack_entries({name: value for name, value in content.items() if value is not None})


def replace_in_entry(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with other bytes in one place of one entry; they must stand there."""
    content = zip_entries(data)[name]
    assert old in content, f"{old!r} is not in {name}"
    return change_entries(data, {name: content.replace(old, new, 1)})


def fault_codes(facts: WorkbookFacts) -> set[str]:
    return {problem.fault.name.lower().replace("_", "-") for problem in facts.problems}


def verify_codes(data: bytes) -> set[str]:
    """Verify; what is wrong must keep the workbook from being valid, and be said in words."""
    facts = verify_workbook(data)
    assert facts.is_valid is not bool(facts.problems)
    for problem in facts.problems:
        assert str(problem).endswith(".")
        assert "{" not in str(problem)
    return fault_codes(facts)
