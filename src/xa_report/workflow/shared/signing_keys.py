"""Signing keys by file or token, and the signatory who uses one."""

from dataclasses import dataclass
from pathlib import Path

from xa_report.domain.dates import Clock
from xa_report.signing.identity import SignerRole
from xa_report.signing.pkcs11 import open_token_key
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.signing_key import SigningKey
from xa_report.workflow.shared.environment import now_in_vietnam


def load_key_file(path: Path, password: str) -> SigningKey:
    """Load the key of a PKCS#12 file; raise KeyUnavailableError with the remedy."""
    return load_pkcs12(path, password)


def load_token_key(library: Path, label: str, pin: str) -> SigningKey:
    """Open the key of a token; raise KeyUnavailableError with the remedy. The PIN is tried once."""
    return open_token_key(library, label, pin)


def role_from_name(name: str) -> SignerRole:
    """Return the role of a name; raise ValueError for an unknown one."""
    return SignerRole(name)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Signer of a document: key, image of the signature, clock."""

    key: SigningKey
    image: bytes | None = None
    """Transparent PNG of the handwritten signature or of the seal."""
    clock: Clock = now_in_vietnam
