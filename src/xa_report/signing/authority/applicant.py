"""Applicant's side of the authority: key, certificate request, key file to sign with."""

from pathlib import Path

from xa_report.errors import SigningError
from xa_report.signing.authority import key_files
from xa_report.signing.authority.certificate_info import (
    CertificateInfo,
    describe_certificate,
    read_certificate_file,
)
from xa_report.signing.authority.certificates import make_request, read_request
from xa_report.signing.identity import CertificateHolder
from xa_report.signing.pkcs12 import pkcs12_bytes
from xa_report.signing.private_keys import KeyKind, decrypt_key, encrypt_key, make_key


def create_request(
    holder: CertificateHolder, kind: KeyKind, password: str, folder: Path
) -> tuple[Path, CertificateInfo]:
    """Make a key and a request for it; return the request's file and its description.

    Raise UsageError when a file has the name already or the password is too short.
    """
    key = make_key(kind)
    request = make_request(key, holder)
    stem = f"{holder.unit}-{holder.role}"
    # The key first: a request whose key could not be stored would be granted for nothing.
    key_files.write_new_private(folder / f"{stem}-key.pem", encrypt_key(key, password))
    path = key_files.write_new_private(folder / f"{stem}-request.pem", request)
    return path, describe_certificate(read_request(request))


def assemble_key_file(
    *, certificate: Path, root: Path, key: Path, password: str, target: Path
) -> CertificateInfo:
    """Write issued certificate, root and the key that stayed here as one PKCS#12 file.

    Raise SigningError when the certificate is not that of the key.
    """
    issued, authority = read_certificate_file(certificate), read_certificate_file(root)
    private = decrypt_key(key_files.read_private(key), password, key.name)
    if issued.public_key() != private.public_key():
        raise SigningError(
            f"Chứng thư {certificate.name} không thuộc khóa {key.name}; hãy chọn khóa đã tạo cùng "
            "tệp yêu cầu."
        )
    key_files.write_new_private(target, pkcs12_bytes(private, issued, [authority], password))
    return describe_certificate(issued)
