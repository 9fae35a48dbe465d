"""pdftotext gives back, in NFC, exactly what the report says."""

from pathlib import Path

import pytest

from tests.factories import reports
from xa_report.documents.pdf.commune.content import ReportContent, warnings_with_reason
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import show_number


@pytest.fixture(scope="module")
def source() -> ReportContent:
    return reports.report_content(reports.typical_report())


@pytest.fixture(scope="module")
def text(source: ReportContent, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    reports.write_pdf(source, path)
    return reports.join_lines(reports.extract_text(path))


def absent(text: str, wanted: list[str]) -> list[str]:
    return [words for words in wanted if reports.join_lines(words) not in text]


def test_head_and_foot_come_back_exactly(text):
    assert not absent(
        text,
        [
            "ỦY BAN NHÂN DÂN TỈNH TÂY NINH ỦY BAN NHÂN DÂN XÃ TÂN HỘI Số: 05/BC-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
            "Tân Hội, ngày 05 tháng 01 năm 2027",
            "BÁO CÁO Kết quả tự đánh giá công tác cải cách hành chính năm 2026",
            "Kính gửi: - Ủy ban nhân dân tỉnh; - Sở Nội vụ.",
            "Nơi nhận: - Như trên; - TT. Đảng ủy, HĐND; - Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Nguyễn Thị Ánh Tuyết",
            "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2027",
        ],
    )


def test_every_criterion_comes_back_with_title_and_reason(source, text):
    done = source.assessment
    rows = [
        f"{c.code} {c.title} {show_number(c.max, 2)} {show_number(c.points, 2)} "
        f"{'Đã chấm' if c.leaf else ''} {c.reason}"
        for c in (*done.areas, *done.criteria)
    ]
    assert len(rows) > 80
    assert not absent(text, rows)


def test_every_target_comes_back_with_words_and_what_closes_it(source, text):
    targets = source.assessment.targets
    assert {target.ahead for target in targets} == {True, False}
    for target in targets:
        row = [
            target.label,
            target.target_text,
            target.value_text,
            target.action_text,
            target.target.wording,
        ]
        assert not absent(text, row)


def test_every_answer_comes_back(source, text):
    for item in source.form.items.values():
        value = source.report.answers[item.id].value
        shown = format_value(value, item) if value is not None else ""
        assert not absent(text, [item.label, *shown.splitlines()])


def test_every_document_comes_back(source, text):
    rows = []
    for link in source.report.evidence:
        document = link.file.document
        rows.append(
            f"{link.criterion} {document.number} {document.dated:%d/%m/%Y} {document.issuer} "
            f"{document.title} {link.page} {link.file.name} {link.file.sha256[:12]}"
        )
    assert len(rows) >= 60
    assert not absent(text, rows)


def test_every_explanation_and_reason_comes_back(source, text):
    assert len(source.report.explanations) == 9
    assert not absent(text, list(source.report.explanations.values()))
    assert not absent(text, [finding.message for finding in warnings_with_reason(source)])


def test_bonus_and_penalty_come_back(source, text):
    done = source.assessment
    assert not absent(text, [f"{c.code} {c.title}" for c in (*done.bonuses, *done.penalties)])
    assert not absent(text, [c.reason for c in (*done.bonuses, *done.penalties)])
    assert not absent(text, ["Cộng điểm thưởng được tính 2,00 1,50"])
