"""A commune's report as a PDF/A-3b: flowables in reading order, written to a path or stream."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from xa_report.documents.fonts import FontFace, single_line_text
from xa_report.documents.pdf.commune.annexes import REPORT_ANNEXES, ReportAnnex
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.sections import (
    closing_sentence,
    opening_sentence,
    report_sections,
)
from xa_report.documents.pdf.letterhead import (
    LetterheadFlowable,
    LetterheadLines,
    assemble_letterhead,
    committee_name_lines,
    left_half_width,
    place_and_day_lines,
    province_kind,
)
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.documents.pdf.report_parts import (
    WrittenPdf,
    annex_head,
    annex_names,
    numbered_sections,
    render_report,
    report_head,
)
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.documents.pdf.styles import PORTRAIT, inner_width, make_paragraph
from xa_report.domain.signature_box import SignatureBox
from xa_report.files import WriteTarget, write_to


def commune_letterhead(content: ReportContent) -> "LetterheadFlowable":
    """Build the head of page 1 of a commune's report."""
    unit = content.report.unit
    room = left_half_width(inner_width(PORTRAIT))
    left = [
        LetterheadLines(
            committee_name_lines(unit.name, unit.kind, FontFace.BOLD, room), FontFace.BOLD, 12
        )
    ]
    if unit.province_name:
        kind = province_kind(unit)
        left.insert(
            0,
            LetterheadLines(
                committee_name_lines(unit.province_name, kind, FontFace.REGULAR, room),
                FontFace.REGULAR,
                12,
            ),
        )
    return assemble_letterhead(
        left, content.number, place_and_day_lines(content.place_name, content.day)
    )


def report_flowables(
    content: ReportContent, on_box_drawn: Callable[[SignatureBox], None]
) -> Iterator[Flowable]:
    """Yield body, then annexes; `on_box_drawn` gets the place of the signature."""
    yield from _report_head(content)
    yield make_paragraph(opening_sentence(content), "body", "Mở đầu báo cáo")
    yield from numbered_sections(report_sections(content))
    last = make_paragraph(closing_sentence(content), "body", "Kết thúc báo cáo")
    block = SignatureBlock(content.report.letterhead, on_box_drawn)
    # The last sentence stays with the signature: nobody signs an empty page.
    yield KeepTogether([last, Spacer(0, 4 * mm), block])
    for name, annex in zip(annex_names(), REPORT_ANNEXES, strict=True):
        yield from _annex_flowables(content, name, annex)


def _report_head(content: ReportContent) -> Iterator[Flowable]:
    yield from report_head(
        commune_letterhead(content), content.abstract, content.report.letterhead.recipient
    )


def _annex_flowables(content: ReportContent, name: str, annex: ReportAnnex) -> Iterator[Flowable]:
    attached = f"(Kèm theo Báo cáo số {content.number} {content.day} của {content.agency})"
    yield from annex_head(name, annex.title, attached)
    yield from annex.build(content, name)


def write_report_pdf(
    content: ReportContent,
    target: WriteTarget,
    clock: Callable[[], datetime],
    attachments: Sequence[PdfAttachment] = (),
    check_code: PageCheckCode | None = None,
) -> WrittenPdf:
    """Write the report to a path or stream; `clock` gives a moment with its zone, asked once."""
    boxes = list[SignatureBox]()
    pages, count = render_report(report_flowables(content, boxes.append), annex_names(), check_code)
    properties = PdfProperties(
        single_line_text(content.title, "Tên báo cáo"),
        single_line_text(content.agency, "Tên cơ quan"),
        clock(),
    )
    data = to_pdfa(pages, properties, attachments)
    write_to(target, data)
    return WrittenPdf(count, boxes[-1])
