"""Keys at hand, by file or token, and the roles that sign."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xa_report.signing.key import Key
    from xa_report.signing.roles import Role


def from_file(path: Path, password: str) -> "Key":
    """The key of a PKCS#12 file; raise KeyUnavailableError with what to do."""
    from xa_report.signing.pkcs12 import load_pkcs12

    return load_pkcs12(path, password)


def from_token(library: Path, label: str, pin: str) -> "Key":
    """The key of a token; raise KeyUnavailableError with what to do. The PIN is tried once."""
    from xa_report.signing.token.opening import open_token

    return open_token(library, label, pin)


def role(name: str) -> "Role":
    """A role by its name."""
    from xa_report.signing.roles import Role

    return Role(name)
