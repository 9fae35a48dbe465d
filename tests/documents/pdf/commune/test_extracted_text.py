"""pdftotext gives back, in NFC, exactly what the report says."""

from pathlib import Path

import pytest

from tests.factories import reports
from xa_report.documents.pdf.commune.content import ReportContent, warnings_with_reason
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import show_number


@pytest.fixture(scope="module")
def report_content() -> ReportContent:
    return reports.report_content(reports.typical_report())


@pytest.fixture(scope="module")
def report_text(report_content: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    reports.write_pdf(report_content, path)
    return reports.join_lines(reports.extract_text(path))


def absent(text: str, wanted: list[str]) -> list[str]:
    return [words for words in wanted if reports.join_lines(words) not in text]


def test_head_and_foot_come_back_exactly(report_text):
    assert not absent(
        report_text,
        [
            "ỦY BAN NHÂN DÂN TỈNH TÂY NINH ỦY BAN NHÂN DÂN XÃ TÂN HỘI Số: 05/BC-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
            "Tân Hội, ngày 05 tháng 01 năm 2027",
            "BÁO CÁO Kết quả tự đánh giá theo “Tự đánh giá kết quả cải cách hành chính năm của "
            "UBND cấp xã” năm 2026 của Ủy ban nhân dân xã Tân Hội",
            "Kính gửi: - Ủy ban nhân dân tỉnh; - Sở Nội vụ.",
            "Nơi nhận: - Như trên; - TT. Đảng ủy, HĐND; - Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Thị Ánh Tuyết",
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2027",
        ],
    )


def test_every_criterion_comes_back_with_title_and_reason(report_content, report_text):
    done = report_content.assessment
    rows = [
        f"{c.code} {c.title} {show_number(c.max, 2)} {show_number(c.points, 2)} "
        f"{'Đã chấm' if c.leaf else ''} {c.reason}"
        for c in (*done.areas, *done.criteria)
    ]
    assert len(rows) > 80
    assert not absent(report_text, rows)


def test_every_target_comes_back_with_words_and_what_closes_it(report_content, report_text):
    targets = report_content.assessment.targets
    assert {target.ahead for target in targets} == {True, False}
    for target in targets:
        row = [
            target.label,
            target.target_text,
            target.value_text,
            target.action_text,
            target.target.wording,
        ]
        assert not absent(report_text, row)


def test_every_answer_comes_back(report_content, report_text):
    for item in report_content.form.items.values():
        value = report_content.report.answers[item.id].value
        shown = format_value(value, item) if value is not None else ""
        assert not absent(report_text, [item.label, *shown.splitlines()])


def test_every_document_comes_back(report_content, report_text):
    rows = []
    for link in report_content.report.evidence:
        document = link.file.document
        rows.append(
            f"{link.criterion} {document.number} {document.dated:%d/%m/%Y} {document.issuer} "
            f"{document.title} {link.page} {link.file.name} {link.file.sha256[:12]}"
        )
    assert len(rows) >= 60
    assert not absent(report_text, rows)


def test_every_explanation_and_reason_comes_back(report_content, report_text):
    assert len(report_content.report.explanations) == 9
    assert not absent(report_text, list(report_content.report.explanations.values()))
    assert not absent(
        report_text, [finding.message for finding in warnings_with_reason(report_content)]
    )


def test_bonus_and_penalty_come_back(report_content, report_text):
    done = report_content.assessment
    assert not absent(
        report_text, [f"{c.code} {c.title}" for c in (*done.bonuses, *done.penalties)]
    )
    assert not absent(report_text, [c.reason for c in (*done.bonuses, *done.penalties)])
    assert not absent(report_text, ["Cộng điểm thưởng được tính 2,00 1,50"])
