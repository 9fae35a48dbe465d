"""Description of certificates and requests for people."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from xa_report.errors import SigningError
from xa_report.signing.authority import key_files
from xa_report.signing.authority.certificates import read_request
from xa_report.signing.identity import CertificateHolder, key_fingerprint, read_holder


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """Description of a certificate or a request for people."""

    holder: CertificateHolder
    fingerprint: str
    """Fingerprint of the public key, short enough for the telephone."""
    start: datetime | None = None
    end: datetime | None = None
    """Validity, both ends inclusive, in UTC; a request has neither."""
    issuer: str = ""
    serial: str = ""


def describe_certificate(
    certificate: x509.Certificate | x509.CertificateSigningRequest,
) -> CertificateInfo:
    """Describe a certificate or a request."""
    holder, short = read_holder(certificate), key_fingerprint(certificate.public_key())
    if isinstance(certificate, x509.CertificateSigningRequest):
        return CertificateInfo(holder, short)
    issuer = certificate.issuer.rfc4514_string()
    names = [
        str(name.value) for name in certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    ]
    return CertificateInfo(
        holder,
        short,
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        names[0] if names else issuer,
        f"{certificate.serial_number:x}",
    )


def read_certificate_file(path: Path) -> x509.Certificate:
    """Read a PEM or DER certificate; raise SigningError when it is none."""
    data = key_files.read_private(path)
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise SigningError(
            f"Tệp {path.name} không phải chứng thư đọc được; hãy chọn đúng tệp .pem hoặc .cer."
        ) from error


def read_certificate_der(path: Path) -> bytes:
    """Read a PEM or DER certificate as DER; raise SigningError when it is none."""
    return read_certificate_file(path).public_bytes(Encoding.DER)


def describe_der_certificate(der: bytes) -> CertificateInfo:
    """Describe a DER certificate; raise ValueError when it is none."""
    return describe_certificate(x509.load_der_x509_certificate(der))


def read_certificate_info(path: Path) -> CertificateInfo:
    """Describe the certificate or request in a file; raise SigningError when it is neither."""
    if b"CERTIFICATE REQUEST" in key_files.read_private(path):
        return describe_certificate(read_request(key_files.read_private(path)))
    return describe_certificate(read_certificate_file(path))
