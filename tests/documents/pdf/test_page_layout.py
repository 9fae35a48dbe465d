"""Pages as Decree 30 asks for them: A4, the body upright, annexes across.

Numbers stand in the top margin and each annex counts for itself; nothing leaves the margins;
recipients and signature share a page, and each page bears the check code.
"""

import re
from dataclasses import dataclass, replace

import pytest
from lxml import etree
from reportlab.lib.units import mm

from tests.factories import reports
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.report_parts import WrittenPdf
from xa_report.documents.pdf.styles import BOTTOM, LEFT, RIGHT, TOP

CODE = "7F3A-91C2-0B5D"


@dataclass(frozen=True)
class Word:
    page: int
    sheet: tuple[float, float]
    box: tuple[float, float, float, float]
    text: str


@pytest.fixture(scope="module")
def made_pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[WrittenPdf, list[Word]]:
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    long = {"3.2.1": "hồ sơ " * 800, "1.1.3": "x" * 900, "3.1.1": "Ư" * 390}
    report = replace(reports.typical_report(), explanations=long)
    written = reports.write_pdf(
        reports.report_content(report), path, check_code=PageCheckCode(CODE)
    )
    return written, words_of(reports.run_poppler("pdftotext", "-bbox", path, "-"))


@pytest.fixture
def words(made_pages: tuple[WrittenPdf, list[Word]]) -> list[Word]:
    return made_pages[1]


def words_of(html: str) -> list[Word]:
    tree = etree.fromstring(re.sub("<!DOCTYPE.*?>", "", html, flags=re.S).encode())
    words = []
    for number, page in enumerate(tree.iter("{*}page"), start=1):
        sheet = (float(page.get("width")), float(page.get("height")))
        for word in page.iter("{*}word"):
            x0, y0, x1, y1 = (float(word.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))
            words.append(Word(number, sheet, (x0, y0, x1, y1), word.text))
    return words


def in_top_margin(word: Word) -> bool:
    return word.box[3] < float(TOP)


def in_bottom_margin(word: Word) -> bool:
    return word.box[1] > word.sheet[1] - float(BOTTOM)


def test_the_body_is_upright_a4_and_annexes_are_across(words):
    sheets = {word.page: word.sheet for word in words}
    portrait = [page for page, (wide, high) in sheets.items() if wide < high]
    assert portrait == list(range(1, len(portrait) + 1))
    for wide, high in sheets.values():
        assert sorted([wide, high]) == pytest.approx([210 * mm, 297 * mm], abs=0.1)


def test_page_numbers_are_centred_in_the_top_margin_and_each_part_counts_for_itself(words):
    numbers = {word.page: word for word in words if in_top_margin(word)}
    starts = {word.page for word in words if word.text == "(Kèm"} | {1}
    last = max(word.page for word in words)
    assert len(starts) == 8
    expected = 0
    for page in range(1, last + 1):
        expected = 1 if page in starts else expected + 1
        assert (page in numbers) == (expected > 1)
        if expected > 1:
            word = numbers[page]
            assert word.text == str(expected)
            middle = (LEFT + word.sheet[0] - RIGHT) / 2
            assert (word.box[0] + word.box[2]) / 2 == pytest.approx(middle, abs=1)


def test_nothing_leaves_the_margins(words):
    outside = [
        word
        for word in words
        if word.box[0] < LEFT - 0.5 or word.box[2] > word.sheet[0] - RIGHT + 0.5
    ]
    assert outside == []
    inside = [word for word in words if not in_top_margin(word) and word.text != CODE]
    assert [word for word in inside if in_bottom_margin(word)] == []


def test_recipients_and_signature_stand_on_one_page(made_pages):
    written, words = made_pages
    page = written.signature_box.page
    here = [word for word in words if word.page == page]
    head = next(word for word in here if word.text == "TM.")
    copies = next(word for word in here if word.text == "Nơi")
    assert copies.box[1] == pytest.approx(head.box[1], abs=4)
    title = next(word for word in here if word.text == "TỊCH")
    name = next(word for word in here if word.text == "Tuyết")
    assert name.box[1] - title.box[3] > 30 * mm
    left, bottom, wide, high = written.signature_box.box
    top = head.sheet[1] - bottom - high
    assert title.box[3] <= top + 4
    assert top + high <= name.box[1] + 4
    between = [w for w in here if w.box[0] > left and top + 4 < w.box[1] < top + high - 4]
    assert between == []
    assert wide > 70 * mm


def test_the_last_sentence_stays_with_the_signature(made_pages):
    written, words = made_pages
    assert [word.page for word in words if word.text == "Hội./."] == [written.signature_box.page]


def test_a_caption_never_leaves_its_page_empty(words):
    starts = {word.page for word in words if word.text == "(Kèm"}
    for page in starts:
        assert sum(word.page == page for word in words) > 60


def test_the_check_code_stands_on_every_page(made_pages):
    written, words = made_pages
    codes = [word for word in words if word.text == CODE]
    assert [word.page for word in codes] == list(range(1, written.pages + 1))
    assert all(in_bottom_margin(word) for word in codes)
