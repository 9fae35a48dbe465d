"""Keys at hand, by file or token, and the roles that sign."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xa_report.signing.identity import SignerRole
    from xa_report.signing.signing_key import SigningKey


def from_file(path: Path, password: str) -> "SigningKey":
    """The key of a PKCS#12 file; raise KeyUnavailableError with what to do."""
    from xa_report.signing.pkcs12 import load_pkcs12

    return load_pkcs12(path, password)


def from_token(library: Path, label: str, pin: str) -> "SigningKey":
    """The key of a token; raise KeyUnavailableError with what to do. The PIN is tried once."""
    from xa_report.signing.pkcs11 import open_token_key

    return open_token_key(library, label, pin)


def role(name: str) -> "SignerRole":
    """A role by its name."""
    from xa_report.signing.identity import SignerRole

    return SignerRole(name)
