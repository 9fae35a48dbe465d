"""Verification of a received file without network, and comparison with the printed check code."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from xa_report.documents.xlsx.report_identity import read_workbook_unit
from xa_report.errors import EnvironmentFailedError, PackageFaultError, SigningError, UsageError
from xa_report.files import read_bounded, require_regular_file
from xa_report.package.check_code import (
    check_code,
    check_words,
    code_matches,
    manifest_hash,
    read_qr,
)
from xa_report.package.package_files import MANIFEST_NAME
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.reader import Package, open_package
from xa_report.package.receipt_pdf import extract_receipt, is_receipt_pdf
from xa_report.signing.identity import BOTH_ROLES, SignerRole
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.reasons import worst_verdict
from xa_report.signing.signer_trust import certificate_holder
from xa_report.signing.status import ExpectedSignatures, Verification
from xa_report.signing.trust import TrustStore, read_trust_folder
from xa_report.signing.verification import verify_pdf
from xa_report.signing.workbook_signer import reasons_against_workbook_signer
from xa_report.verification.content import (
    UNRELATED_CODES,
    ContentVerification,
    receive_pdf,
    verify_package_content,
)
from xa_report.verification.report_proof import (
    DefinitionsByHash,
    ProofKind,
    ReportProof,
    prove_report,
)
from xa_report.verification.sent_documents import SentDocuments, sent_package, sent_pdf
from xa_report.workflow.shared.definition_library import load_definition_library
from xa_report.workflow.shared.definitions_pdf import extract_definitions
from xa_report.workflow.shared.receipt_pdf import province_code_of_receipt

VALID, INVALID = "HỢP LỆ", "KHÔNG HỢP LỆ"
UNSIGNED, INCONCLUSIVE = "CHƯA KÝ", "CHƯA KẾT LUẬN"
# The worst comes first: the verdict over several files is the one with the lowest index.
VERDICTS_BY_WEIGHT = (INVALID, UNSIGNED, INCONCLUSIVE, VALID)


NO_REPORT_WORKBOOK_TEXT = (
    "Bảng tính không phải báo cáo do chương trình này lập; chữ ký chỉ cho biết ai đã ký. Hãy kiểm "
    "tra gói hoặc báo cáo PDF."
)


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Result of a verification: separate facts, and one verdict."""

    path: Path
    kind: str
    """`package`, `pdf`, `receipt` or `workbook`."""
    verdict: str
    reasons: tuple[str, ...] = ()
    """Reasons against plain validity, each with its remedy."""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """True when the verdict is VALID."""
        return self.verdict == VALID


@dataclass(frozen=True, slots=True)
class _VerificationBasis:
    """Trust, moment and definitions by which a file is judged."""

    trust: TrustStore
    moment: datetime | None
    definitions: DefinitionsByHash | None
    """None for those that ship with the program, which are read when they are needed."""

    def prove(self, sent: SentDocuments) -> ReportProof:
        """Draw the documents of a report again and compare them."""
        known = load_definition_library() if self.definitions is None else self.definitions
        return prove_report(sent, known)


def verify_file(
    path: Path,
    trust: Path | None,
    moment: datetime | None = None,
    definitions: DefinitionsByHash | None = None,
) -> VerificationReport:
    """Verify a file by its content, not by its name; trust comes from a folder alone.

    The documents of a report are drawn again by `definitions`, the shipped ones by default.
    """
    store = read_trust_folder(trust) if trust is not None else TrustStore()
    basis = _VerificationBasis(store, moment, definitions)
    head = read_magic_bytes(path)
    if head.startswith(b"%PDF-"):
        return _verify_pdf(path, basis)
    # A package is a zip file too: only the suffix tells a workbook apart before it is opened.
    if head.startswith(b"PK") and path.suffix.lower() == ".xlsx":
        return _verify_workbook(path, store, moment)
    return _verify_package(path, basis)


def read_magic_bytes(path: Path) -> bytes:
    """Return the first five bytes; raise EnvironmentFailedError when the file cannot be read."""
    require_regular_file(path)
    try:
        with path.open("rb") as file:
            # As long as the longest beginning that is looked for, `%PDF-`.
            return file.read(5)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được tệp “{path}”: {error.strerror}. Hãy kiểm tra đường dẫn và USB."
        ) from error


