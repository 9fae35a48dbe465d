"""Verification of a received report from the file alone: signatures, record, workbook."""

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
"""Faults of a PDF that never was a report, rather than of a damaged one."""


class WorkbookSignatureState(StrEnum):
    """State of the workbook's own signature."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ABSENT = "absent"
    """No workbook, because the PDF came alone."""


class SubmissionKind(StrEnum):
    """Form in which a report came."""

    PACKAGE = "package"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ContentVerification:
    """Result of verifying the signatures of a report and comparing its files."""

    verification: Verification
    """Result for the PDF's signatures."""
    violations: tuple[str, ...]
    """Sentences on contradictions of workbook, PDF and record; a single one makes it invalid."""
    workbook_state: WorkbookSignatureState

    @property
    def verdict(self) -> Verdict:
        """Verdict over violations and signatures, by the quick comparison alone."""
        return Verdict.INVALID if self.violations else self.verification.verdict

    @property
    def sentences(self) -> tuple[str, ...]:
        """Violations and reasons against the signatures in words, each with what to do."""
        return (*self.violations, *self.verification.sentences)


@dataclass(frozen=True, slots=True)
class SubmissionHeader:
    """Unit, period, number and definitions of a report."""

    unit: Unit
    period: Period
    sequence: int
    form_sha256: str
    plan_sha256: tuple[str, ...]
    answers_receipt: str = ""
    """SHA-256 of the receipt that it claims to answer; empty for a report that answers none."""


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """Report as it came, read and verified; plain data that can be sent between processes."""

    sha256: str
    """Hash of the file as it came."""
    kind: SubmissionKind
    header: SubmissionHeader
    record_bytes: bytes
    manifest_sha256: str
    evidence: tuple[ListedFile, ...]
    """Evidence files that came along; none with a PDF alone."""
    content_verification: ContentVerification

    @property
    def record(self) -> ReportRecord:
        """Record of the report, parsed again from its bytes; the last four are cached."""
        return _parse_record(self.record_bytes)


# Few: records are large, and a report is asked for its record several times in a row.
@lru_cache(maxsize=4)
def _parse_record(content: bytes) -> ReportRecord:
    return read_report_json(content)


def header_of_record(record: ReportRecord) -> SubmissionHeader:
    """Build the header of a record."""
    report = record.report
    plans = tuple(report.plan_sha256)
    answers = record.correction.receipt if record.correction else ""
    return SubmissionHeader(
        report.unit, report.period, report.sequence, report.form_sha256, plans, answers
    )


def receive_package(package: Package, trust: TrustStore, moment: datetime) -> ReceivedReport:
    """Verify an open package; the result stays usable when the package is closed."""
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
    """Verify both signed files of an open package and compare them with its record."""
    pdf, workbook = package.pdf, package.workbook.read_bytes()
    expected = ExpectedSignatures(package.record.report.unit.code)
    verification = verify_pdf(pdf, trust, expected, moment)
    workbook_facts = verify_workbook(workbook)
    violations = (
        *_workbook_faults(workbook_facts, verification),
        # Signatures prove who sent the files, not that these say the same (decision 0007).
        *find_disagreements(package.record.outcome.points, workbook, pdf),
    )
    return ContentVerification(verification, violations, _workbook_state(workbook_facts))


def receive_pdf(data: bytes, trust: TrustStore, unit: str, moment: datetime) -> ReceivedReport:
    """Read and verify a signed PDF that came alone, from that unit (any, when empty).

    Raise PackageFaultError when it carries no sound report.
    """
    embedded = read_embedded_report(data)
    own = embedded.record.report.unit.code
    verification = verify_pdf(data, trust, ExpectedSignatures(own), moment)
    violations = (
        (f"Báo cáo là của đơn vị {own}, không phải của {unit}. Hãy kiểm tra nơi gửi.",)
        if unit not in {"", own}
        else ()
    )
    return ReceivedReport(
        sha256(data).hexdigest(),
        SubmissionKind.PDF,
        header_of_record(embedded.record),
        embedded.record_bytes,
        embedded.manifest_sha256,
        (),
        ContentVerification(verification, violations, WorkbookSignatureState.ABSENT),
    )


def _workbook_state(workbook_facts: WorkbookFacts) -> WorkbookSignatureState:
    if workbook_facts.is_valid:
        return WorkbookSignatureState.SIGNED
    return (
        WorkbookSignatureState.BROKEN if workbook_facts.signed else WorkbookSignatureState.UNSIGNED
    )


def _workbook_faults(workbook_facts: WorkbookFacts, verification: Verification) -> Iterator[str]:
    """Yield a sentence when the workbook has a signature that is broken or another person's."""
    if not workbook_facts.readable or (workbook_facts.signed and not workbook_facts.is_valid):
        yield "Chữ ký của bảng tính không còn đúng. Không tiếp nhận; đề nghị gửi lại gói gốc."
    # The chairman is the first to sign the PDF; the seal signs no workbook.
    elif (
        workbook_facts.signed
        and verification.signatures
        and workbook_facts.signer != verification.signatures[0].certificate
    ):
        yield "Bảng tính và báo cáo PDF do hai người khác nhau ký. Không tiếp nhận."
