"""Offline verification of a signed PDF: signatures, their order, unsigned bytes, and reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.sign.validation import EmbeddedPdfSignature

from xa_report.signing.certificate_fitness import STRONG_DIGESTS, fitness_violations
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.pdf_reader.revisions import SignedReader
from xa_report.signing.reasons import VerificationReason
from xa_report.signing.revocation import RevocationStatus, revocation_status, verifiable_crls
from xa_report.signing.signature_examination import SignatureExamination, examine_signature
from xa_report.signing.status import ChainStatus, ExpectedSignatures, SignatureFacts, Verification
from xa_report.signing.trust import TrustStore

CHAIN_REASONS = {
    ChainStatus.FOREIGN: VerificationReason.FOREIGN,
    ChainStatus.EXPIRED: VerificationReason.EXPIRED,
    ChainStatus.UNFIT: VerificationReason.UNFIT,
    ChainStatus.UNKNOWN: VerificationReason.NO_ROOTS,
}
CLOCK_TOLERANCE = timedelta(days=1)
"""Time by which the signer's clock may be ahead of ours."""
DAMAGED_FILE = Verification((), (), (VerificationReason.DAMAGED,))


@dataclass(frozen=True, slots=True)
class _VerificationSettings:
    """Trust, expectation and moment of one verification."""

    trust: TrustStore
    expected: ExpectedSignatures
    moment: datetime


def reasons_against_bytes(
    examination: SignatureExamination, *, last: bool
) -> Iterator[VerificationReason]:
    """Yield NOT_INTACT, CHANGED_AFTER and, of the last signature, NOT_COVERED."""
    if not examination.intact:
        yield VerificationReason.NOT_INTACT
    if examination.changed_after:
        yield VerificationReason.CHANGED_AFTER
    if last and not examination.covers_whole_file:
        yield VerificationReason.NOT_COVERED


def reasons_against_certificate(
    examination: SignatureExamination, revocation: RevocationStatus
) -> Iterator[VerificationReason]:
    """Yield the reason against the chain, if any, and EXPIRED_SINCE.

    pyHanko and our own reading of the lists both judge revocation; the stricter one counts.
    """
    # The heaviest first, and one alone: whoever is revoked need not hear that a list is missing.
    if revocation is RevocationStatus.REVOKED or examination.chain is ChainStatus.REVOKED:
        yield VerificationReason.REVOKED
    elif examination.chain is not ChainStatus.TRUSTED:
        yield CHAIN_REASONS[examination.chain]
    elif revocation is RevocationStatus.UNKNOWN or not examination.is_cleared:
        yield VerificationReason.REVOCATION_UNKNOWN
    if examination.expired_since:
        yield VerificationReason.EXPIRED_SINCE


def reasons_against_fitness(
    certificate: x509.Certificate, digest: str = ""
) -> Iterator[VerificationReason]:
    """Yield UNFIT for a certificate or a digest that signs no documents, whoever certified it.

    `digest` is that of the signature; empty where another door has judged it.
    """
    if any(fitness_violations(certificate)) or (digest and digest not in STRONG_DIGESTS):
        yield VerificationReason.UNFIT


def reasons_against_holder(
    signer: CertificateHolder, role: SignerRole | None, expected: ExpectedSignatures
) -> Iterator[VerificationReason]:
    """Yield OTHER_UNIT, OTHER_ROLE or UNIT_UNKNOWN when the holder may not sign in this role."""
    if role is None:
        return  # an unexpected signature; the file as a whole has its reason
    if expected.unit and signer.unit not in {"", expected.unit}:
        yield VerificationReason.OTHER_UNIT
    if signer.role not in {None, role}:
        yield VerificationReason.OTHER_ROLE
    if signer.role is None or not signer.unit:
        yield VerificationReason.UNIT_UNKNOWN


def reasons_against_time(
    claimed: datetime | None, moment: datetime, start: datetime, end: datetime
) -> Iterator[VerificationReason]:
    """Yield TIME_DOUBTFUL for a claimed time outside of the validity or to come.

    `start` and `end` of the validity are inclusive.
    """
    if claimed is None or not start <= claimed <= min(end, moment + CLOCK_TOLERANCE):
        yield VerificationReason.TIME_DOUBTFUL