def _verify_pdf(path: Path, basis: _VerificationBasis) -> VerificationReport:
    data, store, moment = read_bounded(path), basis.trust, basis.moment
    # Asked first: to the reader of reports a receipt is a PDF without a report.
    if is_receipt_pdf(data):
        return _verify_receipt_pdf(path, data, store, moment)
    report = _verify_report_pdf(path, data, basis)
    if report is not None:
        return report
    verification = verify_pdf(data, store, ExpectedSignatures("", _required_roles(data)), moment)
    facts = {**_manifest_facts(data), **_signature_facts(verification)}
    return VerificationReport(path, "pdf", verification.verdict, verification.sentences, facts)


def _manifest_facts(data: bytes) -> dict[str, object]:
    """Return the hash behind the check code of a report; nothing for any other PDF."""
    try:
        return {"manifest": manifest_hash(extract_data_files(data)[MANIFEST_NAME])}
    except PackageFaultError:
        return {}


def _verify_report_pdf(
    path: Path, data: bytes, basis: _VerificationBasis
) -> VerificationReport | None:
    """Verify that a report's PDF is signed by its own unit; None for any other PDF."""
    try:
        received = receive_pdf(data, basis.trust, "", basis.moment or datetime.now(UTC))
        sent = sent_pdf(data)
    except PackageFaultError as error:
        if error.code in UNRELATED_CODES:
            return None
        return VerificationReport(path, "pdf", INVALID, (str(error),), {"code": error.code})
    facts = {
        "unit": received.header.unit.code,
        "period": str(received.header.period),
        "sequence": received.header.sequence,
        "manifest": received.manifest_sha256,
        **_signature_facts(received.content_verification.verification),
    }
    return _proven_report(path, "pdf", received.content_verification, basis.prove(sent), facts)


def _proven_report(
    path: Path,
    kind: str,
    judged: ContentVerification,
    proof: ReportProof,
    facts: dict[str, object],
) -> VerificationReport:
    """Build the result over signatures, quick comparison and proof; the worst verdict counts."""
    proven = VALID if proof.holds else INVALID
    if proof.kind is ProofKind.IMPOSSIBLE:
        proven = INCONCLUSIVE
    verdict = min((str(judged.verdict), proven), key=VERDICTS_BY_WEIGHT.index)
    facts = {**facts, "proof": str(proof.kind), "layout": proof.layout}
    return VerificationReport(path, kind, verdict, (*judged.sentences, *proof.differences), facts)


def _verify_receipt_pdf(
    path: Path, data: bytes, store: TrustStore, moment: datetime | None
) -> VerificationReport:
    """Verify that a receipt bears the seal of the province that its unit belongs to."""
    try:
        receipt = extract_receipt(data)
        province = province_code_of_receipt(receipt)
    except PackageFaultError as error:
        return VerificationReport(path, "receipt", INVALID, (str(error),), {"code": error.code})
    except UsageError as error:  # a commune that the list of units does not know
        return VerificationReport(path, "receipt", INCONCLUSIVE, (str(error),))
    verification = verify_pdf(data, store, ExpectedSignatures(province, (SignerRole.SEAL,)), moment)
    facts = {
        "unit": receipt.unit.code,
        "period": str(receipt.period),
        "sequence": receipt.sequence,
        "number": receipt.number,
        "receipt": receipt.kind,
        "manifest": receipt.facts.manifest_sha256,
        **_signature_facts(verification),
    }
    return VerificationReport(path, "receipt", verification.verdict, verification.sentences, facts)


def _required_roles(data: bytes) -> tuple[SignerRole, ...]:
    """Return the roles that must have signed: the seal for issued definitions, both for reports."""
    try:
        extract_definitions(data)
    except (PackageFaultError, SigningError):
        return BOTH_ROLES
    return (SignerRole.SEAL,)


