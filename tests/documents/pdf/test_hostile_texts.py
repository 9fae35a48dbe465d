"""Texts of strangers on the page: never markup, whole however long, composed.

What cannot be printed is refused with its place; a report without answers, plan or documents has
a page all the same.
"""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import reports
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.domain.evidence import CitedDocument, EvidenceFile
from xa_report.domain.item import Answer
from xa_report.domain.report import Report
from xa_report.errors import UnprintableError

MARKUP = '<b>đậm</b> & <font size="99">to</font> &amp; <br/> <img src="x"/> ]]> %s {0}'


def text_of(report: Report, tmp_path, **options: object) -> str:
    path = tmp_path / "a.pdf"
    reports.write_pdf(reports.report_content(report), path, **options)
    return reports.extract_text(path)


def explained(text: str, code: str = "3.2.1") -> Report:
    return replace(reports.typical_report(), explanations={code: text})


def test_text_is_never_markup(tmp_path):
    head = replace(reports.HEAD, signer=MARKUP, recipient=MARKUP, copies=(MARKUP,), place=MARKUP)
    file = EvidenceFile("a" * 64, MARKUP, 1, "x/y", CitedDocument(MARKUP, None, MARKUP, MARKUP))
    report = explained(MARKUP)
    report = replace(
        report,
        letterhead=head,
        unit=replace(reports.UNIT, name=f"Xã {MARKUP}"),
        evidence=tuple(replace(link, file=file, quote=MARKUP) for link in report.evidence[:2]),
    )
    printed = reports.join_lines(text_of(report, tmp_path))
    assert printed.count(reports.join_lines(MARKUP)) >= 10


def test_decomposed_text_is_composed(tmp_path):
    words = "Đã gửi thư xin lỗi người dân, hẹn lại ngày trả kết quả"
    printed = text_of(explained(unicodedata.normalize("NFD", words)), tmp_path)
    assert reports.join_lines(words) in reports.join_lines(printed)
    assert unicodedata.is_normalized("NFC", printed)


def test_a_very_long_word_is_whole(tmp_path):
    word = "Nghiêm" * 100
    report = reports.with_answer(explained(word), "kh_cchc_nhiem_vu", Answer(not_arisen=word))
    assert (
        reports.join_lines(text_of(report, tmp_path)).count(word) == 3
    )  # why, reason, explanation


def without_page_ends(text: str) -> str:
    """Text with the page numbers and repeated table heads of explanations taken out."""
    pages = text.split("\f")
    head = reports.join_lines("Mã Tiêu chí Điểm tối đa Điểm tự chấm Giải trình của xã")
    return "".join(
        reports.join_lines(page).lstrip("0123456789").replace(head, "") for page in pages
    )


def test_a_text_of_5000_characters_is_whole(tmp_path):
    words = " ".join(f"câu{n:04d} giải trình" for n in range(300))[:5000]
    assert len(words) == 5000
    printed = without_page_ends(text_of(explained(words), tmp_path))
    assert reports.join_lines(words) in printed


def test_a_long_reason_goes_across_below_its_row(tmp_path):
    why = "Trong kỳ không phát sinh vì chưa có nhiệm vụ nào được giao " * 30
    report = reports.with_answer(
        reports.typical_report(), "kh_cchc_nhiem_vu", Answer(not_arisen=why.strip())
    )
    printed = reports.join_lines(text_of(report, tmp_path))
    pattern = r"ghiởdướiKếhoạchcảicáchhànhchínhnămcủaxã\d+\.Lýdo,ghichú:" + reports.join_lines(why)
    assert re.search(pattern, printed)


def test_tabs_become_spaces_and_unseen_characters_are_left_out(tmp_path):
    printed = text_of(explained("Dòng một\r\nDòng\thai\x00\x07\u200b\ufeff"), tmp_path)
    assert "Dòng một\nDòng hai\n" in printed


