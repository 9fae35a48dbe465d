"""Private keys: generation, and storage as encrypted PKCS#8 only."""

from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from xa_report.errors import UsageError
from xa_report.signing.signing_key import KeyState

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
MIN_PASSWORD_LENGTH = 8
"""Characters; the same for every file with a private key."""


def require_password(password: str) -> None:
    """Raise UsageError for a password that is too short to protect a key."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise UsageError(
            f"Mật khẩu bảo vệ khóa phải có ít nhất {MIN_PASSWORD_LENGTH} ký tự; hãy đặt mật khẩu "
            "khác."
        )


class KeyKind(StrEnum):
    """Kinds of keys that can be generated."""

    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"
    P_256 = "p-256"


def make_key(kind: KeyKind) -> PrivateKey:
    """Generate a private key; RSA may take seconds."""
    if kind is KeyKind.P_256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048 if kind is KeyKind.RSA_2048 else 3072)


def encrypt_key(key: PrivateKey, password: str) -> bytes:
    """Return a key as encrypted PKCS#8 (PEM); raise UsageError for a password that is too short."""
    require_password(password)
    encryption = BestAvailableEncryption(password.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def decrypt_key(data: bytes, password: str, name: str) -> PrivateKey:
    """Read an encrypted PKCS#8 key; raise KeyUnavailableError naming its file `name`."""
    try:
        key = load_pem_private_key(data, password.encode())
    except (TypeError, ValueError) as error:
        locked = b"ENCRYPTED" in data
        state = KeyState.WRONG_PASSWORD if locked else KeyState.UNREADABLE_FILE
        raise state.unavailable_error(name) from error
    if not isinstance(key, PrivateKey):
        raise KeyState.UNREADABLE_FILE.unavailable_error(name)
    return key
