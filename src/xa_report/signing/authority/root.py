"""The root of the small authority: its certificate and its key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256

from xa_report.signing.authority.requests import subject_of
from xa_report.signing.holder import Holder
from xa_report.signing.private_key import PrivateKey

YEARS = timedelta(days=3653)
USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Authority:
    """A root with its key at hand."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def identifier(self) -> x509.AuthorityKeyIdentifier:
        """How what it signs refers to it."""
        extensions = self.certificate.extensions
        own = extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def make_authority(key: PrivateKey, name: str, moment: datetime) -> Authority:
    """A new self-signed root that signs certificates of signers, not of further authorities."""
    subject = subject_of(Holder(name, name))
    builder = (
        begin(subject, key.public_key(), subject, (moment, moment + YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
    )
    return Authority(builder.sign(key, SHA256()), key)


def begin(
    subject: x509.Name,
    key: CertificatePublicKeyTypes,
    issuer: x509.Name,
    span: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    """What all certificates have; `span` is from when to when they hold."""
    return (
        x509.CertificateBuilder(issuer, subject, key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def usage(*wanted: str) -> x509.KeyUsage:
    """The uses of a key; all others are forbidden."""
    return x509.KeyUsage(**{name: name in wanted for name in USAGES})
