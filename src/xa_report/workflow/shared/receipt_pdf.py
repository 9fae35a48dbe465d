"""Receipt as a sealed PDF: drawing, verification, extraction."""

from datetime import datetime
from pathlib import Path

from xa_report.documents.pdf.pdfa import PdfAttachment
from xa_report.documents.pdf.province.receipt import render_receipt_pdf
from xa_report.domain.receipt import Receipt
from xa_report.errors import SigningError, UsageError
from xa_report.package.check_code import check_code
from xa_report.package.receipt_json import RECEIPT_NAME, receipt_json_bytes
from xa_report.package.receipt_pdf import extract_receipt
from xa_report.signing.identity import SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.reasons import Verdict
from xa_report.signing.signature_fields import add_signature_fields
from xa_report.signing.signer_requirements import RequiredSigner, requirement_violations
from xa_report.signing.stamp import SignerAppearance
from xa_report.signing.status import ExpectedSignatures, Verification
from xa_report.signing.trust import read_trust_folder
from xa_report.signing.verification import verify_pdf
from xa_report.workflow.shared.definitions import load_unit_list
from xa_report.workflow.shared.signing_keys import Signatory


def draw_and_seal_receipt(receipt: Receipt, signatory: Signatory) -> bytes:
    """Draw a receipt and seal it; raise SigningError unless the seal is that of the province."""
    _require_province(receipt.unit.province_code)
    moment = signatory.clock()
    wanted = RequiredSigner(receipt.unit.province_code, SignerRole.SEAL)
    # The commune accepts the seal of its own province alone: better refused here than there.
    unfit = requirement_violations(signatory.key.certificate, moment, wanted)
    if unfit:
        raise SigningError("\n".join(unfit))
    data = PdfAttachment(
        RECEIPT_NAME, receipt_json_bytes(receipt), "application/json", "Nội dung phiếu"
    )
    pdf, room = render_receipt_pdf(receipt, data, check_code(receipt.facts.manifest_sha256))
    fielded = add_signature_fields(pdf, {SignerRole.SEAL: room})
    return sign_pdf(
        fielded,
        SignerRole.SEAL,
        signatory.key,
        SignerAppearance(receipt.issuer, signatory.image),
        lambda: moment,
    )


def verify_receipt(
    pdf: bytes, trust: Path, province: str, moment: datetime | None = None
) -> tuple[Receipt, Verification]:
    """Read a receipt that the seal of a province, named by its code, has signed.

    Raise SigningError when it is not signed, changed, or signed by anybody else, and
    PackageFaultError when it is no receipt.
    """
    _require_province(province)
    verification = verify_pdf(
        pdf, read_trust_folder(trust), ExpectedSignatures(province, (SignerRole.SEAL,)), moment
    )
    if verification.verdict is not Verdict.VALID:
        raise SigningError(
            f"Không nhận phiếu: {verification.verdict}. {verification.explanation} "
            f"Phiếu phải mang con dấu của tỉnh (mã {province})."
        )
    return extract_receipt(pdf), verification


def province_code_of_receipt(receipt: Receipt) -> str:
    """Return the code of the province that must have sealed a receipt, by the list of units.

    What the receipt itself says would let a commune name itself as its own province. UsageError
    when the list has no such commune.
    """
    return load_unit_list().commune(receipt.unit.code).province_code


def _require_province(code: str) -> None:
    if not code:
        raise UsageError(
            "Không rõ mã tỉnh nên không biết con dấu nào được ký phiếu. Hãy bổ sung tỉnh của đơn "
            "vị trong danh mục đơn vị."
        )
