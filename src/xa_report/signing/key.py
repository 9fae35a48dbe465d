"""A key at hand: what signs, whose certificate it has, and who granted that."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer

from xa_report.signing.holder import Holder, holder_of

DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Key(AbstractContextManager["Key", None]):
    """A private key that can be used now, from a file or on a token."""

    signer: Signer
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    """Certificates of the authorities above, as far as they came with the key."""
    close: Callable[[], None] = lambda: None
    """Give a token free; a key in memory needs nothing."""

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def holder(self) -> Holder:
        """Whom the certificate names."""
        return holder_of(self.certificate)

    def sign_data(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256: RSA as PKCS#1 v1.5, ECDSA as a DER sequence."""
        return asyncio.run(self.signer.async_sign_raw(data, DIGEST))


def asn1_of(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate as pyHanko wants it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
