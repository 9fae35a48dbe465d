"""Workbook and PDF of a package, drawn from its record alone by sender and receiver alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xa_report.assess.assessment import assess_report
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.pdfa import PdfAttachment
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.package.check_code import PaperLink, check_code, check_words, manifest_hash, qr_text
from xa_report.package.package_files import MANIFEST_NAME, MEDIATYPES, RECORD_NAME
from xa_report.package.report_record import ReportRecord
from xa_report.signing.signature_fields import add_signature_fields, split_signature_area

LAYOUT_VERSION = "1"
"""Version of what is drawn. A change of one byte, also by a library, is a new version: a test holds
the hash of one drawing. Records of earlier versions are proven by their texts (decision 0026)."""
PACKED_STATE_LABEL = "Bản trình ký và nộp"
"""Words for the state of every packed report, so that its documents do not depend on the store."""


@dataclass(frozen=True, slots=True)
class DrawingSource:
    """A record with its definitions and the assessment of both: all that the documents show."""

    record: ReportRecord
    form: Form
    plans: Sequence[Plan]
    assessment: Assessment


def drawing_source(record: ReportRecord, form: Form, plans: Sequence[Plan]) -> DrawingSource:
    """Assess a record by its definitions; `plans` stand in the order of the record."""
    assessment = assess_report(record.report, form, plans, record.previous, record.included)
    return DrawingSource(record, form, plans, assessment)


def draw_workbook(source: DrawingSource, moment: datetime) -> bytes:
    """Draw the workbook without a signature; all its time stamps are `moment`."""
    out = BytesIO()
    record = source.record
    content = WorkbookContent(
        record.report,
        source.form,
        source.plans,
        source.assessment,
        record.previous,
        moment,
        PACKED_STATE_LABEL,
    )
    write_report_workbook(content, out)
    return out.getvalue()


def draw_report_pdf(
    source: DrawingSource, record_bytes: bytes, manifest: bytes, moment: datetime
) -> bytes:
    """Draw the PDF with record and manifest embedded and both signature fields still empty."""
    digest, report = manifest_hash(manifest), source.record.report
    attachments = (
        _data_file(RECORD_NAME, record_bytes, "Số liệu và điểm của báo cáo"),
        _data_file(MANIFEST_NAME, manifest, "Danh mục tệp và mã băm"),
    )
    link = PaperLink(report.unit.code, report.period, report.sequence, digest)
    words = f"Mã kiểm tra {check_code(digest)} ({check_words(digest)})"
    out = BytesIO()
    written = write_report_pdf(
        ReportContent(report, source.form, source.plans, source.assessment),
        out,
        lambda: moment,
        attachments,
        PageCheckCode(words, qr_text(link)),
    )
    # Both fields are made now: a field that is added after the first signature would change it.
    return add_signature_fields(out.getvalue(), split_signature_area(written.signature_box))


def _data_file(name: str, content: bytes, description: str) -> PdfAttachment:
    return PdfAttachment(name, content, MEDIATYPES[name], description)
