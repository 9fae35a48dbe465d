"""Verifies a signed PDF offline: every signature, their order, and what no one signed."""

from datetime import UTC, datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from pyhanko.sign.validation import EmbeddedPdfSignature

from xa_report.signing.examining import examine
from xa_report.signing.judging import (
    against_bytes,
    against_certificate,
    against_key,
    against_signer,
    against_time,
)
from xa_report.signing.reasons import Reason
from xa_report.signing.revisions import SignedReader
from xa_report.signing.revocation import revocation, vouched
from xa_report.signing.roles import Role
from xa_report.signing.status import Expected, SignatureFacts, Verification
from xa_report.signing.trust import TrustStore

DAMAGED = Verification((), (), (Reason.DAMAGED,))


def verify_pdf(
    data: bytes, trust: TrustStore, expected: Expected, moment: datetime | None = None
) -> Verification:
    """Verify at a moment, now unless given; whatever cannot be read is not valid."""
    try:
        return _verify(data, trust, expected, moment or datetime.now(UTC))
    except Exception:  # noqa: BLE001 - forged bytes make the libraries raise anything at all
        return DAMAGED


def _verify(data: bytes, trust: TrustStore, expected: Expected, moment: datetime) -> Verification:
    signatures = SignedReader(data).embedded_signatures
    if not signatures:
        return Verification((), expected.roles, (Reason.UNSIGNED,))
    turns = _turns(signatures, expected)
    facts = tuple(
        _facts(one, role, (trust, expected, moment), last=one is signatures[-1])
        for one, role in zip(signatures, turns, strict=True)
    )
    missing = tuple(role for role in expected.roles if role not in turns)
    against = [Reason.UNEXPECTED] if None in turns else [Reason.MISSING] if missing else []
    return Verification(facts, missing, tuple(against))


def _turns(signatures: list[EmbeddedPdfSignature], expected: Expected) -> list[Role | None]:
    """The turn of each signature; none for one too many, under a wrong name or out of order."""
    wanted: list[Role | None] = [*expected.roles, *[None] * len(signatures)]
    return [
        role if role is not None and _fits(one.field_name, role, expected) else None
        for one, role in zip(signatures, wanted, strict=False)
    ]


def _fits(name: str, role: Role, expected: Expected) -> bool:
    """Our names stand for their roles alone; a tool's own name says nothing about the role."""
    foreign = name not in {other.field for other in Role}
    return name == role.field or (foreign and not expected.own_fields)


def _facts(
    signature: EmbeddedPdfSignature,
    role: Role | None,
    asked: tuple[TrustStore, Expected, datetime],
    *,
    last: bool,
) -> SignatureFacts:
    trust, expected, moment = asked
    certificate = _certificate(signature.signer_cert)
    embedded = [_certificate(one) for one in signature.other_embedded_certs]
    trust = vouched(trust, embedded)
    found = examine(signature, trust, moment)
    revoked = revocation(certificate, embedded, trust, moment)
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
            *against_bytes(found, last=last),
            *against_certificate(found, revoked),
            *against_key(certificate),
            *against_signer(signer, role, expected),
            *against_time(claimed, moment, span),
        ),
    )


def _certificate(found: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(found.dump())
