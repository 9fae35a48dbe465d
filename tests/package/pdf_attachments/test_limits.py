"""A page that would take a reader of its text minutes or gigabytes is refused before it is read."""

from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.factories.packages import attachments_pdf, data_file
from tests.factories.tampered_pdfs import edit_pdf
from xa_report.errors import PackageFaultError
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.pdf_attachments.limits import (
    MAX_PAGE_REPEATED,
    MAX_PAGE_WRITTEN,
    MAX_PAGES_WRITTEN,
)

RECORD, MANIFEST = data_file("report.json", b"{}"), data_file("datapackage.json", b"{}")
SOUND = attachments_pdf(RECORD, MANIFEST)
LINE = b"0 0 1 1 re f\n"


def form(pdf, content, **more):
    stream = pdf.make_stream(content)
    parts = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 1, 1]), **more}
    for key, value in parts.items():
        stream[f"/{key}"] = value
    return stream


def drawn(pdf, content, inner):
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(content)
    page.obj.Resources = Dictionary(XObject=Dictionary(X=inner))


def drawings_in_drawings(pdf):
    every = [form(pdf, LINE), *(form(pdf, b"/X Do\n" * 10) for _ in range(30))]
    for inner, outer in pairwise(every):
        outer.Resources = Dictionary(XObject=Dictionary(X=inner))
    drawn(pdf, b"/X Do", every[-1])


def drawings_that_lean_on_the_page(pdf):
    drawn(pdf, b"/X Do", form(pdf, b"/Y\tDo/Y Do"))
    pdf.pages[0].Resources.XObject.Y = form(pdf, LINE)


def drawn_too_often(pdf):
    content = LINE * 1000
    drawn(pdf, b"/X Do\n" * (MAX_PAGE_REPEATED // len(content) + 1), form(pdf, content))


def drawn_by_no_name_of_its_kind(pdf):
    drawings_in_drawings(pdf)
    del pdf.pages[0].Resources.XObject.X.Subtype


def crowded_page(pdf):
    pdf.pages[0].Contents = pdf.make_stream(LINE * (MAX_PAGE_WRITTEN // len(LINE) + 1))


def one_content_again_and_again(pdf):
    content = pdf.make_stream(LINE * 1000)
    pdf.pages[0].Contents = Array([content] * (MAX_PAGE_WRITTEN // (len(LINE) * 1000) + 1))


def crowded_document(pdf):
    content = pdf.make_stream(LINE * (MAX_PAGE_WRITTEN // len(LINE)))
    for page in pdf.pages:
        page.Contents = content
    for _ in range(MAX_PAGES_WRITTEN // MAX_PAGE_WRITTEN + 1):
        pdf.pages.append(pdf.pages[0])


def letters_that_are_drawings(pdf):
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F=Dictionary(Subtype=Name.Type3)))


def letters_of_a_drawing_that_are_drawings(pdf):
    fonts = Dictionary(Font=Dictionary(F=Dictionary(Subtype=Name.Type3)))
    drawn(pdf, b"/X Do", form(pdf, LINE, Resources=fonts))


def inherited(pdf):
    drawings_in_drawings(pdf)
    page = pdf.pages[0].obj
    page.Parent.Resources = page.Resources
    del page.Resources


@pytest.mark.parametrize(
    "change",
    [
        drawings_in_drawings, drawings_that_lean_on_the_page, drawn_too_often,
        drawn_by_no_name_of_its_kind, crowded_page, one_content_again_and_again, crowded_document,
        letters_that_are_drawings, letters_of_a_drawing_that_are_drawings, inherited,
    ],
)  # fmt: skip
def test_what_would_take_too_long_is_refused(change):
    with pytest.raises(PackageFaultError) as caught:
        extract_data_files(edit_pdf(SOUND, change))
    assert caught.value.code == "P414"


def of_many_pages(pdf):
    """What reports of ours have: a mark on every page, images, words that look like commands."""
    mark = form(pdf, LINE * 1000)
    image = pdf.make_stream(bytes(3), Subtype=Name.Image, Width=1, Height=1, Title=String("/X Do"))
    for number in range(300):
        pdf.pages.append(pdf.pages[0])
        page = pdf.pages[-1]
        text = b"BT (Do dan tin cay) Tj (Do) Tj ET\n" * 10 + b"%d 0 0 1 0 0 cm /X Do" % number
        page.Contents = pdf.make_stream(text)
        page.obj.Resources = Dictionary(XObject=Dictionary(X=mark, I=image))


def test_a_long_report_is_read():
    assert extract_data_files(edit_pdf(SOUND, of_many_pages)) == extract_data_files(SOUND)


def test_a_page_without_anything_is_read():
    def bare(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0].obj.Resources
        del pdf.pages[0].obj.Contents

    assert extract_data_files(edit_pdf(SOUND, bare)) == extract_data_files(SOUND)
