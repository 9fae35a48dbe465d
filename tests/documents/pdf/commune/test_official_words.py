"""A document speaks as offices do: its form's title, its own province, no words of the program."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import reports
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.domain.report import Letterhead, default_letterhead
from xa_report.domain.unit import Unit

CITY = Unit("31120", "Phường Ninh Kiều", "phường", "92", "Thành phố Cần Thơ")
PROGRAM_WORDS = ("NỘPĐƯỢC", "khôngthuộcmứcnào", "điểm%", "xemphầnkiểmtra")


@pytest.fixture(scope="module")
def report_content() -> ReportContent:
    return reports.report_content(reports.typical_report())


def text_of(content: ReportContent, folder: Path) -> str:
    path = folder / "a.pdf"
    reports.write_pdf(content, path)
    return reports.join_lines(reports.extract_text(path))


@pytest.mark.parametrize(
    ("unit", "recipient"),
    [
        (CITY, "Ủy ban nhân dân thành phố Cần Thơ; Sở Nội vụ"),
        (replace(CITY, province_name="Tỉnh Tây Ninh"), "Ủy ban nhân dân tỉnh Tây Ninh; Sở Nội vụ"),
        (replace(CITY, province_name=""), Letterhead().recipient),
    ],
)
def test_the_addressee_is_the_province_of_the_unit(unit: Unit, recipient: str) -> None:
    assert default_letterhead(unit).recipient == recipient


def test_the_title_is_that_of_the_form(report_content: ReportContent, tmp_path: Path) -> None:
    form = replace(report_content.form, title="Thi đua theo cụm")
    other = replace(report_content, form=form)
    head = f"Kết quả tự đánh giá theo “Thi đua theo cụm” {other.report.period.label} của"
    text = text_of(other, tmp_path)
    assert reports.join_lines(head) in text
    assert "côngtáccảicáchhànhchính" not in text.split("Kínhgửi")[0]


def test_no_word_of_the_program_stands_in_a_report(
    report_content: ReportContent, tmp_path: Path
) -> None:
    for sent in (report_content.report, reports.empty_report()):
        text = text_of(reports.report_content(sent), tmp_path)
        assert [word for word in PROGRAM_WORDS if word in text] == []
