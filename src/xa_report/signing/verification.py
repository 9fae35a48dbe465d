"""Offline verification of a signed PDF: signatures, their order, unsigned bytes, and reasons."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.validation import EmbeddedPdfSignature

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
MIN_CURVE_BITS = 256
"""Bits: as strong as 3072 of RSA."""
CLOCK_TOLERANCE = timedelta(days=1)


def reasons_against_bytes(
    examination: SignatureExamination, *, last: bool
) -> Iterator[VerificationReason]:
    """What stands against the signed bytes; the last signature must cover the whole file."""
    if not examination.intact:
        yield VerificationReason.NOT_INTACT
    if examination.changed_after:
        yield VerificationReason.CHANGED_AFTER
    if last and not examination.covers_whole_file:
        yield VerificationReason.NOT_COVERED


def reasons_against_certificate(
    examination: SignatureExamination, revocation: RevocationStatus
) -> Iterator[VerificationReason]:
    """What stands against the certificate; where two eyes disagree, the stricter one counts."""
    taken_back = revocation is RevocationStatus.REVOKED or examination.chain is ChainStatus.REVOKED
    if taken_back:
        yield VerificationReason.REVOKED
    elif examination.chain is not ChainStatus.TRUSTED:
        yield CHAIN_REASONS[examination.chain]
    elif revocation is RevocationStatus.UNKNOWN or not examination.is_cleared:
        yield VerificationReason.REVOCATION_UNKNOWN
    if examination.expired_since:
        yield VerificationReason.EXPIRED_SINCE


def reasons_against_key(certificate: x509.Certificate) -> Iterator[VerificationReason]:
    """What stands against the key; pyHanko looks at the length of RSA and DSA keys alone."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < MIN_CURVE_BITS:
        yield VerificationReason.UNFIT


def reasons_against_holder(
    signer: CertificateHolder, role: SignerRole | None, expected: ExpectedSignatures
) -> Iterator[VerificationReason]:
    """What stands against this holder signing for the unit in this turn."""
    if role is None:
        return
    if expected.unit and signer.unit not in {"", expected.unit}:
        yield VerificationReason.OTHER_UNIT
    if signer.role not in {None, role}:
        yield VerificationReason.OTHER_ROLE
    if signer.role is None or not signer.unit:
        yield VerificationReason.UNIT_UNKNOWN


def reasons_against_time(
    claimed: datetime | None, moment: datetime, span: tuple[datetime, datetime]
) -> Iterator[VerificationReason]:
    """What stands against the claimed time; `span` is when the certificate holds."""
    if claimed is None or not span[0] <= claimed <= min(span[1], moment + CLOCK_TOLERANCE):
        yield VerificationReason.TIME_DOUBTFUL


DAMAGED_FILE = Verification((), (), (VerificationReason.DAMAGED,))


def verify_pdf(
    data: bytes, trust: TrustStore, expected: ExpectedSignatures, moment: datetime | None = None
) -> Verification:
    """Verify at a moment, now unless given; whatever cannot be read is not valid."""
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
    turns = _roles_by_signature(signatures, expected)
    facts = tuple(
        _signature_facts(one, role, (trust, expected, moment), last=one is signatures[-1])
        for one, role in zip(signatures, turns, strict=True)
    )
    missing = tuple(role for role in expected.roles if role not in turns)
    against = (
        [VerificationReason.UNEXPECTED]
        if None in turns
        else [VerificationReason.MISSING]
        if missing
        else []
    )
    return Verification(facts, missing, tuple(against))


def _roles_by_signature(
    signatures: list[EmbeddedPdfSignature], expected: ExpectedSignatures
) -> list[SignerRole | None]:
    """The turn of each signature; none for one too many, under a wrong name or out of order."""
    wanted: list[SignerRole | None] = [*expected.roles, *[None] * len(signatures)]
    return [
        role if role is not None and _name_fits_role(one.field_name, role, expected) else None
        for one, role in zip(signatures, wanted, strict=False)
    ]


def _name_fits_role(name: str, role: SignerRole, expected: ExpectedSignatures) -> bool:
    """Our names stand for their roles alone; a tool's own name says nothing about the role."""
    foreign = name not in {other.field for other in SignerRole}
    return name == role.field or (foreign and not expected.own_fields)


def _signature_facts(
    signature: EmbeddedPdfSignature,
    role: SignerRole | None,
    settings: tuple[TrustStore, ExpectedSignatures, datetime],
    *,
    last: bool,
) -> SignatureFacts:
    trust, expected, moment = settings
    certificate = _to_certificate(signature.signer_cert)
    embedded = [_to_certificate(one) for one in signature.other_embedded_certs]
    trust = verifiable_crls(trust, embedded)
    found = examine_signature(signature, trust, moment)
    revoked = revocation_status(certificate, embedded, trust, moment)
    signer = trust.holder(certificate)
    claimed = signature.self_reported_timestamp
    span = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    return SignatureFacts(
        name=str(signature.field_name),
        role=role,
        signer=signer,
        certificate=signature.signer_cert.dump(),
        intact=found.intact,
        covers_whole_file=found.covers_whole_file,
        changed_after=found.changed_after,
        chain=found.chain,
        revocation=revoked,
        claimed=claimed,
        expired_since=found.expired_since,
        reasons=(
            *reasons_against_bytes(found, last=last),
            *reasons_against_certificate(found, revoked),
            *reasons_against_key(certificate),
            *reasons_against_holder(signer, role, expected),
            *reasons_against_time(claimed, moment, span),
        ),
    )


def _to_certificate(asn1_certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(asn1_certificate.dump())
