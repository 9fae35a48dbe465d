"""Proof that PDF and workbook of a report show what its record says: both are drawn again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from xa_report.documents.pdf.page_texts import (
    find_text_differences,
    read_creation_moment,
    read_page_texts,
)
from xa_report.documents.pdf.pdfa import find_pdfa_violations
from xa_report.documents.xlsx.workbook_cells import find_cell_differences
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.score_summary import ScoreSummary, summarize_scores
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.signing.ooxml.part_difference import find_workbook_differences
from xa_report.signing.pdf_difference import find_added_parts, find_pdf_differences
from xa_report.verification.report_documents import (
    LAYOUT_VERSION,
    DrawingSource,
    draw_report_pdf,
    draw_workbook,
    drawing_source,
)
from xa_report.verification.sent_documents import SentDocuments

MAX_DIFFERENCES = 20
"""Sentences of one proof; a forged report may differ everywhere."""
MAX_QUOTED_LINES = 3
NO_LAYOUT_TEXT = (
    "Báo cáo do phiên bản chương trình cũ lập, không nêu bố cục văn bản nên không vẽ lại được để "
    "so. Đề nghị đơn vị xuất và ký lại bằng phiên bản hiện nay."
)
NEWER_LAYOUT_TEXT = (
    "Báo cáo lập theo bố cục {layout}, mới hơn bố cục {known} của chương trình này nên chưa so "
    "được. Hãy cập nhật chương trình rồi kiểm tra lại."
)
NO_DEFINITION_TEXT = (
    "Chưa có {what} của báo cáo (mã băm {sha256}…) nên chưa vẽ lại văn bản để so được. Hãy nạp "
    "biểu mẫu, kế hoạch đó (khi dùng lệnh verify: thêm --definitions) rồi kiểm tra lại."
)
UNDRAWABLE_TEXT = "Không dựng lại được văn bản từ số liệu gửi kèm: {why}. Không tiếp nhận."
SUMMARY_LABELS = {
    "total": "tổng điểm tự chấm", "applicable": "điểm tối đa được tính", "bonus": "điểm thưởng",
    "penalty": "điểm trừ", "result": "kết quả", "percent": "tỷ lệ phần trăm", "rating": "xếp loại",
}  # fmt: skip

DefinitionsByHash = Mapping[str, Form | Plan]
"""Forms and plans that the receiver itself has, by the SHA-256 of their canonical bytes."""


class ProofKind(StrEnum):
    """Kind of comparison between a report and what its record says."""

    REDRAWN = "redrawn"
    """Drawn anew in the layout that it names: every object and every part was compared."""
    TEXT = "text"
    """Of an earlier layout: the text of each page and every cell was compared."""
    IMPOSSIBLE = "impossible"
    """Definitions or layout are not known here; nothing is proven."""


@dataclass(frozen=True, slots=True)
class ReportProof:
    """Result of drawing a report again; plain data that can be sent between processes."""

    kind: ProofKind
    layout: str
    """Layout that the record names; empty for none."""
    differences: tuple[str, ...] = ()
    """Sentences with the place of each difference; why nothing could be compared, if so."""

    @property
    def holds(self) -> bool:
        """True when the documents were compared and show what the record says."""
        return self.kind is not ProofKind.IMPOSSIBLE and not self.differences


def prove_report(
    sent: SentDocuments, definitions: DefinitionsByHash, known_layout: str = LAYOUT_VERSION
) -> ReportProof:
    """Draw the documents again from the record and compare everything.

    The record must be one that can be read. `known_layout` is the layout in which this program
    draws. Nothing of the files' content raises an error.
    """
    record = read_report_json(sent.record)
    why = _why_impossible(record, definitions, known_layout)
    if why:
        return ReportProof(ProofKind.IMPOSSIBLE, record.layout, (why,))
    kind = ProofKind.REDRAWN if record.layout == known_layout else ProofKind.TEXT
    try:
        differences = tuple(_differences(sent, _source_of(record, definitions), kind))
    except Exception as error:  # noqa: BLE001 - a forged record makes drawing raise anything at all
        differences = (UNDRAWABLE_TEXT.format(why=error),)
    return ReportProof(kind, record.layout, differences[:MAX_DIFFERENCES])


def _why_impossible(record: ReportRecord, definitions: DefinitionsByHash, known_layout: str) -> str:
    if not record.layout:
        return NO_LAYOUT_TEXT
    if int(record.layout) > int(known_layout):
        return NEWER_LAYOUT_TEXT.format(layout=record.layout, known=known_layout)
    if not isinstance(definitions.get(record.report.form_sha256), Form):
        sha256 = record.report.form_sha256[:12]
        return NO_DEFINITION_TEXT.format(what="biểu mẫu", sha256=sha256)
    for sha256 in record.report.plan_sha256:
        if not isinstance(definitions.get(sha256), Plan):
            return NO_DEFINITION_TEXT.format(what="kế hoạch", sha256=sha256[:12])
    return ""


def _source_of(record: ReportRecord, definitions: DefinitionsByHash) -> DrawingSource:
    form = definitions[record.report.form_sha256]
    plans = [definitions[sha256] for sha256 in record.report.plan_sha256]
    if not isinstance(form, Form):
        raise TypeError("the form is none")
    return drawing_source(record, form, [plan for plan in plans if isinstance(plan, Plan)])


def _differences(sent: SentDocuments, source: DrawingSource, kind: ProofKind) -> Iterator[str]:
    yield from _summary_differences(source.record.outcome, summarize_scores(source.assessment))
    moment = read_creation_moment(sent.pdf)
    pdf = draw_report_pdf(source, sent.record, sent.manifest, moment)
    yield from _pdf_differences(sent.pdf, pdf, kind)
    for phrase in find_pdfa_violations(sent.pdf):
        yield f"PDF không còn đúng chuẩn lưu trữ PDF/A-3b: điều {phrase}."
    if sent.workbook is not None:
        find = find_workbook_differences if kind is ProofKind.REDRAWN else find_cell_differences
        for phrase in find(sent.workbook, draw_workbook(source, moment)):
            yield f"Bảng tính khác số liệu gửi kèm: {phrase}."


def _pdf_differences(sent: bytes, drawn: bytes, kind: ProofKind) -> Iterator[str]:
    find = find_pdf_differences if kind is ProofKind.REDRAWN else find_added_parts
    phrases = find(sent, drawn)
    for phrase in phrases:
        yield f"PDF khác bản vẽ lại từ số liệu gửi kèm: {phrase}."
    if phrases or kind is ProofKind.TEXT:
        texts = list(find_text_differences(read_page_texts(sent), read_page_texts(drawn)))
        shown = texts[:MAX_QUOTED_LINES] if phrases else texts
        yield from (f"PDF khác số liệu gửi kèm: {phrase}." for phrase in shown)


def _summary_differences(sent: ScoreSummary, assessed: ScoreSummary) -> Iterator[str]:
    """Yield a sentence for each number of the sender's assessment that is not that of the rules."""
    for code in sorted(sent.points.keys() | assessed.points.keys()):
        own, expected = sent.points.get(code), assessed.points.get(code)
        if own != expected:
            stated = "không có" if own is None else show_number(own.points)
            wanted = "không có" if expected is None else show_number(expected.points)
            yield f"Tiêu chí {code}: số liệu gửi kèm ghi {stated} điểm, chấm lại được {wanted}."
    for part in fields(ScoreSummary):
        own, expected = getattr(sent, part.name), getattr(assessed, part.name)
        if part.name != "points" and own != expected:
            label = SUMMARY_LABELS[part.name]
            yield f"Số liệu gửi kèm ghi {label} là {own}, chấm lại được {expected}."
