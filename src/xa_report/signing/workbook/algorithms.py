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

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.vocabulary import ECDSA_SHA256, RSA_SHA256

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_SHORTEST_RSA, _LONGEST_RSA = 2048, 8192
_COORDINATE = 32
"""Bytes of each half of a P-256 signature."""


def sha256(data: bytes) -> bytes:
    """Return the digest."""
    return hashlib.sha256(data).digest()


def read_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate; refuse what is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise RefusedError(Fault.BAD_CERTIFICATE, "X509Certificate") from error


def public_key(certificate: x509.Certificate) -> PublicKey:
    """Return the public key; refuse kinds and sizes that are not taken."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise RefusedError(Fault.BAD_CERTIFICATE, "khóa công khai") from error
    if isinstance(key, rsa.RSAPublicKey) and _SHORTEST_RSA <= key.key_size <= _LONGEST_RSA:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    size = getattr(key, "key_size", "")
    raise RefusedError(Fault.ALGORITHM, f"khóa {type(key).__name__} {size}".strip())


def method_of(key: PublicKey) -> str:
    """Return the name of the algorithm that a key signs with."""
    return RSA_SHA256 if isinstance(key, rsa.RSAPublicKey) else ECDSA_SHA256


def verifies(key: PublicKey, value: bytes, data: bytes) -> bool:
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


def for_xml(key: PublicKey, signature: bytes) -> bytes:
    """Return what a key made as XML signatures hold it: for ECDSA the two halves, not DER."""
    if isinstance(key, rsa.RSAPublicKey):
        return signature
    try:
        halves = decode_dss_signature(signature)
        return b"".join(half.to_bytes(_COORDINATE, "big") for half in halves)
    except (ValueError, OverflowError) as error:
        raise RefusedError(Fault.WRONG_VALUE, "SignatureValue") from error
