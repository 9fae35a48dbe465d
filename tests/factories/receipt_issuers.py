"""The province's side in tests: its seal, granted by the made-up authority, and its receipts."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder
from xa_report.demo.keys import AUTHORITY_AGE, DEMO_PASSWORD
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.receipt import (
    CriterionOutcome,
    Receipt,
    ReceiptKind,
    ReceiptTotals,
    ReceivedSubmission,
    ReopenedCriterion,
)
from xa_report.package.reader import open_package
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.private_keys import KeyKind
from xa_report.workflow.commune import database_file
from xa_report.workflow.shared import receipt_pdf, signing_keys
from xa_report.workflow.shared.signing_keys import Signatory

ISSUED = SIGNED_AT + timedelta(days=3)
ISSUER = "Sở Nội vụ tỉnh Tây Ninh"
WANTED = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Bổ sung ảnh chụp màn hình có ngày.")


def issue_key(
    world: CommuneFolder, unit: str, name: str, role: SignerRole = SignerRole.SEAL
) -> Path:
    """A key file of any unit, granted by the world's authority."""
    folder = world.folder / "khoa"
    target = folder / f"{unit}-{role}.p12"
    if not target.exists():
        office = AuthorityFolder(folder / "noi-cap", lambda: SIGNED_AT - AUTHORITY_AGE)
        asked, certificate = applicant.create_request(
            CertificateHolder(name, name, unit, role), KeyKind.P_256, DEMO_PASSWORD, folder
        )
        granted, _ = office.issue_certificate(
            asked.read_bytes(), certificate.fingerprint, DEMO_PASSWORD
        )
        applicant.assemble_key_file(
            certificate=granted,
            root=office.root_path,
            key=folder / f"{unit}-{role}-key.pem",
            password=DEMO_PASSWORD,
            target=target,
        )
    return target


def signatory_with_key(key: Path) -> Signatory:
    return Signatory(signing_keys.load_key_file(key, DEMO_PASSWORD), None, lambda: ISSUED)


@dataclass(frozen=True)
class ReceiptIssuer:
    """Who answers the packages of one world."""

    world: CommuneFolder
    code: str

    def answer(self, package: Path, kind: ReceiptKind, number: int, *reopened: str) -> Receipt:
        """A receipt for a package as it lies there."""
        with open_package(package) as opened:
            report, digest = opened.record.report, opened.manifest_sha256
        facts = ReceivedSubmission(
            sha256(package.read_bytes()).hexdigest(), digest, ISSUED - timedelta(days=1)
        )
        outcome = CriterionOutcome("1.1", "Công khai", Decimal("15.75"), Decimal(12), WANTED)
        return Receipt(
            unit=report.unit,
            period=YEAR,
            sequence=report.sequence,
            number=number,
            kind=kind,
            issued=ISSUED,
            issuer=ISSUER,
            facts=facts,
            totals=ReceiptTotals(Decimal("87.5"), Decimal("83.75")),
            outcomes=(outcome,),
            reopened=tuple(ReopenedCriterion(code, WANTED) for code in reopened),
        )

    def issue(self, receipt: Receipt, name: str = "") -> Path:
        """The sealed PDF in the world's folder."""
        key = issue_key(self.world, self.code, ISSUER)
        target = self.world.folder / (name or f"phieu-{receipt.number}-{receipt.kind}.pdf")
        target.write_bytes(receipt_pdf.draw_and_seal_receipt(receipt, signatory_with_key(key)))
        return target


def issuer_for(world: CommuneFolder) -> ReceiptIssuer:
    with database_file.open_commune_file(world.db, read_only=True) as commune:
        return ReceiptIssuer(world, commune.unit.province_code)


def for_other_unit(receipt: Receipt, code: str) -> Receipt:
    return replace(receipt, unit=replace(receipt.unit, code=code, name="Xã Khác"))