def verify_pdf(
    data: bytes, trust: TrustStore, expected: ExpectedSignatures, moment: datetime | None = None
) -> Verification:
    """Verify a PDF at a moment, now by default; return DAMAGED_FILE for what cannot be read."""
    try:
        return _verify(data, trust, expected, moment or datetime.now(UTC))
    except Exception:  # noqa: BLE001 - forged bytes make the libraries raise anything at all
        return DAMAGED_FILE


def _verify(
    data: bytes, trust: TrustStore, expected: ExpectedSignatures, moment: datetime
) -> Verification:
    signatures = SignedReader(data).embedded_signatures
    if not signatures:
        return Verification((), expected.roles, (VerificationReason.UNSIGNED,))
    roles = _roles_by_signature(signatures, expected)
    settings = _VerificationSettings(trust, expected, moment)
    facts = tuple(
        _signature_facts(signature, role, settings, last=signature is signatures[-1])
        for signature, role in zip(signatures, roles, strict=True)
    )
    missing = tuple(role for role in expected.roles if role not in roles)
    return Verification(facts, missing, tuple(_reasons_against_roles(roles, missing)))


def _reasons_against_roles(
    roles: list[SignerRole | None], missing: tuple[SignerRole, ...]
) -> Iterator[VerificationReason]:
    if None in roles:
        yield VerificationReason.UNEXPECTED
    elif missing:
        yield VerificationReason.MISSING


def _roles_by_signature(
    signatures: list[EmbeddedPdfSignature], expected: ExpectedSignatures
) -> list[SignerRole | None]:
    """Return the role of each signature; None for one too many, misnamed or out of order."""
    roles: list[SignerRole | None] = [*expected.roles, *[None] * len(signatures)]
    return [
        role if role is not None and _name_fits_role(signature.field_name, role, expected) else None
        for signature, role in zip(signatures, roles, strict=False)
    ]


def _name_fits_role(name: str, role: SignerRole, expected: ExpectedSignatures) -> bool:
    """Return whether a field name fits a role: ours only their own, a tool's own name any."""
    foreign = name not in {other.field for other in SignerRole}
    return name == role.field or (foreign and not expected.own_fields)


def _signature_facts(
    signature: EmbeddedPdfSignature,
    role: SignerRole | None,
    settings: _VerificationSettings,
    *,
    last: bool,
) -> SignatureFacts:
    moment = settings.moment
    certificate = _to_certificate(signature.signer_cert)
    embedded = [_to_certificate(one) for one in signature.other_embedded_certs]
    trust = verifiable_crls(settings.trust, embedded)
    examination = examine_signature(signature, trust, moment)
    revocation = revocation_status(certificate, embedded, trust, moment)
    signer = trust.holder(certificate)
    claimed = signature.self_reported_timestamp
    chain_reasons = reasons_against_certificate(examination, revocation)
    own_reasons = reasons_against_fitness(certificate, signature.md_algorithm)
    return SignatureFacts(
        name=str(signature.field_name),
        role=role,
        signer=signer,
        certificate=signature.signer_cert.dump(),
        intact=examination.intact,
        covers_whole_file=examination.covers_whole_file,
        changed_after=examination.changed_after,
        chain=examination.chain,
        revocation=revocation,
        claimed=claimed,
        expired_since=examination.expired_since,
        reasons=(
            *reasons_against_bytes(examination, last=last),
            # Our own reading finds again what pyHanko finds of a use or a key.
            *dict.fromkeys((*chain_reasons, *own_reasons)),
            *reasons_against_holder(signer, role, settings.expected),
            *reasons_against_time(claimed, moment, *_validity(certificate)),
        ),
    )


def _validity(certificate: x509.Certificate) -> tuple[datetime, datetime]:
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def _to_certificate(asn1_certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(asn1_certificate.dump())
