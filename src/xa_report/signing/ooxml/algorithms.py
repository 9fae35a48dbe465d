"""The two signature algorithms that are taken: RSA from 2048 bits and P-256, with SHA-256."""

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

_SHORTEST_RSA, _LONGEST_RSA = 2048, 8192
_COORDINATE = 32
"""Bytes of each half of a P-256 signature."""


def sha256_digest(data: bytes) -> bytes:
    """Return the digest."""
    return hashlib.sha256(data).digest()


def parse_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate; refuse what is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WorkbookRefusedError(WorkbookFault.BAD_CERTIFICATE, "X509Certificate") from error


def read_public_key(certificate: x509.Certificate) -> PublicKey:
    """Return the public key; refuse kinds and sizes that are not taken."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WorkbookRefusedError(WorkbookFault.BAD_CERTIFICATE, "khóa công khai") from error
    if isinstance(key, rsa.RSAPublicKey) and _SHORTEST_RSA <= key.key_size <= _LONGEST_RSA:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    size = getattr(key, "key_size", "")
    raise WorkbookRefusedError(WorkbookFault.ALGORITHM, f"khóa {type(key).__name__} {size}".strip())


def signature_method(key: PublicKey) -> str:
    """Return the name of the algorithm that a key signs with."""
    return RSA_SHA256_METHOD if isinstance(key, rsa.RSAPublicKey) else ECDSA_SHA256_METHOD


def is_valid_signature(key: PublicKey, value: bytes, data: bytes) -> bool:
    """Whether a signature value, as it stands in XML, is that of the key over the data."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        elif len(value) == 2 * _COORDINATE:
            halves = value[:_COORDINATE], value[_COORDINATE:]
            der = encode_dss_signature(*(int.from_bytes(half, "big") for half in halves))
            key.verify(der, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def xml_signature_value(key: PublicKey, signature: bytes) -> bytes:
    """Return what a key made as XML signatures hold it: for ECDSA the two halves, not DER."""
    if isinstance(key, rsa.RSAPublicKey):
        return signature
    try:
        halves = decode_dss_signature(signature)
        return b"".join(half.to_bytes(_COORDINATE, "big") for half in halves)
    except (ValueError, OverflowError) as error:
        raise WorkbookRefusedError(WorkbookFault.WRONG_VALUE, "SignatureValue") from error
