"""Revocation of certificates according to the lists at hand alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.signing.trust import TrustStore

MAX_PATH_LENGTH = 5
"""Certificates from signer to root; also ends a path that leads in a circle."""
PARTIAL_CRL_EXTENSIONS = (x509.IssuingDistributionPoint, x509.DeltaCRLIndicator)
# Extensions that change nothing for us where they are critical (RFC 5280, 5.2 and 5.3).
KNOWN_CRL_EXTENSIONS = (x509.CRLNumber, x509.AuthorityKeyIdentifier, x509.IssuerAlternativeName)
KNOWN_ENTRY_EXTENSIONS = (x509.CRLReason, x509.InvalidityDate)


class RevocationStatus(StrEnum):
    """Answer of the revocation lists; UNKNOWN without a fresh one."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


def revocation_status(
    certificate: x509.Certificate,
    embedded: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
) -> RevocationStatus:
    """Return the worst status of a certificate and all above it but the root.

    `embedded` are the certificates that came with the signature; they may complete the path.
    """
    states = {
        _issuer_status(path_certificate, issuer, trust.crls, moment)
        for path_certificate, issuer in _certificate_path(
            certificate, [*trust.roots, *trust.intermediates, *embedded]
        )
    }
    for state in (RevocationStatus.REVOKED, RevocationStatus.UNKNOWN):
        if state in states:
            return state
    return RevocationStatus.GOOD if states else RevocationStatus.UNKNOWN


def verifiable_crls(trust: TrustStore, embedded: Sequence[x509.Certificate]) -> TrustStore:
    """Return the trust without revocation lists that no known authority signed.

    pyHanko stumbles over such lists.
    """
    known = [*trust.roots, *trust.intermediates, *embedded]
    signed = tuple(crl for crl in trust.crls if any(_is_crl_of(one, crl) for one in known))
    return replace(trust, crls=signed)


def _certificate_path(
    certificate: x509.Certificate, known: Sequence[x509.Certificate]
) -> Iterable[tuple[x509.Certificate, x509.Certificate]]:
    """Yield each certificate with its issuer, up to the self-signed one."""
    for _ in range(MAX_PATH_LENGTH):
        if _is_issued_by(certificate, certificate):
            return
        issuer = next((one for one in known if _is_issued_by(certificate, one)), None)
        if issuer is None:
            return
        yield certificate, issuer
        certificate = issuer


# Cached: signatures of certificates never change, and equal ones are equal in all their bytes.
@lru_cache(maxsize=1024)
def _is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _issuer_status(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    crls: Iterable[x509.CertificateRevocationList],
    moment: datetime,
) -> RevocationStatus:
    """Return REVOKED when any list names it, else GOOD when one is complete and fresh."""
    own = [crl for crl in crls if _is_crl_of(issuer, crl)]
    serial = certificate.serial_number
    if any(crl.get_revoked_certificate_by_serial_number(serial) is not None for crl in own):
        return RevocationStatus.REVOKED
    fresh = any(
        _is_fresh(crl, moment) and _is_complete(crl.public_bytes(Encoding.DER)) for crl in own
    )
    return RevocationStatus.GOOD if fresh else RevocationStatus.UNKNOWN


def _is_crl_of(issuer: x509.Certificate, crl: x509.CertificateRevocationList) -> bool:
    """Return whether a list names the issuer and is signed by it."""
    return crl.issuer == issuer.subject and _is_signed_by(issuer, crl.public_bytes(Encoding.DER))


@lru_cache(maxsize=256)
def _is_signed_by(issuer: x509.Certificate, crl: bytes) -> bool:
    """Return whether the issuer signed the list."""
    try:
        return x509.load_der_x509_crl(crl).is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # keys that sign nothing raise TypeError
    except TypeError:
        return False


def _is_fresh(crl: x509.CertificateRevocationList, moment: datetime) -> bool:
    end = crl.next_update_utc
    return end is not None and crl.last_update_utc <= moment <= end


@lru_cache(maxsize=256)
def _is_complete(data: bytes) -> bool:
    """Return whether a list is for all certificates and has no unknown critical extension.

    RFC 5280, 5.2 and 5.3: no other list may be used to clear a certificate.
    """
    crl = x509.load_der_x509_crl(data)
    # Parsed lazily: a malformed extension shows only when it is looked at.
    try:
        return (
            not any(isinstance(one.value, PARTIAL_CRL_EXTENSIONS) for one in crl.extensions)
            and _are_understood(crl.extensions, KNOWN_CRL_EXTENSIONS)
            and all(_are_understood(entry.extensions, KNOWN_ENTRY_EXTENSIONS) for entry in crl)
        )
    except (ValueError, x509.DuplicateExtension):
        return False


def _are_understood(extensions: x509.Extensions, known: tuple[type, ...]) -> bool:
    return all(isinstance(one.value, known) for one in extensions if one.critical)
