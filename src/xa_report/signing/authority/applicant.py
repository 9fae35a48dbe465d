"""The commune's side of the authority: key, certificate request, key file to sign with."""

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
    """Make a key and a request for it; return the request's file and what it says."""
    key = make_key(kind)
    asked = make_request(key, holder)
    stem = f"{holder.unit}-{holder.role}"
    key_files.write_new_private(folder / f"{stem}-key.pem", encrypt_key(key, password))
    path = key_files.write_new_private(folder / f"{stem}-request.pem", asked)
    return path, describe_certificate(read_request(asked))


def assemble_key_file(
    certificate_and_root: tuple[Path, Path], key: Path, password: str, target: Path
) -> CertificateInfo:
    """Join an issued certificate and its root with the key that stayed here, as PKCS#12."""
    certificate, root = certificate_and_root
    granted, authority = read_certificate_file(certificate), read_certificate_file(root)
    private = decrypt_key(key_files.read_private(key), password, key.name)
    if granted.public_key() != private.public_key():
        raise SigningError(
            f"Chứng thư {certificate.name} không thuộc khóa {key.name}; hãy chọn khóa đã tạo cùng "
            "tệp yêu cầu."
        )
    key_files.write_new_private(target, pkcs12_bytes(private, granted, [authority], password))
    return describe_certificate(granted)
