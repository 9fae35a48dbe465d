"""Folder of the small authority: its key, issued certificates, and the trust it gives out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import SigningError
from xa_report.signing.authority import key_files
from xa_report.signing.authority.certificate_info import (
    CertificateInfo,
    describe_certificate,
    read_certificate_file,
)
from xa_report.signing.authority.certificates import (
    RootAuthority,
    build_first_crl,
    build_next_crl,
    issue_certificate,
    make_root_authority,
    read_request,
)
from xa_report.signing.identity import fingerprints_match
from xa_report.signing.private_keys import KeyKind, decrypt_key, encrypt_key, make_key

AuthorityClock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class AuthorityFolder:
    """Authority's folder; only `trust_folder` is copied to others."""

    folder: Path
    clock: AuthorityClock

    @property
    def key_path(self) -> Path:
        """File of the encrypted key."""
        return self.folder / "ca-key.pem"

    @property
    def trust_folder(self) -> Path:
        """Folder that everybody needs to verify: the root and the revocation list."""
        return self.folder / "trust"

    @property
    def root_path(self) -> Path:
        """File of the root's certificate."""
        return self.trust_folder / "ca.pem"

    @property
    def crl_path(self) -> Path:
        """File of the revocation list."""
        return self.trust_folder / "ca.crl"

    def create(self, name: str, kind: KeyKind, password: str) -> CertificateInfo:
        """Make key, root and first revocation list, all of them or none.

        Raise UsageError for a folder with anything in it.
        """
        key = make_key(kind)
        authority = make_root_authority(key, name, self._now())
        contents = {
            self.key_path: encrypt_key(key, password),
            self.root_path: authority.certificate.public_bytes(Encoding.PEM),
            self.crl_path: build_first_crl(authority, self._now()).public_bytes(Encoding.DER),
        }
        key_files.write_new_folder(
            self.folder, {path.relative_to(self.folder): data for path, data in contents.items()}
        )
        return describe_certificate(authority.certificate)

    def issue_certificate(
        self, request: bytes, confirmed_fingerprint: str, password: str
    ) -> tuple[Path, CertificateInfo]:
        """Grant a request whose fingerprint the unit confirmed; return the certificate's file.

        Raise SigningError when the fingerprints differ: then the request may be another's.
        """
        signing_request = read_request(request)
        applicant = describe_certificate(signing_request)
        if not fingerprints_match(confirmed_fingerprint, applicant.fingerprint):
            raise SigningError(
                f"Dấu vân tay nghe qua điện thoại ({confirmed_fingerprint}) khác với của tệp yêu "
                f"cầu ({applicant.fingerprint}); không cấp chứng thư. Hãy gọi lại đơn vị để đối "
                "chiếu."
            )
        certificate = issue_certificate(self._authority(password), signing_request, self._now())
        name = f"{applicant.holder.unit}-{applicant.holder.role}-{certificate.serial_number:x}.pem"
        path = self.folder / "issued" / name
        key_files.write_new_private(path, certificate.public_bytes(Encoding.PEM))
        return path, describe_certificate(certificate)

    def revoke_certificate(self, path: Path, password: str) -> CertificateInfo:
        """Revoke a certificate for ever; raise SigningError when it is of another authority."""
        authority, certificate = self._authority(password), read_certificate_file(path)
        if certificate.issuer != authority.certificate.subject:
            raise SigningError(
                f"Chứng thư {path.name} không do nơi cấp này cấp nên không thu hồi được ở đây."
            )
        current = x509.load_der_x509_crl(key_files.read_private(self.crl_path))
        renewed = build_next_crl(authority, current, [certificate.serial_number], self._now())
        key_files.replace_private(self.crl_path, renewed.public_bytes(Encoding.DER))
        return describe_certificate(certificate)

    def renew_crl(self, password: str) -> None:
        """Sign the revocation list anew for another `CRL_LIFETIME`."""
        current = x509.load_der_x509_crl(key_files.read_private(self.crl_path))
        renewed = build_next_crl(self._authority(password), current, (), self._now())
        key_files.replace_private(self.crl_path, renewed.public_bytes(Encoding.DER))

    def _authority(self, password: str) -> RootAuthority:
        key = decrypt_key(key_files.read_private(self.key_path), password, self.key_path.name)
        return RootAuthority(read_certificate_file(self.root_path), key)

    def _now(self) -> datetime:
        return self.clock().replace(microsecond=0)  # certificates hold whole seconds
