"""Verification of a received report by its content alone: signatures, record, workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from xa_report.documents.triple_check import find_disagreements
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit
from xa_report.package.faults import PackageCode
from xa_report.package.manifest import ListedFile
from xa_report.package.package_files import EVIDENCE_PATTERN, RECORD_NAME
from xa_report.package.pdf_attachments.extraction import read_embedded_report
from xa_report.package.reader import Package
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.signing.ooxml.verifier import WorkbookFacts, verify_workbook
from xa_report.signing.reasons import Verdict
from xa_report.signing.status import ExpectedSignatures, Verification
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import verify_pdf

UNRELATED_CODES = {
    code.value[0] for code in (
        PackageCode.NOT_PDF, PackageCode.PDF_ENCRYPTED, PackageCode.NOT_ATTACHED,
        PackageCode.ATTACHED_FOREIGN, PackageCode.PDF_TOO_LARGE, PackageCode.PAGE_ATTACHMENT,
    )
}  # fmt: skip
"""Faults by which a PDF shows that it never was a report."""


class WorkbookSignatureState(StrEnum):
    """What became of the workbook's own signature."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ABSENT = "absent"
    """There is no workbook: the PDF came alone."""


class SubmissionKind(StrEnum):
    """In which form a report came."""

    PACKAGE = "package"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ContentVerification:
    """What signatures and comparison say of a report."""

    verification: Verification
    """Of the PDF's signatures."""
    violations: tuple[str, ...]
    """Where workbook, PDF and record contradict one another; any of it makes the report invalid."""
    workbook_state: WorkbookSignatureState

    @property
    def verdict(self) -> Verdict:
        """One word over all."""
        return Verdict.INVALID if self.violations else self.verification.verdict

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that stands against it, each with what to do."""
        return (*self.violations, *self.verification.sentences)


@dataclass(frozen=True, slots=True)
class SubmissionHeader:
    """What a report is of, and by what it was made."""

    unit: Unit
    period: Period
    sequence: int
    form_sha256: str
    plan_sha256: tuple[str, ...]
    answers_receipt: str = ""
    """SHA-256 of the receipt that it says to answer; empty for a report of its own."""


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """A report as it came, read and judged; plain data without open files, small to be sent."""

    sha256: str
    """Of the file as it came."""
    kind: SubmissionKind
    header: SubmissionHeader
    record_bytes: bytes
    manifest_sha256: str
    evidence: tuple[ListedFile, ...]
    """The evidence files that came along; a PDF alone brings none."""
    content_verification: ContentVerification

    @property
    def record(self) -> ReportRecord:
        """All that the report says, read again from its bytes."""
        return _parse_record(self.record_bytes)


@lru_cache(maxsize=4)
def _parse_record(content: bytes) -> ReportRecord:
    return read_report_json(content)


def header_of_record(record: ReportRecord) -> SubmissionHeader:
    """What a record is of."""
    report = record.report
    plans = tuple(report.plan_sha256)
    answers = record.correction.receipt if record.correction else ""
    return SubmissionHeader(
        report.unit, report.period, report.sequence, report.form_sha256, plans, answers
    )


def receive_package(package: Package, trust: TrustStore, moment: datetime) -> ReceivedReport:
    """Judge an open package and take along what remains when it is closed."""
    return ReceivedReport(
        package.sha256,
        SubmissionKind.PACKAGE,
        header_of_record(package.record),
        package.files[RECORD_NAME].read_bytes(),
        package.manifest_sha256,
        tuple(one for one in package.manifest.resources if EVIDENCE_PATTERN.fullmatch(one.path)),
        verify_package_content(package, trust, moment),
    )


def verify_package_content(
    package: Package, trust: TrustStore, moment: datetime
) -> ContentVerification:
    """Verify both signed files of an open package and hold them against its record."""
    pdf, sheet = package.pdf, package.workbook.read_bytes()
    found = verify_pdf(pdf, trust, ExpectedSignatures(package.record.report.unit.code), moment)
    book = verify_workbook(sheet)
    broken = (
        *_workbook_faults(book, found),
        *find_disagreements(package.record.outcome.points, sheet, pdf),
    )
    return ContentVerification(found, broken, _workbook_state(book))


def receive_pdf(data: bytes, trust: TrustStore, unit: str, moment: datetime) -> ReceivedReport:
    """Read and judge a signed PDF that came alone, from that unit (any, when empty).

    Raise PackageFaultError when it carries no sound report.
    """
    carried = read_embedded_report(data)
    own = carried.record.report.unit.code
    found = verify_pdf(data, trust, ExpectedSignatures(own), moment)
    broken = (
        (f"Báo cáo là của đơn vị {own}, không phải của {unit}. Hãy kiểm tra nơi gửi.",)
        if unit not in {"", own}
        else ()
    )
    return ReceivedReport(
        sha256(data).hexdigest(),
        SubmissionKind.PDF,
        header_of_record(carried.record),
        carried.record_bytes,
        carried.manifest_sha256,
        (),
        ContentVerification(found, broken, WorkbookSignatureState.ABSENT),
    )


def _workbook_state(workbook_facts: WorkbookFacts) -> WorkbookSignatureState:
    if workbook_facts.is_valid:
        return WorkbookSignatureState.SIGNED
    return (
        WorkbookSignatureState.BROKEN if workbook_facts.signed else WorkbookSignatureState.UNSIGNED
    )


def _workbook_faults(workbook_facts: WorkbookFacts, verification: Verification) -> Iterator[str]:
    """The workbook's own signature, where it has one, must be whole and the chairman's."""
    if not workbook_facts.readable or (workbook_facts.signed and not workbook_facts.is_valid):
        yield "Chữ ký của bảng tính không còn đúng. Không tiếp nhận; đề nghị gửi lại gói gốc."
    elif (
        workbook_facts.signed
        and verification.signatures
        and workbook_facts.signer != verification.signatures[0].certificate
    ):
        yield "Bảng tính và báo cáo PDF do hai người khác nhau ký. Không tiếp nhận."
