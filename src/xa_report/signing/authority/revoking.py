"""The authority's list of revoked certificates; the list itself is the only record of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from xa_report.signing.authority.root import Authority

LIFETIME = timedelta(days=400)
"""Long enough for a year's reports that travel by courier; a newer list may come any day."""


def first_list(
    authority: Authority, moment: datetime, lifetime: timedelta = LIFETIME
) -> x509.CertificateRevocationList:
    """A list that revokes nothing."""
    return _signed(authority, (), 1, (moment, moment + lifetime))


def revoke(
    authority: Authority,
    current: x509.CertificateRevocationList,
    serials: Iterable[int],
    moment: datetime,
    lifetime: timedelta = LIFETIME,
) -> x509.CertificateRevocationList:
    """The next list: all that the current one holds, and these; none leaves it ever."""
    known = {entry.serial_number for entry in current}
    added = [
        x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
        for serial in serials
        if serial not in known
    ]
    span = (moment, moment + lifetime)
    return _signed(authority, [*current, *added], number_of(current) + 1, span)


def number_of(revoked: x509.CertificateRevocationList) -> int:
    """The list's running number."""
    return revoked.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def _signed(
    authority: Authority,
    entries: Iterable[x509.RevokedCertificate],
    number: int,
    span: tuple[datetime, datetime],
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(span[0])
        .next_update(span[1])
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(authority.identifier, critical=False)
    )
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, SHA256())
