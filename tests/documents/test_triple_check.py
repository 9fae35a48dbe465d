"""What is read back from a workbook and a PDF, held against slower readers.

The sheet's rows are those that openpyxl reads, also after LibreOffice or Excel wrote it.
A formula, a date, a truth value is no number; a hostile workbook is refused, not read.
White space and control characters are left out of texts as Unicode tells them.
A row that stands outside the annex is found; one that stands nowhere is not.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from tests.factories.reports import fixed_clock, read_yearly_form, read_yearly_plans, typical_report
from xa_report.assess.assessment import assess_report
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.triple_check import (
    CriteriaSheetRow,
    read_criteria_rows,
    rows_missing_from_pdf,
    visible_text,
)
from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.report.criteria_sheet import SHEET
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.documents.xlsx.sheet_values import read_sheet_values


@pytest.fixture(scope="module")
def report_workbook() -> bytes:
    out = io.BytesIO()
    assessment = assess_report(typical_report(), read_yearly_form(), read_yearly_plans(), None)
    write_report_workbook(
        WorkbookContent(typical_report(), read_yearly_form(), read_yearly_plans(), assessment), out
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def report_pdf() -> bytes:
    out = io.BytesIO()
    assessment = assess_report(typical_report(), read_yearly_form(), read_yearly_plans(), None)
    write_report_pdf(
        ReportContent(typical_report(), read_yearly_form(), read_yearly_plans(), assessment),
        out,
        fixed_clock,
    )
    return out.getvalue()


def slowly(data: bytes) -> list[tuple[str, str, Decimal, Decimal]]:
    sheet = load_workbook(io.BytesIO(data))[SHEET]
    return [
        (
            unescape_cell_text(str(code)),
            unescape_cell_text(str(title)),
            Decimal(str(most)),
            Decimal(str(points)),
        )
        for code, title, most, _, _, points in sheet.iter_rows(5, max_col=6, values_only=True)
        if code and isinstance(points, int | float) and isinstance(most, int | float)
    ]


def resaved(data: bytes) -> bytes:
    """With shared texts, as office suites write them."""
    out = io.BytesIO()
    load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


def quickly(data: bytes) -> list[tuple[str, str, Decimal, Decimal]]:
    return [(row.code, row.title, row.max, row.points) for row in read_criteria_rows(data)]


def test_sheet_rows_are_those_that_openpyxl_reads(report_workbook: bytes) -> None:
    assert len(quickly(report_workbook)) > 80
    assert quickly(report_workbook) == slowly(report_workbook) == quickly(resaved(report_workbook))


def small(*cells: object) -> bytes:
    workbook, out = Workbook(), io.BytesIO()
    workbook.active.title = "A"
    workbook.active.append(cells)
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("value", ["=1+1", date(2026, 1, 5), True, None, "#N/A"])
def test_only_numbers_are_numbers(value: object) -> None:
    ((_, cells),) = read_sheet_values(small("x", value, 12.13), "A", "ABC")
    assert not isinstance(cells.get("B"), Decimal)
    assert (cells["A"], cells["C"]) == ("x", Decimal("12.13"))


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


FIRST = "xl/worksheets/sheet1.xml"


def valued(value: bytes) -> Callable[[bytes], bytes]:
    """A sheet whose first cell holds another number."""
    return lambda part: part.replace(b"<v>1</v>", b"<v>" + value + b"</v>")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (FIRST, lambda part: b'<!DOCTYPE x [<!ENTITY a "b">]>' + part),
        (FIRST, lambda part: part.decode().encode("utf-16")),
        (FIRST, lambda part: part + b" " * (16 * 1024 * 1024)),
        (FIRST, lambda part: part.replace(b"</row>", b"<c/>" * 600_000 + b"</row>")),
        (FIRST, lambda part: part.replace(b'r="B1"', b'r="A1"')),
        *((FIRST, valued(odd)) for odd in (b"1e999", b"-inf", b"nan", b"9" * 10**6, b"1_0")),
        (FIRST, lambda part: part[:-20]),
        ("xl/workbook.xml", lambda part: part.replace(b'name="A"', b'name="C"')),
        ("xl/_rels/workbook.xml.rels", lambda part: part.replace(b"sheet1.xml", b"../../x.xml")),
        ("_rels/.rels", lambda part: part.replace(b"officeDocument\"", b"other\"")),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused(name: str, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_sheet_values(changed(small(1, 2), name, change), "A", "AB")


def test_what_is_left_out_is_told_by_unicode() -> None:
    for code in range(0x110000):
        letter = unicodedata.normalize("NFC", chr(code))
        visible = "".join(c for c in letter if not c.isspace() and unicodedata.category(c) != "Cc")
        assert visible_text(chr(code)) == visible, hex(code)


def test_rows_are_found_wherever_they_stand(report_workbook: bytes, report_pdf: bytes) -> None:
    rows = read_criteria_rows(report_workbook)
    totals = [row for row in rows if row not in rows_missing_from_pdf(rows, report_pdf)]
    assert len(totals) > 80
    heading = CriteriaSheetRow("", "Kết quả chấm từng tiêu chí", Decimal(7), Decimal(0))
    other = replace(totals[0], points=totals[0].points + Decimal("0.01"))
    assert rows_missing_from_pdf([*totals, other], report_pdf) == (other,)
    assert rows_missing_from_pdf([heading], report_pdf) == (heading,)
    with pytest.raises(ValueError, match=r"\w"):
        rows_missing_from_pdf(rows, b"%PDF-1.7 none")
