"""Issued definitions: signed PDF of a form and its plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xa_report.definitions.reader import check_compatible, form_from_bytes, plan_from_bytes
from xa_report.documents.pdf.province.definitions import render_definitions_pdf
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import PackageFaultError, SigningError, UsageError
from xa_report.files import read_bounded
from xa_report.package.package_files import PackageFile
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.writer import write_loose_file
from xa_report.signing.identity import SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.reasons import Verdict
from xa_report.signing.signature_fields import add_signature_fields
from xa_report.signing.stamp import SignerAppearance
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import read_trust_folder
from xa_report.signing.verification import verify_pdf
from xa_report.workflow.shared.signing_keys import Signatory

# One digit: files are ordered by name, and `plan-10` would come before `plan-2`.
MOST_PLANS = 9
FORM_NAME, PLAN_NAME = "form.toml", "plan-{}.toml"
LARGEST_DEFINITIONS_MB = 8
"""Limit of one definition in MiB."""


@dataclass(frozen=True, slots=True)
class IssuedDefinitions:
    """Issued definitions with their issuer and the time that the signature claims."""

    form: Form
    plans: tuple[Plan, ...]
    issuer: str
    claimed: datetime | None


def write_issued_definitions(
    form: Form, plans: Sequence[Plan], target: Path, signatory: Signatory
) -> None:
    """Write the signed PDF of a form and its plans; the seal of the issuer signs it.

    Raise UsageError for more plans than one file carries.
    """
    if len(plans) > MOST_PLANS:
        raise UsageError(
            f"Một tệp ban hành mang được nhiều nhất {MOST_PLANS} kế hoạch, đang có {len(plans)};"
            " hãy chia ra nhiều tệp, mỗi tệp cùng biểu mẫu và một phần kế hoạch."
        )
    check_compatible(form, plans)
    issuer, moment = signatory.key.holder.name, signatory.clock()
    pdf, room = render_definitions_pdf(form, plans, issuer, lambda: moment)
    fielded = add_signature_fields(pdf, {SignerRole.SEAL: room})
    signed = sign_pdf(
        fielded,
        SignerRole.SEAL,
        signatory.key,
        SignerAppearance(issuer, signatory.image),
        lambda: moment,
    )
    write_loose_file(target.parent, PackageFile(target.name, signed, "application/pdf"))


def read_issued_definitions(
    path: Path, trust: Path, moment: datetime | None = None
) -> IssuedDefinitions:
    """Read issued definitions; raise SigningError unless a known issuer's seal is valid."""
    pdf = read_bounded(path)
    # Judged before anything is parsed; of any unit, since the folder of trust says who may issue.
    verification = verify_pdf(
        pdf, read_trust_folder(trust), ExpectedSignatures("", (SignerRole.SEAL,)), moment
    )
    if verification.verdict is not Verdict.VALID:
        raise SigningError(
            f"Không nhận {path.name}: {verification.verdict}. {verification.explanation}"
        )
    parts = extract_definitions(pdf)
    form = form_from_bytes(parts[FORM_NAME], "Bộ tiêu chí ban hành")
    names = sorted(name for name in parts if name != FORM_NAME)
    plans = tuple(plan_from_bytes(parts[name], "Kế hoạch ban hành") for name in names)
    signer = verification.signatures[0]
    return IssuedDefinitions(form, plans, signer.signer.description, signer.claimed)


def extract_definitions(pdf: bytes) -> dict[str, bytes]:
    """Extract the definition files of a PDF by name; raise PackageFaultError when it has none."""
    # The extractor accepts exactly the wanted names, so every number of plans is tried.
    refused: PackageFaultError | None = None
    for count in range(MOST_PLANS + 1):
        wanted = {FORM_NAME: LARGEST_DEFINITIONS_MB} | {
            PLAN_NAME.format(n): LARGEST_DEFINITIONS_MB for n in range(1, count + 1)
        }
        try:
            return extract_data_files(pdf, wanted)
        except PackageFaultError as error:
            refused = refused or error
    raise refused or SigningError("Tệp không mang bộ tiêu chí nào.")
