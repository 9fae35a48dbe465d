"""The folder of the small authority: its key, what it issued, and what it gives out as trust."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import SigningError
from xa_report.signing.authority import files
from xa_report.signing.authority.issuing import issue
from xa_report.signing.authority.keyfiles import KeyKind, lock, make_key, unlock
from xa_report.signing.authority.papers import Paper, paper_of, read_certificate
from xa_report.signing.authority.requests import read_request
from xa_report.signing.authority.revoking import first_list, revoke
from xa_report.signing.authority.root import Authority, make_authority
from xa_report.signing.fingerprint import same

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Office:
    """An authority's folder. Only `trust` leaves it, on the courier's stick."""

    folder: Path
    clock: Clock

    @property
    def key(self) -> Path:
        """The encrypted key."""
        return self.folder / "ca-key.pem"

    @property
    def trust(self) -> Path:
        """What everybody needs to verify: the root and the list of revoked certificates."""
        return self.folder / "trust"

    @property
    def root(self) -> Path:
        """The root's certificate."""
        return self.trust / "ca.pem"

    @property
    def crl(self) -> Path:
        """The list of revoked certificates."""
        return self.trust / "ca.crl"

    def found(self, name: str, kind: KeyKind, password: str) -> Paper:
        """Begin an authority in an empty folder."""
        key = make_key(kind)
        authority = make_authority(key, name, self._now())
        files.write_new(self.key, lock(key, password))
        files.write_new(self.root, authority.certificate.public_bytes(Encoding.PEM))
        files.write_new(self.crl, first_list(authority, self._now()).public_bytes(Encoding.DER))
        return paper_of(authority.certificate)

    def issue(self, request: bytes, heard: str, password: str) -> tuple[Path, Paper]:
        """Grant a request whose fingerprint was heard from the unit over the telephone."""
        asked = read_request(request)
        wanted = paper_of(asked)
        if not same(heard, wanted.fingerprint):
            raise SigningError(
                f"Dấu vân tay nghe qua điện thoại ({heard}) khác với của tệp yêu cầu "
                f"({wanted.fingerprint}); không cấp chứng thư. Hãy gọi lại đơn vị để đối chiếu."
            )
        certificate = issue(self._authority(password), asked, self._now())
        name = f"{wanted.holder.unit}-{wanted.holder.role}-{certificate.serial_number:x}.pem"
        path = self.folder / "issued" / name
        files.write_new(path, certificate.public_bytes(Encoding.PEM))
        return path, paper_of(certificate)

    def revoke(self, path: Path, password: str) -> Paper:
        """Take back a certificate that this authority issued, for ever."""
        authority, certificate = self._authority(password), read_certificate(path)
        if certificate.issuer != authority.certificate.subject:
            raise SigningError(
                f"Chứng thư {path.name} không do nơi cấp này cấp nên không thu hồi được ở đây."
            )
        current = x509.load_der_x509_crl(files.read(self.crl))
        following = revoke(authority, current, [certificate.serial_number], self._now())
        files.replace(self.crl, following.public_bytes(Encoding.DER))
        return paper_of(certificate)

    def renew(self, password: str) -> None:
        """Sign the list of revoked certificates anew, for another span of time."""
        current = x509.load_der_x509_crl(files.read(self.crl))
        following = revoke(self._authority(password), current, (), self._now())
        files.replace(self.crl, following.public_bytes(Encoding.DER))

    def _authority(self, password: str) -> Authority:
        key = unlock(files.read(self.key), password, self.key.name)
        return Authority(read_certificate(self.root), key)

    def _now(self) -> datetime:
        return self.clock().replace(microsecond=0)
