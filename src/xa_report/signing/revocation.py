"""Whether certificates are revoked, told from the lists at hand alone."""

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
PARTIAL_CRL_EXTENSIONS = (x509.IssuingDistributionPoint, x509.DeltaCRLIndicator)
KNOWN_CRL_EXTENSIONS = (x509.CRLNumber, x509.AuthorityKeyIdentifier, x509.IssuerAlternativeName)
KNOWN_ENTRY_EXTENSIONS = (x509.CRLReason, x509.InvalidityDate)
"""What is understood where it is critical."""


class RevocationStatus(StrEnum):
    """What the lists say; without a fresh list nobody knows."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


def revocation_status(
    certificate: x509.Certificate,
    embedded: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
) -> RevocationStatus:
    """Ask for the certificate and all above it; `embedded` are those that came with it."""
    states = {
        _issuer_status(one, issuer, trust.crls, moment)
        for one, issuer in _certificate_path(
            certificate, [*trust.roots, *trust.intermediates, *embedded]
        )
    }
    for state in (RevocationStatus.REVOKED, RevocationStatus.UNKNOWN):
        if state in states:
            return state
    return RevocationStatus.GOOD if states else RevocationStatus.UNKNOWN


def verifiable_crls(trust: TrustStore, embedded: Sequence[x509.Certificate]) -> TrustStore:
    """Leave out the lists that no known authority signed; pyHanko stumbles over them."""
    known = [*trust.roots, *trust.intermediates, *embedded]
    own = tuple(crl for crl in trust.crls if any(_is_crl_of(one, crl) for one in known))
    return replace(trust, crls=own)


def _certificate_path(
    certificate: x509.Certificate, known: Sequence[x509.Certificate]
) -> Iterable[tuple[x509.Certificate, x509.Certificate]]:
    """Each certificate with its issuer, up to the one that vouches for itself."""
    for _ in range(MAX_PATH_LENGTH):
        if _is_issued_by(certificate, certificate):
            return
        issuer = next((one for one in known if _is_issued_by(certificate, one)), None)
        if issuer is None:
            return
        yield certificate, issuer
        certificate = issuer


# What certificates say of one another never changes; they are told apart by all their bytes.
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
    """Any list that names it is enough, old or new; to clear it takes a whole and fresh one."""
    own = [crl for crl in crls if _is_crl_of(issuer, crl)]
    serial = certificate.serial_number
    if any(crl.get_revoked_certificate_by_serial_number(serial) is not None for crl in own):
        return RevocationStatus.REVOKED
    fresh = any(
        _is_fresh(crl, moment) and _is_complete(crl.public_bytes(Encoding.DER)) for crl in own
    )
    return RevocationStatus.GOOD if fresh else RevocationStatus.UNKNOWN


def _is_crl_of(issuer: x509.Certificate, crl: x509.CertificateRevocationList) -> bool:
    """Whether the list is this issuer's."""
    return crl.issuer == issuer.subject and _is_signed_by(issuer, crl.public_bytes(Encoding.DER))


@lru_cache(maxsize=256)
def _is_signed_by(issuer: x509.Certificate, crl: bytes) -> bool:
    """Whether the issuer signed the list; the call refuses keys of a kind that signs nothing."""
    try:
        return x509.load_der_x509_crl(crl).is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # keys that sign nothing raise TypeError
    except TypeError:
        return False


def _is_fresh(crl: x509.CertificateRevocationList, moment: datetime) -> bool:
    end = crl.next_update_utc
    return end is not None and crl.last_update_utc <= moment <= end


@lru_cache(maxsize=256)
def _is_complete(data: bytes) -> bool:
    """Whether a list speaks of all certificates and says nothing critical that nobody here knows.

    RFC 5280, 5.2 and 5.3: such a list tells the state of no certificate, named in it or not.
    """
    crl = x509.load_der_x509_crl(data)
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
