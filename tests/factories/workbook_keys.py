"""A small world of keys for the workbook's signature: a root, an authority, signers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

MAKERS: dict[str, Callable[[], PrivateKey]] = {
    "RSA-1024": lambda: rsa.generate_private_key(65537, 1024),  # noqa: S505 - to be refused
    "RSA-2048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA-3072": lambda: rsa.generate_private_key(65537, 3072),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
}


@dataclass(frozen=True)
class SoftKey:
    """A key in memory with its certificate and those above."""

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign_data(self, data: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


@cache
def root_key() -> SoftKey:
    return issue_key("Cơ quan chứng thực gốc thử nghiệm", MAKERS["P-256"](), authority=True)


@cache
def authority_key() -> SoftKey:
    key = MAKERS["P-256"]()
    return issue_key("Cơ quan chứng thực cấp tỉnh thử nghiệm", key, root_key(), authority=True)


@cache
def signer_key(kind: str = "RSA-2048") -> SoftKey:
    """Signed by the root; its name needs every escape that a name may need."""
    return issue_key('Nguyễn Thị "Ánh", Tuyết <xã>', MAKERS[kind](), root_key())


@cache
def intermediate_signer_key() -> SoftKey:
    """Two steps below the root; the middle one is sent along."""
    return issue_key("Văn phòng UBND xã", MAKERS["RSA-2048"](), authority_key())


@cache
def stranger_key() -> SoftKey:
    """Signed by itself."""
    return issue_key('Nguyễn Thị "Ánh", Tuyết <xã>', MAKERS["RSA-2048"]())


def issue_key(
    name: str, key: PrivateKey, issuer: SoftKey | None = None, *, authority: bool = False
) -> SoftKey:
    """A certificate for a key; by itself when there is no issuer."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = issuer.certificate.subject if issuer else subject
    builder = (
        x509.CertificateBuilder(above, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(key_usage(authority), critical=True)
    )
    certificate = builder.sign(issuer.private if issuer else key, hashes.SHA256())
    # A root is known to whom it matters; it is not sent along.
    sent = issuer and issuer.certificate.issuer != issuer.certificate.subject
    return SoftKey(key, certificate, (issuer.certificate, *issuer.chain) if issuer and sent else ())


def key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
