"""Parts of a report that cannot be broken: what is said to fit, fits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.generated_reports import make_case
from xa_report.assess.assessment import assess_report
from xa_report.documents.fonts import FontFace, text_width
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import commune_letterhead
from xa_report.documents.pdf.recipients import RecipientsFlowable
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.documents.pdf.styles import PORTRAIT, inner_height, inner_width
from xa_report.domain.drawable_text import DRAWABLE_CHARACTERS
from xa_report.domain.letterhead_room import oversized_parts, width_bound
from xa_report.domain.report import Letterhead

ASSESSED = assess_report(make_case(4).report, make_case(4).form, ())
WIDTH, HEIGHT = inner_width(PORTRAIT), inner_height(PORTRAIT)
WORDS = st.one_of(
    st.sampled_from(["Ủy", "ban", "nhân", "dân", "TM.", "CHỦ", "TỊCH", "W" * 9, "Ǆ", "mmmm", "\n"]),
    st.text(st.sampled_from(sorted(DRAWABLE_CHARACTERS)), max_size=40),
)
TEXTS = st.builds(
    lambda words, times: " ".join(words * times), st.lists(WORDS, max_size=6), st.integers(1, 25)
)
HEADS = st.builds(
    Letterhead,
    number=TEXTS, symbol=TEXTS, place=TEXTS, recipient=TEXTS | st.just("Sở Nội vụ; " * 38),
    copies=st.lists(TEXTS, max_size=8).map(tuple) | st.just(("Như trên",) * 46),
    authority=TEXTS, position=TEXTS, signer=TEXTS,
)  # fmt: skip


def test_no_character_is_wider_than_its_bound():
    for character in DRAWABLE_CHARACTERS - {"\n"}:
        widest = max(text_width(character, face, 1000) for face in FontFace)
        assert widest <= 1000 * width_bound(character), character


@given(head=HEADS, name=TEXTS)
def test_what_is_said_to_fit_is_no_taller_than_a_page(head, name):
    case = make_case(4)
    unit = replace(case.report.unit, name=name or "x")
    parts = oversized_parts(head, unit)
    report = replace(case.report, unit=unit, letterhead=head)
    content = ReportContent(report, case.form, (), ASSESSED)
    flowables = {
        "đầu báo cáo": commune_letterhead(content),
        "Kính gửi": RecipientsFlowable(head.recipient),
        "Nơi nhận": SignatureBlock(replace(Letterhead(), copies=head.copies), print),
        "phần ký": SignatureBlock(replace(head, copies=()), print),
    }
    for part, flowable in flowables.items():
        if not any(name.startswith(part) for name in parts):
            assert flowable.wrap(WIDTH, HEIGHT)[1] <= HEIGHT, part


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"copies": ("Đảng ủy, HĐND",) * 60}, "Nơi nhận"),
        ({"signer": "Nguyễn Văn An " * 80}, "phần ký"),
        ({"position": "CHỦ TỊCH\n" * 40}, "phần ký"),
        ({"recipient": "Sở Nội vụ; " * 60}, "Kính gửi"),
        ({"place": "Tân Hội " * 400}, "đầu báo cáo"),
    ],
)
def test_a_part_that_is_too_long_is_a_finding(change, part):
    case = make_case(4)
    report = replace(case.report, letterhead=replace(Letterhead(), **change))
    assessment = assess_report(report, case.form, case.plans, case.previous)
    (finding,) = [each for each in assessment.findings if each.code == "C208"]
    assert (finding.key, finding.is_open) == ("C208@the-thuc", True)
    assert part in finding.message


def test_a_usual_letterhead_fits():
    copies = ("Như trên", "TT. Đảng ủy, HĐND", "Các phòng, đơn vị thuộc UBND xã", "Lưu: VT") * 7
    head = Letterhead(copies=copies, authority="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", signer="Nguyễn Văn An")
    assert oversized_parts(head, make_case(4).report.unit) == ()
