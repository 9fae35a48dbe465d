"""The body of a report: points, rating, verdict, and the best and weakest of each area.

Targets stand with gap and units, lost points with quoted explanations; requests come from data
alone.
"""

from dataclasses import replace

import pytest

from tests.factories import reports
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.sections import (
    closing_sentence,
    opening_sentence,
    report_sections,
)
from xa_report.documents.pdf.commune.sections_plan import MAX_LISTED_CRITERIA, MAX_QUOTE_LENGTH
from xa_report.domain.assessment import Rating, TargetState


@pytest.fixture(scope="module")
def report_content() -> ReportContent:
    return reports.report_content(reports.typical_report())


def lines(source: ReportContent, number: int) -> str:
    return "\n".join(
        f"{line.lead} {line.text}".strip() for line in report_sections(source)[number].paragraphs
    )


def test_the_body_says_points_rating_and_verdict(report_content):
    text = lines(report_content, 0)
    done = report_content.assessment
    assert f"Tổng điểm tự chấm là {str(done.total).replace('.', ',')} điểm trên 100 điểm" in text
    assert "Điểm thưởng 1,5 điểm, điểm trừ 1 điểm" in text
    assert f"xếp loại tự đánh giá: {done.rating.name}." in text
    assert f"Kết quả kiểm tra số liệu: {done.conclusion} (còn " in text


def test_a_report_that_may_be_submitted_says_so(report_content):
    clean = replace(
        report_content.assessment, findings=(), rating=Rating(void=True, reason="bị kỷ luật")
    )
    text = lines(replace(report_content, assessment=clean), 0)
    assert "Kết quả kiểm tra số liệu: đủ điều kiện gửi (không còn lỗi)." in text
    assert "NỘP ĐƯỢC" not in text
    assert "xếp loại tự đánh giá: không xếp loại. Bị kỷ luật." in text


def test_a_report_to_which_nothing_applies_has_no_percentage(report_content):
    none = replace(report_content.assessment, percent=None, percent_shown=None)
    assert "Chưa tính được tỷ lệ" in lines(replace(report_content, assessment=none), 0)


def test_every_area_has_its_paragraph(report_content):
    paragraphs = report_sections(report_content)[1].paragraphs
    assert [line.lead for line in paragraphs] == [
        f"{area.code}. {area.title}." for area in report_content.assessment.areas
    ]
    leaves = [c for c in report_content.assessment.criteria if c.leaf and c.code.startswith("3.")]
    shares = [c.percent for c in leaves if c.percent is not None]
    weakest = next(c for c in leaves if c.percent == min(shares))
    assert f"Thấp nhất là tiêu chí {weakest.code} {weakest.title} (" in paragraphs[2].text


def test_missed_targets_tell_gap_and_units(report_content):
    text = lines(report_content, 2)
    missed = [
        t
        for t in report_content.assessment.targets
        if t.state is TargetState.NOT_MET and not t.ahead
    ]
    assert missed
    for target in missed:
        assert target.action_text in text
        assert f"thực hiện {target.value_text}, chỉ tiêu {target.target_text}" in text
    assert "là mốc của các năm sau, chưa đến hạn" in text


def test_the_dearest_criteria_come_first_with_their_explanation(report_content):
    texts = [line.text for line in report_sections(report_content)[3].paragraphs]
    listed = [text for text in texts if text.startswith("- Tiêu chí")]
    assert len(listed) == MAX_LISTED_CRITERIA
    quoted = report_content.report.explanations["3.2.1"]
    assert any(f"Nguyên nhân theo giải trình của xã: “{quoted}”." in text for text in listed)


def test_a_long_explanation_is_left_to_its_annex():
    report = replace(reports.typical_report(), explanations={"3.2.1": "dài " * MAX_QUOTE_LENGTH})
    text = lines(reports.report_content(report), 3)
    assert "Nguyên nhân: xem giải trình tại Phụ lục VI." in text
    assert "dài dài" not in text


def test_a_report_that_lost_no_points_says_so(report_content):
    done = report_content.assessment
    full = tuple(replace(c, points=c.applicable) for c in done.criteria)
    clean = replace(done, criteria=full, findings=())
    text = lines(replace(report_content, assessment=clean), 3)
    assert text == "Không có tiêu chí nào bị mất điểm; không có số liệu còn thiếu."


def test_requests_come_from_the_data(report_content):
    assert "đề nghị Ủy ban nhân dân tỉnh, Sở Nội vụ:" in lines(report_content, 4)
    assert "Chấm điểm" not in lines(report_content, 4)
    empty = lines(reports.report_content(reports.empty_report()), 4)
    assert "Chấm điểm 3 tiêu chí do tỉnh đánh giá, tối đa 20 điểm (8.1, 8.2, 8.3)." in empty


def test_the_body_opens_and_closes_as_a_letter_does(report_content):
    assert report_content.form.title in opening_sentence(report_content)
    issued = replace(
        report_content, form=replace(report_content.form, decision="Quyết định số 12/QĐ-UBND")
    )
    assert "ban hành theo Quyết định số 12/QĐ-UBND" in opening_sentence(issued)
    assert closing_sentence(report_content).endswith("Ủy ban nhân dân xã Tân Hội./.")
