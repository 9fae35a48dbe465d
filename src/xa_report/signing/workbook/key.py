"""What a key must be able to do to sign a workbook, whatever holds it."""

from collections.abc import Sequence
from typing import Protocol

from cryptography import x509


class WorkbookKey(Protocol):
    """A private key with its certificates: from a file, on a token, anywhere."""

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """Those of the authorities above, as far as they are known."""

    def sign_data(self, data: bytes) -> bytes:
        """Hash with SHA-256 and sign: RSA as PKCS#1 v1.5, ECDSA as the DER of r and s."""
