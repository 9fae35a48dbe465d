"""Signs with a key that never leaves its token."""

from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import Mechanism, SignMixin
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from xa_report.signing.key import DIGEST, asn1_of
from xa_report.signing.token.failures import told

Chain = tuple[x509.Certificate, ...]
LONGEST_ECDSA = 72
"""Of a P-256 signature as DER, in bytes."""


class TokenSigner(Signer):
    """Asks the token once for each signature; what goes wrong there is told as a key's state."""

    def __init__(
        self, key: SignMixin, name: str, certificate: x509.Certificate, chain: Chain
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([asn1_of(one) for one in chain])
        super().__init__(signing_cert=asn1_of(certificate), cert_registry=store, embed_roots=False)
        self._key = key
        self._name = name
        self._public = certificate.public_key()

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; a dry run only wants to know the length and does not bother the token."""
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        if dry_run:
            return bytes(self._length())
        with told(self._name):
            if isinstance(self._public, rsa.RSAPublicKey):
                return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            # Few tokens hash for ECDSA themselves.
            raw = self._key.sign(sha256(data).digest(), mechanism=Mechanism.ECDSA)
            return bytes(encode_ecdsa_signature(raw))

    def _length(self) -> int:
        if isinstance(self._public, rsa.RSAPublicKey):
            return self._public.key_size // 8
        return LONGEST_ECDSA