def _verify_workbook(path: Path, store: TrustStore, moment: datetime | None) -> VerificationReport:
    data = read_bounded(path)
    verification = verify_workbook(data)
    facts: dict[str, object] = {"intact": verification.intact, "complete": verification.complete}
    if verification.readable and not verification.signed:
        return VerificationReport(
            path, "workbook", UNSIGNED, ("Bảng tính chưa có chữ ký số.",), facts
        )
    if not verification.is_valid or verification.signer is None:
        reasons = tuple(problem.coded_text for problem in verification.problems)
        return VerificationReport(path, "workbook", INVALID, reasons, facts)
    unit = read_workbook_unit(data)
    holder = certificate_holder(verification.signer, store)
    against = reasons_against_workbook_signer(
        verification, unit, store, moment or datetime.now(UTC)
    )
    claimed = verification.claimed_time
    facts |= {
        "signer": holder.description,
        "unit": unit,
        "signatures": [
            {
                "role": holder.role,
                "signer": holder.description,
                "unit": holder.unit,
                "claimed": claimed.isoformat() if claimed else None,
                "verdict": worst_verdict(against),
            }
        ],
    }
    sentences = tuple(reason.coded_text for reason in against)
    verdict = str(worst_verdict(against))
    if not unit:
        verdict = min((verdict, INCONCLUSIVE), key=VERDICTS_BY_WEIGHT.index)
        sentences = (NO_REPORT_WORKBOOK_TEXT, *sentences)
    return VerificationReport(path, "workbook", verdict, sentences, facts)


def _verify_package(path: Path, basis: _VerificationBasis) -> VerificationReport:
    try:
        with open_package(path) as package:
            return _verify_opened_package(path, package, basis)
    except PackageFaultError as error:
        return VerificationReport(path, "package", INVALID, (str(error),), {"code": error.code})


def _verify_opened_package(
    path: Path, package: Package, basis: _VerificationBasis
) -> VerificationReport:
    report = package.record.report
    judged = verify_package_content(package, basis.trust, basis.moment or datetime.now(UTC))
    facts = {
        "unit": report.unit.code,
        "period": str(report.period),
        "sequence": report.sequence,
        "manifest": package.manifest_sha256,
        "files": len(package.files),
        "total": str(package.record.outcome.total),
        "workbook": str(judged.workbook_state),
        **_signature_facts(judged.verification),
    }
    return _proven_report(path, "package", judged, basis.prove(sent_package(package)), facts)


def _signature_facts(verification: Verification) -> dict[str, object]:
    return {
        "signatures": [
            {
                "field": signature.name,
                "role": signature.role,
                "signer": signature.signer.description,
                "unit": signature.signer.unit,
                "intact": signature.intact,
                "covers_whole_file": signature.covers_whole_file,
                "changed_after": signature.changed_after,
                "chain": signature.chain,
                "revocation": signature.revocation,
                "claimed": signature.claimed.isoformat() if signature.claimed else None,
                "verdict": signature.verdict,
            }
            for signature in verification.signatures
        ],
        "missing": list(verification.missing),
    }


def printed_check_code(verification_report: VerificationReport) -> str:
    """Return the check code and its words as printed; empty for a file without one."""
    digest = _manifest_hash(verification_report)
    return f"{check_code(digest)} ({check_words(digest)})" if digest else ""


def compare_with_check_code(
    verification_report: VerificationReport, typed_code: str
) -> VerificationReport:
    """Return the report unchanged, or INVALID when a typed or scanned code is of another file."""
    digest = _manifest_hash(verification_report)
    if digest and _is_same_code(typed_code, digest):
        return verification_report
    if digest:
        why = (
            f"Mã trên giấy “{typed_code.strip()}” không phải mã của tệp này "
            f"({printed_check_code(verification_report)}). Hãy xem lại mã đã nhập; nếu "
            "nhập đúng thì giấy và tệp là hai báo cáo khác nhau, hãy hỏi nơi gửi."
        )
    else:
        why = "Tệp này không mang mã kiểm tra để so với bản giấy. Hãy chọn gói hoặc báo cáo PDF."
    return replace(
        verification_report, verdict=INVALID, reasons=(*verification_report.reasons, why)
    )


def _manifest_hash(verification_report: VerificationReport) -> str:
    return str(verification_report.facts.get("manifest", ""))


def _is_same_code(typed_code: str, digest: str) -> bool:
    """Return whether a code is of a hash: a QR code holds all of it, a typed one its start."""
    # Only the content of a QR code holds slashes.
    if "/" not in typed_code:
        return code_matches(typed_code, digest)
    try:
        return read_qr(typed_code).manifest_sha256 == digest
    except ValueError:
        return False
