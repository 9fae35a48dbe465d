"""Keys of PKCS#12 files: opening them for signing in memory, and writing them."""

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from xa_report.signing.private_keys import PrivateKey, require_password
from xa_report.signing.signing_key import (
    SIGNATURE_DIGEST,
    KeyState,
    SigningKey,
    to_asn1_certificate,
)


class MemorySigner(Signer):
    """Signer with a key in memory; pyHanko's own loads and checks the key anew for each use."""

    def __init__(
        self, key: PrivateKey, certificate: x509.Certificate, chain: Sequence[x509.Certificate]
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([to_asn1_certificate(one) for one in chain])
        super().__init__(
            signing_cert=to_asn1_certificate(certificate), cert_registry=store, embed_roots=False
        )
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; of a dry run only the length counts."""
        if digest_algorithm != SIGNATURE_DIGEST:
            raise ValueError(digest_algorithm)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(SHA256()))  # cheap, so a dry run signs too
        if dry_run:
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, padding.PKCS1v15(), SHA256())


def load_pkcs12(path: Path, password: str) -> SigningKey:
    """Open a key file; raise KeyUnavailableError when it is unreadable, locked or incomplete."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KeyState.UNREADABLE_FILE.unavailable_error(path.name) from error
    try:
        loaded = pkcs12.load_pkcs12(data, password.encode())
    except ValueError as error:
        # cryptography has one error for both: "Invalid password or PKCS12 data".
        state = KeyState.WRONG_PASSWORD if "password" in str(error) else KeyState.UNREADABLE_FILE
        raise state.unavailable_error(path.name) from error
    return _signing_key_from(loaded, path.name)


def _signing_key_from(loaded: pkcs12.PKCS12KeyAndCertificates, name: str) -> SigningKey:
    if not isinstance(loaded.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyState.NO_KEY.unavailable_error(name)
    if loaded.cert is None or loaded.cert.certificate.public_key() != loaded.key.public_key():
        raise KeyState.KEY_WITHOUT_CERTIFICATE.unavailable_error(name)
    chain = tuple(one.certificate for one in loaded.additional_certs)
    certificate = loaded.cert.certificate
    return SigningKey(MemorySigner(loaded.key, certificate, chain), certificate, chain)


def pkcs12_bytes(
    key: PrivateKey, certificate: x509.Certificate, chain: Sequence[x509.Certificate], password: str
) -> bytes:
    """Return an encrypted key file; raise UsageError for a password that is too short."""
    require_password(password)
    encryption = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"xa-report", key, certificate, chain, encryption)
