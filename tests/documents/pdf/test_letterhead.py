"""Head and foot of a report as Decree 30 asks for them.

A long name never leaves the sheet.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.factories import reports
from xa_report.documents.fonts import FontFace, text_width
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import commune_letterhead
from xa_report.documents.pdf.letterhead import day_text
from xa_report.documents.pdf.recipients import RecipientsFlowable
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.documents.pdf.styles import BODY_SIZE, PORTRAIT, inner_width
from xa_report.domain.report import Letterhead
from xa_report.domain.unit import Unit


def source_of(unit: Unit = reports.UNIT, **head: Any) -> ReportContent:
    report = replace(reports.empty_report(), unit=unit, letterhead=replace(reports.HEAD, **head))
    return reports.report_content(report)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("5", "05/BC-UBND"),
        ("05", "05/BC-UBND"),
        ("31", "31/BC-UBND"),
        ("120", "120/BC-UBND"),
        ("", "......./BC-UBND"),
    ],
)
def test_a_number_below_ten_has_a_leading_zero_and_none_has_dots(number, shown):
    assert source_of(number=number).number == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        (None, "ngày ....... tháng ....... năm ......."),
    ],
)
def test_days_and_the_first_two_months_have_a_leading_zero(day, shown):
    assert day_text(day) == shown


@pytest.mark.parametrize(
    ("name", "kind", "province", "lines", "place"),
    [
        (
            "Xã Tân Hội",
            "xã",
            "Tỉnh Tây Ninh",
            ["ỦY BAN NHÂN DÂN", "TỈNH TÂY NINH", "ỦY BAN NHÂN DÂN XÃ TÂN HỘI"],
            "Tân Hội",
        ),
        (
            "Phường Ba Đình",
            "phường",
            "Thành phố Hà Nội",
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "ỦY BAN NHÂN DÂN", "PHƯỜNG BA ĐÌNH"],
            "Ba Đình",
        ),
        (
            "Đặc khu Cô Tô",
            "đặc khu",
            "",
            ["ỦY BAN NHÂN DÂN", "ĐẶC KHU CÔ TÔ"],
            "Cô Tô",
        ),
    ],
)
def test_agency_and_place_follow_kind_and_province_of_the_unit(name, kind, province, lines, place):
    source = source_of(Unit("00004", name, kind, "01", province))
    assert [line for part in commune_letterhead(source).agency for line in part.lines] == lines
    assert source.place_name == place


def test_only_the_issuing_agency_is_bold():
    parent, own = commune_letterhead(source_of()).agency
    assert (parent.face, own.face) == (FontFace.REGULAR, FontFace.BOLD)
    assert {parent.size, own.size} == {12}


def recipient_lines(text: str) -> list[str]:
    block = RecipientsFlowable(text)
    block.wrap(inner_width(PORTRAIT), 0)
    return list(block.lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Sở Nội vụ", ["Sở Nội vụ"]),
        ("Ủy ban nhân dân tỉnh; Sở Nội vụ.", ["- Ủy ban nhân dân tỉnh;", "- Sở Nội vụ."]),
        (" ; ", []),
    ],
)
def test_recipients_become_dashed_lines(text, lines):
    assert recipient_lines(text) == lines


def test_copies_end_as_the_decree_says():
    block = SignatureBlock(Letterhead(copies=("Như trên;", "- TT. HĐND", "Lưu: VT.")), print)
    block.wrap(inner_width(PORTRAIT), 0)
    assert block.copies == ["- Như trên;", "- TT. HĐND;", "- Lưu: VT."]


def test_a_deputy_signs_on_two_lines():
    block = SignatureBlock(Letterhead(position="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"), print)
    block.wrap(inner_width(PORTRAIT), 0)
    assert block.titles == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_long_names_are_broken_within_their_half():
    unit = Unit("1", "Xã " + "Nghĩa Trung " * 9, "xã", "2", "Tỉnh " + "Bình Phước " * 9)
    block = commune_letterhead(source_of(unit, place="Nghĩa Trung " * 20))
    parts = [*block.agency, block.number, block.day]
    widest = max(text_width(line, part.face, part.size) for part in parts for line in part.lines)
    assert widest < inner_width(PORTRAIT) / 2 + 20
    signature = SignatureBlock(replace(reports.HEAD, signer="Nguyễn " * 30), print)
    signature.wrap(inner_width(PORTRAIT), 0)
    assert (
        max(text_width(n, FontFace.BOLD, BODY_SIZE) for n in signature.names)
        <= inner_width(PORTRAIT) / 2
    )
