"""Certificates for signers, granted by the authority."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from xa_report.signing.authority.requests import subject_of
from xa_report.signing.authority.root import Authority, begin, usage
from xa_report.signing.holder import holder_of

LIFETIME = timedelta(days=2 * 365)


def issue(
    authority: Authority,
    request: x509.CertificateSigningRequest,
    moment: datetime,
    lifetime: timedelta = LIFETIME,
) -> x509.Certificate:
    """Grant what a request asks for: its key, holder, unit and role, and nothing else of it."""
    holder = holder_of(request)
    end = min(moment + lifetime, authority.certificate.not_valid_after_utc)
    issuer = authority.certificate.subject
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(holder.urn)])
    builder = (
        begin(subject_of(holder), request.public_key(), issuer, (moment, end))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(names, critical=False)
        .add_extension(authority.identifier, critical=False)
    )
    return builder.sign(authority.key, SHA256())
