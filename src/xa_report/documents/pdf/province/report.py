"""The province's report as a PDF/A-3b: flowables in reading order, written to a path or stream."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from xa_report.documents.fonts import single_line_text
from xa_report.documents.pdf.letterhead import department_letterhead
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.documents.pdf.province.annexes import PROVINCE_ANNEXES
from xa_report.documents.pdf.province.charts import province_area_chart, rating_chart
from xa_report.documents.pdf.province.content import ProvinceReportContent
from xa_report.documents.pdf.province.sections import (
    previous_period_section,
    province_areas_section,
    province_overall_section,
    submission_section,
)
from xa_report.documents.pdf.province.sections_plan import (
    appraisal_section,
    proposals_section,
    province_plan_section,
)
from xa_report.documents.pdf.province.untrusted_text import (
    printable_excerpt,
    untrusted_note,
    untrusted_section,
)
from xa_report.documents.pdf.report_parts import (
    NUMERALS,
    ReportSection,
    WrittenPdf,
    annex_head,
    annex_names,
    numbered_section,
    render_report,
    report_head,
)
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.signature_box import SignatureBox
from xa_report.files import WriteTarget, write_to

RATINGS_CAPTION = "Số đơn vị theo xếp loại, thanh dài theo tỷ lệ (%)"
AREAS_CAPTION = "Tỷ lệ điểm bình quân theo lĩnh vực (%)"
PREVIOUS_PERIOD_CAPTION = "; thanh mảnh màu cam là {before}"


def province_report_flowables(
    content: ProvinceReportContent, on_box_drawn: Callable[[SignatureBox], None]
) -> Iterator[Flowable]:
    """Yield body, then annexes; `on_box_drawn` gets the place of the signature."""
    head = department_letterhead(
        printable_excerpt(content.consolidation.agency),
        content.consolidation.province,
        content.number,
        printable_excerpt(content.letterhead.place or content.province),
        content.day,
    )
    yield from report_head(
        head, printable_excerpt(content.abstract), printable_excerpt(content.letterhead.recipient)
    )
    yield untrusted_note(_opening_text(content), "Mở đầu báo cáo", "body")
    for numeral, (section, after) in zip(NUMERALS, _sections_with_charts(content), strict=True):
        yield from numbered_section(numeral, untrusted_section(section))
        yield from after
    period = content.consolidation.period.label
    last = f"Trên đây là báo cáo kết quả {period} của các đơn vị cấp xã thuộc {content.province}./."
    # The last sentence stays with the signature: nobody signs an empty page.
    yield KeepTogether(
        [
            untrusted_note(last, "Kết thúc báo cáo", "body"),
            Spacer(0, 4 * mm),
            SignatureBlock(content.letterhead, on_box_drawn),
        ]
    )
    attached = f"(Kèm theo Báo cáo số {content.number} {content.day} của {content.agency})"
    for name, annex in zip(annex_names(), PROVINCE_ANNEXES, strict=True):
        yield from annex_head(name, annex.title, printable_excerpt(attached))
        yield from annex.build(content, name)


def _opening_text(content: ProvinceReportContent) -> str:
    form = content.consolidation.form
    issued = f", ban hành theo {form.decision}" if form.decision else ""
    return (
        f"Trên cơ sở báo cáo của các đơn vị theo “{form.title}” (phiên bản {form.version}{issued}) "
        f"và kết quả thẩm định, {content.agency} báo cáo kết quả "
        f"{content.consolidation.period.label} như sau:"
    )


def _sections_with_charts(
    content: ProvinceReportContent,
) -> Iterator[tuple[ReportSection, list[Flowable]]]:
    yield submission_section(content), []
    yield (
        province_overall_section(content),
        _captioned_chart(RATINGS_CAPTION, rating_chart(content)) if content.communes else [],
    )
    yield previous_period_section(content), []
    beside = PREVIOUS_PERIOD_CAPTION.format(before=content.before) if content.compared_count else ""
    yield (
        province_areas_section(content),
        _captioned_chart(f"{AREAS_CAPTION}{beside}", province_area_chart(content))
        if content.communes
        else [],
    )
    yield province_plan_section(content), []
    yield appraisal_section(content), []
    yield proposals_section(content), []


def _captioned_chart(caption: str, chart: Flowable) -> list[Flowable]:
    return [KeepTogether([untrusted_note(caption, "Biểu đồ", "caption"), chart, Spacer(0, 3 * mm)])]


def write_province_report(
    consolidation: Consolidation,
    target: WriteTarget,
    clock: Callable[[], datetime],
    attachments: Sequence[PdfAttachment] = (),
) -> WrittenPdf:
    """Write the report to a path or stream; `clock` gives a moment with its zone, asked once."""
    content, boxes = ProvinceReportContent.of(consolidation), list[SignatureBox]()
    pages, count = render_report(province_report_flowables(content, boxes.append), annex_names())
    title = single_line_text(printable_excerpt(f"Báo cáo: {content.abstract}"), "Tên báo cáo")
    properties = PdfProperties(
        title, single_line_text(printable_excerpt(content.agency), "Tên cơ quan"), clock()
    )
    data = to_pdfa(pages, properties, attachments)
    write_to(target, data)
    return WrittenPdf(count, boxes[-1])
