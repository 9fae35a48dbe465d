"""Certificate requests, key files and the small certificate authority of a province."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from xa_report.domain.unit import Unit
from xa_report.signing.authority import applicant, key_files
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.authority.certificate_info import CertificateInfo, read_certificate_info
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.pkcs11 import TokenInfo, describe_tokens
from xa_report.signing.private_keys import KeyKind

KEY_KINDS = ("rsa-2048", "rsa-3072", "p-256")
ROLE_NAMES = ("chairman", "seal")


@dataclass(frozen=True, slots=True)
class CertificateRequester:
    """Applicant for a certificate, with the kind of key."""

    unit: Unit
    role: str
    name: str
    """Name of the person; when empty, the agency's, as on a seal."""
    kind: str


def request_certificate(
    requester: CertificateRequester, password: str, folder: Path
) -> tuple[Path, CertificateInfo]:
    """Create a key that stays in the folder and a request that travels to the province."""
    agency = requester.unit.agency
    holder = CertificateHolder(
        requester.name or agency, agency, requester.unit.code, SignerRole(requester.role)
    )
    return applicant.create_request(holder, KeyKind(requester.kind), password, folder)


def join_certificate_with_key(
    *, certificate: Path, root: Path, key: Path, password: str, target: Path
) -> CertificateInfo:
    """Join an issued certificate and its root with the key that stayed here into a key file."""
    return applicant.assemble_key_file(
        certificate=certificate, root=root, key=key, password=password, target=target
    )


def create_authority(folder: Path, name: str, kind: str, password: str) -> CertificateInfo:
    """Create the small authority in an empty folder."""
    return _open_authority(folder).create(name, KeyKind(kind), password)


def grant_certificate(
    folder: Path, request: Path, heard_fingerprint: str, password: str
) -> tuple[Path, CertificateInfo]:
    """Grant a request whose fingerprint was heard over the telephone."""
    return _open_authority(folder).issue_certificate(
        key_files.read_private(request), heard_fingerprint, password
    )


def revoke_granted_certificate(folder: Path, certificate: Path, password: str) -> CertificateInfo:
    """Revoke a certificate and write the next revocation list."""
    return _open_authority(folder).revoke_certificate(certificate, password)


def renew_revocation_list(folder: Path, password: str) -> None:
    """Write the revocation list anew, valid for another span of time."""
    _open_authority(folder).renew_crl(password)


def describe_certificate_file(path: Path) -> CertificateInfo:
    """Describe a certificate or a request."""
    return read_certificate_info(path)


def read_tokens(library: Path) -> tuple[TokenInfo, ...]:
    """Return tokens that are plugged in, with their certificates; needs no PIN."""
    return describe_tokens(library)


def _open_authority(folder: Path) -> AuthorityFolder:
    return AuthorityFolder(folder, lambda: datetime.now(UTC))