@pytest.mark.parametrize(
    ("report", "place"),
    [
        (explained("Đã xong 😀"), "Phần IV của báo cáo"),
        (
            explained("😀" + "dài " * 200),
            "Phụ lục VI, dòng “3.2.1 Hồ sơ giải quyết trước và đúng hạn”, cột “Giải trình của xã”",
        ),
        (
            replace(reports.typical_report(), letterhead=replace(reports.HEAD, signer="A😀")),
            "Phần ký",
        ),
        (
            replace(reports.typical_report(), letterhead=replace(reports.HEAD, place="A😀")),
            "Đầu báo cáo",
        ),
        (
            reports.with_answer(
                reports.typical_report(), "kh_cchc_nhiem_vu", Answer(Decimal(25), note="😀")
            ),
            "Nhiệm vụ đề ra trong kế hoạch cải cách hành chính năm”, cột “Lý do, ghi chú”",
        ),
    ],
)
def test_emoji_are_refused_with_their_place(report, place, tmp_path):
    with pytest.raises(UnprintableError) as caught:
        reports.write_pdf(reports.report_content(report), tmp_path / "a.pdf")
    assert place in str(caught.value)
    assert "U+1F600" in str(caught.value)
    assert not (tmp_path / "a.pdf").exists()


def test_a_report_without_answers_is_printed(tmp_path):
    printed = reports.join_lines(text_of(reports.empty_report(), tmp_path))
    for words in (
        "chưa đủ điều kiện gửi",
        "Số: ......./BC-UBND",
        "Tân Hội, ngày ....... tháng ....... năm .......",
        "Không có tài liệu kiểm chứng kèm theo.",
        "Không có giải trình và lý do.",
        "Do tỉnh chấm (3 tiêu chí), chưa có kết quả.",
    ):
        assert reports.join_lines(words) in printed


@pytest.mark.parametrize(
    "head",
    [
        replace(reports.HEAD, copies=tuple(f"Thôn {n}" for n in range(90))),
        replace(reports.HEAD, recipient="; ".join(f"Sở {n}" for n in range(90))),
        replace(reports.HEAD, signer="Nguyễn " * 900),
    ],
)
def test_what_cannot_stand_on_a_page_is_refused(head, tmp_path):
    report = replace(reports.empty_report(), letterhead=head)
    with pytest.raises(UnprintableError, match="dài quá một trang"):
        reports.write_pdf(reports.report_content(report), tmp_path / "a.pdf")


def test_a_form_without_points_is_printed(tmp_path):
    path, source = tmp_path / "a.pdf", reports.quarterly_content()
    reports.write_pdf(source, path)
    asked, answered = len(source.form.items), len(source.report.answers)
    missing = sum(
        i.required and i.id not in source.report.answers for i in source.form.items.values()
    )
    assert min(answered, missing) > 0
    printed = reports.join_lines(reports.extract_text(path))
    for words in (
        "Số liệu theo “Biểu số liệu cải cách hành chính quý của UBND cấp xã” quý I năm 2026 của "
        "Ủy ban nhân dân xã Tân Hội",
        "Biểu mẫu chỉ thu thập số liệu, không chấm điểm. Đã nhập "
        f"{answered}/{asked} số liệu; {missing} số liệu bắt buộc còn thiếu.",
        f"Còn {missing} số liệu chưa có:",
        "1. Tiếp nhận số liệu quý I năm 2026 của Ủy ban nhân dân xã Tân Hội.",
        f"Toàn bộ biểu mẫu {asked} {answered} 0 {missing}",
        "KẾT QUẢ CHẤM TỪNG TIÊU CHÍ",
        "Biểu mẫu không chấm điểm.",
    ):
        assert reports.join_lines(words) in printed
    assert "0 điểm" not in printed


def test_a_report_without_plan_and_bonus_is_printed(tmp_path):
    full = reports.report_content(reports.empty_report())
    form = replace(full.form, bonuses=(), penalties=())
    done = replace(full.assessment, targets=(), bonuses=(), penalties=())
    path = tmp_path / "a.pdf"
    reports.write_pdf(ReportContent(full.report, form, (), done), path)
    printed = reports.join_lines(reports.extract_text(path))
    assert printed.count(reports.join_lines("Không có chỉ tiêu kế hoạch nào áp dụng")) == 2
    assert reports.join_lines("Biểu mẫu không quy định điểm thưởng, điểm trừ.") in printed
