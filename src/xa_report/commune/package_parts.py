"""Parts of a package made from one report: workbook, record, manifest, PDF, evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Protocol

from xa_report.commune.resubmission import with_correction
from xa_report.commune.store.store import Store
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.pdfa import PdfAttachment
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.package.check_code import PaperLink, check_code, check_words, manifest_hash, qr_text
from xa_report.package.manifest import build_manifest, manifest_bytes
from xa_report.package.package_files import (
    MANIFEST_NAME,
    MEDIATYPES,
    PDF_NAME,
    RECORD_NAME,
    WORKBOOK_NAME,
    PackageFile,
    evidence_path,
    manifest_name,
)
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import SenderLogHead, build_report_record
from xa_report.signing.signature_fields import (
    add_signature_fields,
    split_signature_area,
)


class PackageSource(Protocol):
    """One period of which a package is made: its report, definitions and assessment."""

    @property
    def report(self) -> Report:
        """The entered answers, explanations and evidence."""

    @property
    def form(self) -> Form:
        """The form that the report answers."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans whose targets the report is compared with."""

    @property
    def previous(self) -> Report | None:
        """The report of the period before, where there is one."""

    @property
    def assessment(self) -> Assessment:
        """The figures, points, verdict and findings of the report."""

    def items(self) -> Mapping[str, Item]:
        """Return all items that are asked for, by id."""


@dataclass(frozen=True, slots=True)
class PackageParts:
    """The bytes of the parts beside the evidence."""

    workbook: bytes
    record: bytes
    manifest: bytes
    pdf: bytes = b""

    def by_name(self) -> dict[str, bytes]:
        """Return the parts under their names in the package."""
        return {
            PDF_NAME: self.pdf,
            WORKBOOK_NAME: self.workbook,
            RECORD_NAME: self.record,
            MANIFEST_NAME: self.manifest,
        }


def build_workbook(assessed_report: PackageSource, moment: datetime) -> bytes:
    """Build the workbook, without a signature."""
    out = BytesIO()
    source = WorkbookContent(
        assessed_report.report,
        assessed_report.form,
        assessed_report.plans,
        assessed_report.assessment,
        assessed_report.previous,
        moment,
    )
    write_report_workbook(source, out)
    return out.getvalue()


def build_record_part(store: Store, assessed_report: PackageSource) -> bytes:
    """Build `report.json`, with the present head of the event log.

    Raise BlockedError when a correction changes what was not reopened.
    """
    head = store.log_head()
    log = SenderLogHead(head.seq, head.hash)
    record = build_report_record(
        assessed_report.report, assessed_report.assessment, assessed_report.items(), log
    )
    return report_json_bytes(
        with_correction(
            record,
            store,
            assessed_report.report,
            form=assessed_report.form,
            plans=assessed_report.plans,
        )
    )


def build_evidence_parts(store: Store, assessed_report: PackageSource) -> list[PackageFile]:
    """Return each attached document once, under the hash of its content and sorted by it."""
    # One file may prove several criteria; sorted, the same report always gives the same manifest.
    used = {link.file.sha256: link.file for link in assessed_report.report.evidence}
    return [
        PackageFile(evidence_path(file), store.file_bytes(sha256), file.mediatype)
        for sha256, file in sorted(used.items())
    ]


def build_manifest_part(
    store: Store, assessed_report: PackageSource, workbook: bytes, record: bytes
) -> bytes:
    """Build `datapackage.json` over everything but the PDF, in which it is embedded."""
    report = assessed_report.report
    files = [
        PackageFile(WORKBOOK_NAME, workbook, MEDIATYPES[WORKBOOK_NAME]),
        PackageFile(RECORD_NAME, record, MEDIATYPES[RECORD_NAME]),
        *build_evidence_parts(store, assessed_report),
    ]
    name = manifest_name(report.unit.code, report.period, report.sequence)
    return manifest_bytes(build_manifest(name, files))


def build_pdf_part(assessed_report: PackageSource, parts: PackageParts, moment: datetime) -> bytes:
    """Build the report with record and manifest embedded and both signature fields still empty."""
    digest = manifest_hash(parts.manifest)
    attachments = (
        PdfAttachment(
            RECORD_NAME, parts.record, MEDIATYPES[RECORD_NAME], "Số liệu và điểm của báo cáo"
        ),
        PdfAttachment(
            MANIFEST_NAME, parts.manifest, MEDIATYPES[MANIFEST_NAME], "Danh mục tệp và mã băm"
        ),
    )
    out = BytesIO()
    source = ReportContent(
        assessed_report.report,
        assessed_report.form,
        assessed_report.plans,
        assessed_report.assessment,
    )
    report = assessed_report.report
    link = PaperLink(report.unit.code, report.period, report.sequence, digest)
    words = f"Mã kiểm tra {check_code(digest)} ({check_words(digest)})"
    mark = PageCheckCode(words, qr_text(link))
    written = write_report_pdf(source, out, lambda: moment, attachments, mark)
    # Both fields are made now: a field that is added after the first signature would change it.
    return add_signature_fields(out.getvalue(), split_signature_area(written.signature_box))
