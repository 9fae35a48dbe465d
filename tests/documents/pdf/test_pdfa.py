"""The report as a file: proven PDF/A-3b with every font embedded and nothing else declared.

The same input gives the same bytes; attachments come out byte for byte.
"""

from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from tests.factories import reports
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.pdfa import PdfAttachment, pdf_date_text

RECORD = PdfAttachment("report.json", b'{"a": "\xc4\x91"}', "application/json", "Dữ liệu báo cáo")
HANOI = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def report_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    reports.write_pdf(
        reports.report_content(reports.typical_report()), target, attachments=(RECORD,)
    )
    return target


def test_the_report_is_pdfa_3b(report_pdf):
    with pikepdf.open(report_pdf) as pdf:
        assert str(pdfa.check(pdf, "3b").verdict) == "pass"
    assert pdfa.validate_written(report_pdf, "3b").verdict == "pass"


def test_every_font_is_embedded(report_pdf):
    lines = reports.run_poppler("pdffonts", report_pdf).splitlines()[2:]
    assert len(lines) >= 4
    for line in lines:
        assert "+LiberationSerif" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, Unicode


def test_the_same_input_gives_the_same_bytes(report_pdf, tmp_path):
    again = tmp_path / "b.pdf"
    reports.write_pdf(
        reports.report_content(reports.typical_report()), again, attachments=(RECORD,)
    )
    assert again.read_bytes() == report_pdf.read_bytes()


def test_another_moment_gives_another_file():
    source, first, second = reports.report_content(reports.empty_report()), BytesIO(), BytesIO()
    write_report_pdf(source, first, reports.fixed_clock)
    write_report_pdf(source, second, lambda: reports.fixed_clock() + timedelta(seconds=1))
    assert first.getvalue() != second.getvalue()


def test_properties_and_language_are_those_of_the_report(report_pdf):
    with pikepdf.open(report_pdf) as pdf:
        assert str(pdf.Root.Lang) == "vi-VN"
        title = str(pdf.docinfo["/Title"])
        assert title.startswith("Báo cáo: Kết quả tự đánh giá theo “Tự đánh giá kết quả cải cách")
        assert str(pdf.docinfo["/Author"]) == "Ủy ban nhân dân xã Tân Hội"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20270105053015+00'00"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
            assert metadata["xmp:CreateDate"].startswith("2027-01-05T05:30:15")
            assert metadata["xmp:MetadataDate"].startswith("2027-01-05T05:30:15")
        assert all("/Trans" not in page for page in pdf.pages)
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root][:2] == [
                "Báo cáo",
                "Phụ lục I. Tổng hợp theo lĩnh vực",
            ]


def test_dates_carry_their_time_zone():
    assert pdf_date_text(datetime(2026, 1, 5, 8, 30, 15, tzinfo=HANOI)) == "D:20260105083015+07'00'"


def test_attachments_come_out_byte_for_byte(report_pdf, tmp_path):
    assert "report.json" in reports.run_poppler("pdfdetach", "-list", report_pdf)
    out = tmp_path / "report.json"
    reports.run_poppler("pdfdetach", "-save", "1", "-o", out, report_pdf)
    assert out.read_bytes() == RECORD.data
    with pikepdf.open(report_pdf) as pdf:
        (spec,) = pdf.Root.AF
        assert spec.AFRelationship == pikepdf.Name.Data
        assert str(spec.Desc) == "Dữ liệu báo cáo"


def test_qpdf_finds_nothing_wrong(report_pdf):
    assert "No syntax or stream encoding errors found" in reports.run_poppler(
        "qpdf", "--check", report_pdf
    )
