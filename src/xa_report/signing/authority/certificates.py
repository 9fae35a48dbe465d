"""Certificates of the small authority: requests, root, issued certificates, revocation list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from xa_report.errors import SigningError
from xa_report.signing.identity import CertificateHolder, read_holder
from xa_report.signing.private_keys import PrivateKey

MAX_SUBJECT_LENGTH = 64
"""Characters of a name in a certificate (RFC 5280, ub-common-name)."""
UNREADABLE_REQUEST_TEXT = (
    "Tệp yêu cầu cấp chứng thư không đọc được, bị sửa hoặc không ghi đơn vị và vai trò; hãy tạo "
    "lại bằng lệnh `xa-report keys request` tại máy của đơn vị."
)

ROOT_LIFETIME = timedelta(days=3653)
CERTIFICATE_LIFETIME = timedelta(days=2 * 365)
CRL_LIFETIME = timedelta(days=400)
"""Long enough for a year's reports that travel by courier; a newer list may come any day."""
# All of them: cryptography asks for every usage by name, also for those that are forbidden.
KEY_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def make_request(key: PrivateKey, holder: CertificateHolder) -> bytes:
    """Build a PEM request for a holder whose unit and role are known."""
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(holder.urn)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject_name(holder))
    request = builder.add_extension(names, critical=False).sign(key, SHA256())
    return request.public_bytes(Encoding.PEM)


def read_request(data: bytes) -> x509.CertificateSigningRequest:
    """Parse a PEM request; raise SigningError when it is damaged or names no role."""
    try:
        request = x509.load_pem_x509_csr(data)
        holder = read_holder(request)
        good = request.is_signature_valid and holder.role is not None
    except ValueError as error:
        raise SigningError(UNREADABLE_REQUEST_TEXT) from error
    if not good:
        raise SigningError(UNREADABLE_REQUEST_TEXT)
    return request


def subject_name(holder: CertificateHolder) -> x509.Name:
    """Build the subject of a holder; raise SigningError for empty or too long names."""
    for name in (holder.name, holder.agency):
        if not 0 < len(name) <= MAX_SUBJECT_LENGTH:
            raise SigningError(
                f"Tên “{name}” trong chứng thư phải có từ 1 đến {MAX_SUBJECT_LENGTH} ký tự; hãy "
                "viết gọn lại."
            )
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.agency),
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
        ]
    )


@dataclass(frozen=True, slots=True)
class RootAuthority:
    """Root certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def identifier(self) -> x509.AuthorityKeyIdentifier:
        """Identifier by which certificates and lists refer to the root that signed them."""
        extensions = self.certificate.extensions
        own = extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def make_root_authority(key: PrivateKey, name: str, moment: datetime) -> RootAuthority:
    """Build a self-signed root that signs certificates of signers, not of further authorities."""
    subject = subject_name(CertificateHolder(name, name))
    builder = (
        certificate_builder(
            subject, key.public_key(), subject, start=moment, end=moment + ROOT_LIFETIME
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(build_key_usage("key_cert_sign", "crl_sign"), critical=True)
    )
    return RootAuthority(builder.sign(key, SHA256()), key)


def certificate_builder(
    subject: x509.Name,
    key: CertificatePublicKeyTypes,
    issuer: x509.Name,
    *,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    """Begin a certificate with what all have; it is valid from `start` to `end`, both inclusive."""
    return (
        x509.CertificateBuilder(issuer, subject, key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def build_key_usage(*allowed: str) -> x509.KeyUsage:
    """Build the allowed uses of a key, named as in `KEY_USAGES`; all others are forbidden."""
    return x509.KeyUsage(**{name: name in allowed for name in KEY_USAGES})


def issue_certificate(
    authority: RootAuthority,
    request: x509.CertificateSigningRequest,
    moment: datetime,
    lifetime: timedelta = CERTIFICATE_LIFETIME,
) -> x509.Certificate:
    """Issue a certificate for the key, holder, unit and role of a request, nothing else of it.

    It ends with the root at the latest.
    """
    holder = read_holder(request)
    end = min(moment + lifetime, authority.certificate.not_valid_after_utc)
    issuer = authority.certificate.subject
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(holder.urn)])
    builder = (
        certificate_builder(
            subject_name(holder), request.public_key(), issuer, start=moment, end=end
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(build_key_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(names, critical=False)
        .add_extension(authority.identifier, critical=False)
    )
    return builder.sign(authority.key, SHA256())


def build_first_crl(
    authority: RootAuthority, moment: datetime, lifetime: timedelta = CRL_LIFETIME
) -> x509.CertificateRevocationList:
    """Build the first revocation list, which revokes nothing."""
    return _sign_crl(authority, (), 1, start=moment, end=moment + lifetime)


def build_next_crl(
    authority: RootAuthority,
    current: x509.CertificateRevocationList,
    serials: Iterable[int],
    moment: datetime,
    lifetime: timedelta = CRL_LIFETIME,
) -> x509.CertificateRevocationList:
    """Build the next revocation list: the entries of the current one, and these serials."""
    known = {entry.serial_number for entry in current}
    added = [
        x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
        for serial in serials
        if serial not in known
    ]
    entries = [*current, *added]  # none ever leaves: what it signed may be verified years later
    return _sign_crl(
        authority, entries, crl_number(current) + 1, start=moment, end=moment + lifetime
    )


def crl_number(revoked: x509.CertificateRevocationList) -> int:
    """Return the running number of a revocation list."""
    return revoked.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def _sign_crl(
    authority: RootAuthority,
    entries: Iterable[x509.RevokedCertificate],
    number: int,
    *,
    start: datetime,
    end: datetime,
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(start)
        .next_update(end)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(authority.identifier, critical=False)
    )
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, SHA256())
