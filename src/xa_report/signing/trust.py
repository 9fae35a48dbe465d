"""What is trusted: roots, intermediates and revocation lists from one folder, and nothing else."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import EnvironmentFailedError
from xa_report.signing.holder import Holder, holder_of
from xa_report.signing.roles import Role

T = TypeVar("T")
_DIGEST = re.compile(r"[0-9a-f]{64}")
CERTIFICATES, LISTS = {".pem", ".crt", ".cer", ".der"}, {".crl"}
SIGNERS, COLUMNS = "signers.csv", ["sha256", "unit", "role"]
"""Signers whose certificates name neither unit nor role."""


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Roots and lists that verification may lean on."""

    roots: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[x509.CertificateRevocationList, ...] = ()
    signers: Mapping[str, tuple[str, Role]] = field(default_factory=dict)

    def holder(self, certificate: x509.Certificate) -> Holder:
        """Whom a certificate names, or whom the folder says that it belongs to."""
        found = holder_of(certificate)
        known = self.signers.get(certificate.fingerprint(SHA256()).hex())
        if found.unit or known is None:
            return found
        return Holder(found.name, found.agency, *known)


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate or a list of revoked ones, as a register keeps it."""

    sha256: str
    kind: str
    """`root`, `intermediate` or `crl`."""
    name: str
    """Of the holder, or of the authority whose list it is."""
    der: bytes


def papers_of(trust: TrustStore) -> tuple[Paper, ...]:
    """Everything that is trusted but the assignments of signers."""
    named = [("root", one) for one in trust.roots]
    named += [("intermediate", one) for one in trust.intermediates]
    certificates = [
        _paper(kind, one.subject.rfc4514_string(), one.public_bytes(Encoding.DER))
        for kind, one in named
    ]
    lists = [
        _paper("crl", one.issuer.rfc4514_string(), one.public_bytes(Encoding.DER))
        for one in trust.crls
    ]
    return (*certificates, *lists)


def _paper(kind: str, name: str, der: bytes) -> Paper:
    return Paper(sha256(der).hexdigest(), kind, name, der)


def store_of(papers: Iterable[Paper], signers: Mapping[str, tuple[str, str]]) -> TrustStore:
    """The way back of `papers_of`; `signers` are units and roles by certificate fingerprint."""
    every = tuple(papers)

    def certificates(kind: str) -> tuple[x509.Certificate, ...]:
        return tuple(x509.load_der_x509_certificate(one.der) for one in every if one.kind == kind)

    return TrustStore(
        certificates("root"),
        certificates("intermediate"),
        tuple(x509.load_der_x509_crl(one.der) for one in every if one.kind == "crl"),
        {digest: (unit, Role(role)) for digest, (unit, role) in signers.items()},
    )


def read_trust(folder: Path) -> TrustStore:
    """Read a folder of certificates and lists; raise EnvironmentFailedError naming a bad file."""
    try:
        return read_trusted(sorted(path for path in folder.iterdir() if path.is_file()))
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được thư mục tin cậy {folder} ({error.strerror}); hãy kiểm tra đường dẫn."
        ) from error


def read_trusted(files: Sequence[Path]) -> TrustStore:
    """Read what is trusted from single files; of other kinds nothing is taken."""
    certificates = [one for path in _of(files, CERTIFICATES) for one in _certificates(path)]
    crls = [_read(path, _crl) for path in _of(files, LISTS)]
    signers = [_read(path, _signers) for path in files if path.name == SIGNERS]
    roots = tuple(one for one in certificates if _is_root(one))
    others = tuple(one for one in certificates if one not in roots)
    return TrustStore(roots, others, tuple(crls), signers[0] if signers else {})


def _of(files: Iterable[Path], suffixes: set[str]) -> list[Path]:
    return [path for path in files if path.suffix.lower() in suffixes]


def _read(path: Path, load: Callable[[bytes], T]) -> T:
    try:
        return load(path.read_bytes())
    except (ValueError, csv.Error) as error:
        raise EnvironmentFailedError(
            f"Tệp {path.name} trong thư mục tin cậy không phải chứng thư, danh sách thu hồi hay "
            "danh sách người ký đọc được; hãy thay bằng tệp đúng hoặc bỏ ra khỏi thư mục."
        ) from error


def _certificates(path: Path) -> list[x509.Certificate]:
    return _read(
        path,
        lambda data: (
            x509.load_pem_x509_certificates(data)
            if _pem(data)
            else [x509.load_der_x509_certificate(data)]
        ),
    )


def _crl(data: bytes) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(data) if _pem(data) else x509.load_der_x509_crl(data)


def _signers(data: bytes) -> dict[str, tuple[str, Role]]:
    head, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    if head != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError(head)
    found = {digest.lower(): (unit, Role(role)) for digest, unit, role in rows}
    if len(found) != len(rows) or not all(map(_DIGEST.fullmatch, found)):
        raise ValueError("a certificate listed twice, or none")
    return found


def _pem(data: bytes) -> bool:
    return data.lstrip().startswith(b"-----BEGIN")


def _is_root(certificate: x509.Certificate) -> bool:
    """Whether it is an authority that vouches for itself."""
    try:
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(certificate)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return limits.ca
