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

LONGEST_PATH = 5
PARTIAL = (x509.IssuingDistributionPoint, x509.DeltaCRLIndicator)
OF_LISTS = (x509.CRLNumber, x509.AuthorityKeyIdentifier, x509.IssuerAlternativeName)
OF_ENTRIES = (x509.CRLReason, x509.InvalidityDate)
"""What is understood where it is critical."""


class Revocation(StrEnum):
    """What the lists say; without a fresh list nobody knows."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


def revocation(
    certificate: x509.Certificate,
    embedded: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
) -> Revocation:
    """Ask for the certificate and all above it; `embedded` are those that came with it."""
    states = {
        _state(one, issuer, trust.crls, moment)
        for one, issuer in _path(certificate, [*trust.roots, *trust.intermediates, *embedded])
    }
    for state in (Revocation.REVOKED, Revocation.UNKNOWN):
        if state in states:
            return state
    return Revocation.GOOD if states else Revocation.UNKNOWN


def vouched(trust: TrustStore, embedded: Sequence[x509.Certificate]) -> TrustStore:
    """Leave out the lists that no known authority signed; pyHanko stumbles over them."""
    known = [*trust.roots, *trust.intermediates, *embedded]
    own = tuple(crl for crl in trust.crls if any(_lists(one, crl) for one in known))
    return replace(trust, crls=own)


def _path(
    certificate: x509.Certificate, known: Sequence[x509.Certificate]
) -> Iterable[tuple[x509.Certificate, x509.Certificate]]:
    """Each certificate with its issuer, up to the one that vouches for itself."""
    for _ in range(LONGEST_PATH):
        if _issued(certificate, certificate):
            return
        issuer = next((one for one in known if _issued(certificate, one)), None)
        if issuer is None:
            return
        yield certificate, issuer
        certificate = issuer


# What certificates say of one another never changes; they are told apart by all their bytes.
@lru_cache(maxsize=1024)
def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _state(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    crls: Iterable[x509.CertificateRevocationList],
    moment: datetime,
) -> Revocation:
    """Any list that names it is enough, old or new; to clear it takes a whole and fresh one."""
    own = [crl for crl in crls if _lists(issuer, crl)]
    serial = certificate.serial_number
    if any(crl.get_revoked_certificate_by_serial_number(serial) is not None for crl in own):
        return Revocation.REVOKED
    fresh = any(_fresh(crl, moment) and _whole(crl.public_bytes(Encoding.DER)) for crl in own)
    return Revocation.GOOD if fresh else Revocation.UNKNOWN


def _lists(issuer: x509.Certificate, crl: x509.CertificateRevocationList) -> bool:
    """Whether the list is this issuer's."""
    return crl.issuer == issuer.subject and _signed(issuer, crl.public_bytes(Encoding.DER))


@lru_cache(maxsize=256)
def _signed(issuer: x509.Certificate, crl: bytes) -> bool:
    """Whether the issuer signed the list; the call refuses keys of a kind that signs nothing."""
    try:
        return x509.load_der_x509_crl(crl).is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # keys that sign nothing raise TypeError
    except TypeError:
        return False


def _fresh(crl: x509.CertificateRevocationList, moment: datetime) -> bool:
    end = crl.next_update_utc
    return end is not None and crl.last_update_utc <= moment <= end


@lru_cache(maxsize=256)
def _whole(data: bytes) -> bool:
    """Whether a list speaks of all certificates and says nothing critical that nobody here knows.

    RFC 5280, 5.2 and 5.3: such a list tells the state of no certificate, named in it or not.
    """
    crl = x509.load_der_x509_crl(data)
    try:
        return (
            not any(isinstance(one.value, PARTIAL) for one in crl.extensions)
            and _understood(crl.extensions, OF_LISTS)
            and all(_understood(entry.extensions, OF_ENTRIES) for entry in crl)
        )
    except (ValueError, x509.DuplicateExtension):
        return False


def _understood(extensions: x509.Extensions, known: tuple[type, ...]) -> bool:
    return all(isinstance(one.value, known) for one in extensions if one.critical)
