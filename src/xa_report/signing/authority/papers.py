"""Reads and describes the papers of the small authority: requests, certificates, key files."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from xa_report.errors import SigningError
from xa_report.signing.authority import files
from xa_report.signing.authority.requests import read_request
from xa_report.signing.fingerprint import fingerprint
from xa_report.signing.holder import Holder, holder_of


@dataclass(frozen=True, slots=True)
class Paper:
    """What people need to know about a certificate or a request."""

    holder: Holder
    fingerprint: str
    """Of the public key, to be read over the telephone."""
    start: datetime | None = None
    end: datetime | None = None
    """From when to when; a request has neither."""
    issuer: str = ""
    serial: str = ""


def paper_of(found: x509.Certificate | x509.CertificateSigningRequest) -> Paper:
    """Describe a certificate or a request."""
    holder, short = holder_of(found), fingerprint(found.public_key())
    if isinstance(found, x509.CertificateSigningRequest):
        return Paper(holder, short)
    issuer = found.issuer.rfc4514_string()
    names = [str(name.value) for name in found.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return Paper(
        holder,
        short,
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        names[0] if names else issuer,
        f"{found.serial_number:x}",
    )


def read_certificate(path: Path) -> x509.Certificate:
    """Read a certificate in either coding; raise SigningError when it is none."""
    data = files.read(path)
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise SigningError(
            f"Tệp {path.name} không phải chứng thư đọc được; hãy chọn đúng tệp .pem hoặc .cer."
        ) from error


def read_der(path: Path) -> bytes:
    """Read a certificate in either coding as DER; raise SigningError when it is none."""
    return read_certificate(path).public_bytes(Encoding.DER)


def paper_of_der(der: bytes) -> Paper:
    """Describe a certificate that was read before."""
    return paper_of(x509.load_der_x509_certificate(der))


def read_paper(path: Path) -> Paper:
    """Describe the certificate or request in a file; raise SigningError when it is neither."""
    if b"CERTIFICATE REQUEST" in files.read(path):
        return paper_of(read_request(files.read(path)))
    return paper_of(read_certificate(path))
