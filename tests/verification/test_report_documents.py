"""Documents as this layout draws them: a change of what is drawn, also by a library, goes red."""

import io
import zipfile
from datetime import datetime
from hashlib import sha256

import pikepdf

from tests.factories.generated_reports import make_case
from tests.factories.packages import record_of_case
from xa_report.domain.dates import VIETNAM
from xa_report.package.report_json import report_json_bytes
from xa_report.verification.report_documents import (
    LAYOUT_VERSION,
    DrawingSource,
    draw_report_pdf,
    draw_workbook,
    drawing_source,
)

MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=VIETNAM)
DRAWINGS = {
    "1": (
        "3c6b9d785d947c8b807d8c4d7109d9cde681c4162e3119e6746a9aadfeaa5858",
        "cf54f2d36136f144574dd791bda2b59883f04b1274b60047634257b464c704d4",
    )
}
"""SHA-256 of the unpacked PDF and of the unpacked workbook, by layout. A new hash is a new layout:
raise LAYOUT_VERSION and add a line; never change one, for reports were signed in it."""


def source_of_case() -> DrawingSource:
    case = make_case(3)
    return drawing_source(record_of_case(case), case.form, case.plans)


def unpacked_pdf_hash(pdf: bytes) -> str:
    """A hash of all objects, which does not depend on the compression."""
    digest = sha256()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                entries = {key: value for key, value in each.items() if key != "/Length"}
                digest.update(pikepdf.Dictionary(entries).unparse() + each.read_bytes())
            else:
                digest.update(each.unparse(resolved=True))
    return digest.hexdigest()


def unpacked_workbook_hash(workbook: bytes) -> str:
    digest = sha256()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in archive.namelist():
            digest.update(name.encode() + archive.read(name))
    return digest.hexdigest()


def test_what_is_drawn_is_that_of_its_layout():
    source = source_of_case()
    record = report_json_bytes(source.record)
    drawn = (
        unpacked_pdf_hash(draw_report_pdf(source, record, b"{}", MOMENT)),
        unpacked_workbook_hash(draw_workbook(source, MOMENT)),
    )
    assert drawn == DRAWINGS[LAYOUT_VERSION]


def test_the_same_record_is_drawn_alike_to_the_byte():
    first, second = source_of_case(), source_of_case()
    record = report_json_bytes(first.record)
    assert draw_workbook(first, MOMENT) == draw_workbook(second, MOMENT)
    assert draw_report_pdf(first, record, b"{}", MOMENT) == draw_report_pdf(
        second, record, b"{}", MOMENT
    )
