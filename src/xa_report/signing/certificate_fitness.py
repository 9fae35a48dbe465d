"""Fitness of a certificate for signing documents, beside dates and chain, which pyHanko judges."""

from collections.abc import Iterator
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

T = TypeVar("T", bound=x509.ExtensionType)
MIN_CURVE_BITS = 256
"""Bits of an elliptic curve, as strong as 3072 of RSA."""
STRONG_DIGESTS = frozenset({
    "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512", "sha3_256", "sha3_384",
    "sha3_512",
})  # fmt: skip
"""Digests for which nobody is known to find two texts alike, in the spellings of both libraries."""
DOCUMENT_USES = frozenset({
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    ExtendedKeyUsageOID.EMAIL_PROTECTION,
    x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # document signing, RFC 9336
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # document signing, Microsoft
    x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # authentic documents, Adobe
})  # fmt: skip
"""Extended key usages of which one must be there, where there are any, as readers of PDF ask."""


def fitness_violations(certificate: x509.Certificate) -> Iterator[str]:
    """Yield a phrase for each reason why a certificate is none for signing documents."""
    yield from _usage_violations(certificate)
    yield from _authority_violations(certificate)
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < MIN_CURVE_BITS:
        yield f"có khóa quá ngắn ({key.key_size} bit)"
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey | dsa.DSAPublicKey):
        yield "có loại khóa chưa được hỗ trợ"
    digest = certificate.signature_hash_algorithm
    # None for Ed25519 and Ed448, which bring their own.
    if digest is not None and digest.name not in STRONG_DIGESTS:
        yield f"được nơi cấp ký bằng thuật toán băm yếu ({digest.name})"


def _usage_violations(certificate: x509.Certificate) -> Iterator[str]:
    usage = _extension(certificate, x509.KeyUsage)
    # A certificate without the extension allows every use (RFC 5280, 4.2.1.3).
    if usage is not None and not usage.content_commitment:
        yield "không được cấp để ký văn bản (thiếu mục đích “không chối bỏ”)"
    extended = _extension(certificate, x509.ExtendedKeyUsage)
    if extended is not None and DOCUMENT_USES.isdisjoint(extended):
        yield "có mục đích mở rộng không cho phép ký văn bản"


def _authority_violations(certificate: x509.Certificate) -> Iterator[str]:
    """Yield what makes a certificate one of an authority, which signs no report."""
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    if constraints is not None and constraints.ca:
        yield "là chứng thư của nơi cấp, không phải của người ký"
    elif usage is not None and usage.key_cert_sign:
        yield "có quyền cấp chứng thư khác"
    if _extension(certificate, x509.NameConstraints) is not None:
        yield "có giới hạn tên, chỉ dành cho nơi cấp"


def _extension(certificate: x509.Certificate, kind: type[T]) -> T | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
