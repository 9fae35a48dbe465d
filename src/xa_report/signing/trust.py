"""Trusted roots, intermediates and revocation lists from one folder, and nothing else."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import EnvironmentFailedError
from xa_report.signing.identity import CertificateHolder, SignerRole, read_holder

T = TypeVar("T")
_DIGEST_PATTERN = re.compile(r"[0-9a-f]{64}")
CERTIFICATE_SUFFIXES, CRL_SUFFIXES = {".pem", ".crt", ".cer", ".der"}, {".crl"}
SIGNERS_FILE, SIGNER_COLUMNS = "signers.csv", ["sha256", "unit", "role"]
"""Table of signers whose certificates name neither unit nor role."""


class SignerAssignment(NamedTuple):
    """Unit and role of a certificate that names neither."""

    unit: str
    role: SignerRole


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Roots, intermediates and revocation lists that verification relies on."""

    roots: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[x509.CertificateRevocationList, ...] = ()
    signers: Mapping[str, SignerAssignment] = field(default_factory=dict)
    """Unit and role by the SHA-256 of a certificate, in hexadecimal digits."""

    def holder(self, certificate: x509.Certificate) -> CertificateHolder:
        """Return the holder that a certificate names, else with unit and role of `signers`."""
        holder = read_holder(certificate)
        assigned = self.signers.get(certificate.fingerprint(SHA256()).hex())
        # The authority's word counts more than the folder's: only gaps are filled.
        if holder.unit or assigned is None:
            return holder
        return CertificateHolder(holder.name, holder.agency, *assigned)


@dataclass(frozen=True, slots=True)
class TrustObject:
    """Certificate or revocation list as a register stores it."""

    sha256: str
    kind: str
    """`root`, `intermediate` or `crl`."""
    name: str
    """Name of the holder, or of the authority whose list it is."""
    der: bytes


def list_trust_objects(trust: TrustStore) -> tuple[TrustObject, ...]:
    """Return roots, intermediates and lists in this order; the signers are left out."""
    named = [("root", one) for one in trust.roots]
    named += [("intermediate", one) for one in trust.intermediates]
    certificates = [
        _trust_object(
            kind, certificate.subject.rfc4514_string(), certificate.public_bytes(Encoding.DER)
        )
        for kind, certificate in named
    ]
    lists = [
        _trust_object("crl", crl.issuer.rfc4514_string(), crl.public_bytes(Encoding.DER))
        for crl in trust.crls
    ]
    return (*certificates, *lists)


def _trust_object(kind: str, name: str, der: bytes) -> TrustObject:
    return TrustObject(sha256(der).hexdigest(), kind, name, der)


def build_trust_store(
    objects: Iterable[TrustObject], signers: Mapping[str, SignerAssignment]
) -> TrustStore:
    """Build the trust of stored objects: the reverse of `list_trust_objects`.

    `signers` are unit and role by the SHA-256 of a certificate.
    """
    stored = tuple(objects)

    def certificates(kind: str) -> tuple[x509.Certificate, ...]:
        return tuple(x509.load_der_x509_certificate(one.der) for one in stored if one.kind == kind)

    return TrustStore(
        certificates("root"),
        certificates("intermediate"),
        tuple(x509.load_der_x509_crl(one.der) for one in stored if one.kind == "crl"),
        dict(signers),
    )


def read_trust_folder(folder: Path) -> TrustStore:
    """Read a folder of certificates and lists; raise EnvironmentFailedError naming a bad file."""
    try:
        return read_trust_files(sorted(path for path in folder.iterdir() if path.is_file()))
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được thư mục tin cậy {folder} ({error.strerror}); hãy kiểm tra đường dẫn."
        ) from error


def read_trust_files(files: Sequence[Path]) -> TrustStore:
    """Read certificates, lists and `signers.csv`; files of other kinds are ignored.

    Raise EnvironmentFailedError naming a bad file.
    """
    certificates = [
        certificate
        for path in _files_with_suffix(files, CERTIFICATE_SUFFIXES)
        for certificate in _load_certificates(path)
    ]
    crls = [_read_with(path, _load_crl) for path in _files_with_suffix(files, CRL_SUFFIXES)]
    signers = [_read_with(path, _load_signers) for path in files if path.name == SIGNERS_FILE]
    roots = tuple(one for one in certificates if _is_root(one))
    others = tuple(one for one in certificates if one not in roots)
    return TrustStore(roots, others, tuple(crls), signers[0] if signers else {})


def _files_with_suffix(files: Iterable[Path], suffixes: set[str]) -> list[Path]:
    return [path for path in files if path.suffix.lower() in suffixes]


def _read_with(path: Path, load: Callable[[bytes], T]) -> T:
    try:
        return load(path.read_bytes())
    except (ValueError, csv.Error) as error:
        raise EnvironmentFailedError(
            f"Tệp {path.name} trong thư mục tin cậy không phải chứng thư, danh sách thu hồi hay "
            "danh sách người ký đọc được; hãy thay bằng tệp đúng hoặc bỏ ra khỏi thư mục."
        ) from error


def _load_certificates(path: Path) -> list[x509.Certificate]:
    return _read_with(
        path,
        lambda data: (
            x509.load_pem_x509_certificates(data)
            if _is_pem(data)
            else [x509.load_der_x509_certificate(data)]
        ),
    )


def _load_crl(data: bytes) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(data) if _is_pem(data) else x509.load_der_x509_crl(data)


def _load_signers(data: bytes) -> dict[str, SignerAssignment]:
    head, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    if head != SIGNER_COLUMNS or any(len(row) != len(SIGNER_COLUMNS) for row in rows):
        raise ValueError(head)
    signers = {
        digest.lower(): SignerAssignment(unit, SignerRole(role)) for digest, unit, role in rows
    }
    if len(signers) != len(rows) or not all(map(_DIGEST_PATTERN.fullmatch, signers)):
        raise ValueError("a certificate listed twice, or none")
    return signers


def _is_pem(data: bytes) -> bool:
    return data.lstrip().startswith(b"-----BEGIN")


def _is_root(certificate: x509.Certificate) -> bool:
    """Return whether a certificate is a self-signed authority."""
    try:
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(certificate)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return limits.ca
