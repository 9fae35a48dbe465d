"""The commune's side: a key that stays on its PC, a request that travels, a file to sign with."""

from pathlib import Path

from xa_report.errors import SigningError
from xa_report.signing.authority import files
from xa_report.signing.authority.keyfiles import KeyKind, lock, make_key, unlock
from xa_report.signing.authority.papers import Paper, paper_of, read_certificate
from xa_report.signing.authority.requests import make_request, read_request
from xa_report.signing.holder import Holder
from xa_report.signing.pkcs12 import pkcs12_bytes


def request(holder: Holder, kind: KeyKind, password: str, folder: Path) -> tuple[Path, Paper]:
    """Make a key and a request for it; return the request's file and what it says."""
    key = make_key(kind)
    asked = make_request(key, holder)
    stem = f"{holder.unit}-{holder.role}"
    files.write_new(folder / f"{stem}-key.pem", lock(key, password))
    path = files.write_new(folder / f"{stem}-request.pem", asked)
    return path, paper_of(read_request(asked))


def receive(granted_files: tuple[Path, Path], key: Path, password: str, target: Path) -> Paper:
    """Join an issued certificate and its root with the key that stayed here, as PKCS#12."""
    certificate, root = granted_files
    granted, authority = read_certificate(certificate), read_certificate(root)
    private = unlock(files.read(key), password, key.name)
    if granted.public_key() != private.public_key():
        raise SigningError(
            f"Chứng thư {certificate.name} không thuộc khóa {key.name}; hãy chọn khóa đã tạo cùng "
            "tệp yêu cầu."
        )
    files.write_new(target, pkcs12_bytes(private, granted, [authority], password))
    return paper_of(granted)
