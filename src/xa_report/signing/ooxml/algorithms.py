"""Accepted signature algorithms: RSA from 2048 bits and P-256, both with SHA-256."""

import hashlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookRefusedError
from xa_report.signing.ooxml.xml import ECDSA_SHA256_METHOD, RSA_SHA256_METHOD

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_MIN_RSA_BITS, _MAX_RSA_BITS = 2048, 8192
"""A longer key of a stranger would make the check slow on purpose."""
_COORDINATE_BYTES = 32
"""Bytes of each half of a P-256 signature."""


def sha256_digest(data: bytes) -> bytes:
    """Return the 32 bytes of the SHA-256."""
    return hashlib.sha256(data).digest()


def parse_certificate(der: bytes) -> x509.Certificate:
    """Parse a DER certificate; raise WorkbookRefusedError when it is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WorkbookRefusedError(WorkbookFault.BAD_CERTIFICATE, "X509Certificate") from error


def read_public_key(certificate: x509.Certificate) -> PublicKey:
    """Return the public key; raise WorkbookRefusedError for kinds and sizes not accepted."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WorkbookRefusedError(WorkbookFault.BAD_CERTIFICATE, "khóa công khai") from error
    if isinstance(key, rsa.RSAPublicKey) and _MIN_RSA_BITS <= key.key_size <= _MAX_RSA_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    size = getattr(key, "key_size", "")
    raise WorkbookRefusedError(WorkbookFault.ALGORITHM, f"khóa {type(key).__name__} {size}".strip())


def signature_method(key: PublicKey) -> str:
    """Return the URI of the algorithm that a key signs with."""
    return RSA_SHA256_METHOD if isinstance(key, rsa.RSAPublicKey) else ECDSA_SHA256_METHOD


def is_valid_signature(key: PublicKey, value: bytes, data: bytes) -> bool:
    """Return whether a signature value, in the coding of XML, is that of the key over the data."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        elif len(value) == 2 * _COORDINATE_BYTES:
            halves = value[:_COORDINATE_BYTES], value[_COORDINATE_BYTES:]
            der = encode_dss_signature(*(int.from_bytes(half, "big") for half in halves))
            key.verify(der, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def xml_signature_value(key: PublicKey, signature: bytes) -> bytes:
    """Convert a signature to the coding of XML: for ECDSA r and s side by side, not DER.

    Raise WorkbookRefusedError when it is no signature of such a key.
    """
    if isinstance(key, rsa.RSAPublicKey):
        return signature
    try:
        halves = decode_dss_signature(signature)
        return b"".join(half.to_bytes(_COORDINATE_BYTES, "big") for half in halves)
    except (ValueError, OverflowError) as error:
        raise WorkbookRefusedError(WorkbookFault.WRONG_VALUE, "SignatureValue") from error
