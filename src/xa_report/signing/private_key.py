"""The kinds of private keys that sign, and the password that protects a file with one."""

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from xa_report.errors import UsageError

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
SHORTEST_PASSWORD = 8
"""Letters; the same for every file with a private key."""


def require_password(password: str) -> None:
    """Raise UsageError for a password that is too short to protect a key."""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(
            f"Mật khẩu bảo vệ khóa phải có ít nhất {SHORTEST_PASSWORD} ký tự; hãy đặt mật khẩu "
            "khác."
        )
