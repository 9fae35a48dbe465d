"""Verbs for keys: a commune asks for a certificate, the province's small authority grants it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.unit import Unit

if TYPE_CHECKING:
    from xa_report.signing.authority.authority_folder import AuthorityFolder
    from xa_report.signing.authority.certificate_info import CertificateInfo
    from xa_report.signing.pkcs11 import TokenInfo


KINDS = ("rsa-2048", "rsa-3072", "p-256")
ROLES = ("chairman", "seal")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a certificate, and with what kind of key."""

    unit: Unit
    role: str
    name: str
    """Of the person; a seal bears the agency's."""
    kind: str


def request(asked: Asked, password: str, folder: Path) -> "tuple[Path, CertificateInfo]":
    """Make a key that stays in the folder and a request that travels to the province."""
    from xa_report.signing.authority import applicant
    from xa_report.signing.identity import CertificateHolder, SignerRole
    from xa_report.signing.private_keys import KeyKind

    agency = asked.unit.agency
    holder = CertificateHolder(
        asked.name or agency, agency, asked.unit.code, SignerRole(asked.role)
    )
    return applicant.create_request(holder, KeyKind(asked.kind), password, folder)


def receive(
    granted: tuple[Path, Path], key: Path, password: str, target: Path
) -> "CertificateInfo":
    """Join an issued certificate and its root with the key that stayed here into a key file."""
    from xa_report.signing.authority import applicant

    return applicant.assemble_key_file(granted, key, password, target)


def found(folder: Path, name: str, kind: str, password: str) -> "CertificateInfo":
    """Begin the small authority in a folder."""
    from xa_report.signing.private_keys import KeyKind

    return _office(folder).found(name, KeyKind(kind), password)


def issue(folder: Path, request: Path, heard: str, password: str) -> "tuple[Path, CertificateInfo]":
    """Grant a request whose fingerprint was heard over the telephone."""
    from xa_report.signing.authority import key_files

    return _office(folder).issue(key_files.read_private(request), heard, password)


def revoke(folder: Path, certificate: Path, password: str) -> "CertificateInfo":
    """Take back a certificate and write the next list of revoked certificates."""
    return _office(folder).revoke(certificate, password)


def renew(folder: Path, password: str) -> None:
    """Write the list of revoked certificates anew, for another span of time."""
    _office(folder).renew(password)


def read_paper(path: Path) -> "CertificateInfo":
    """Describe a certificate or a request."""
    from xa_report.signing.authority.certificate_info import read_certificate_info

    return read_certificate_info(path)


def read_tokens(library: Path) -> "tuple[TokenInfo, ...]":
    """What is on the tokens that are plugged in; needs no PIN."""
    from xa_report.signing.pkcs11 import describe_tokens

    return describe_tokens(library)


def _office(folder: Path) -> "AuthorityFolder":
    from xa_report.signing.authority.authority_folder import AuthorityFolder

    return AuthorityFolder(folder, lambda: datetime.now(UTC))
