"""A whole made-up PKI: authorities, signers of every fate, their keys and the folder of trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.signing.authority.issuing import issue
from xa_report.signing.authority.keyfiles import KeyKind, make_key
from xa_report.signing.authority.requests import make_request, read_request, subject_of
from xa_report.signing.authority.revoking import first_list, revoke
from xa_report.signing.authority.root import Authority, begin, make_authority, usage
from xa_report.signing.holder import Holder
from xa_report.signing.key import Key
from xa_report.signing.pkcs12 import MemorySigner, load_pkcs12, pkcs12_bytes
from xa_report.signing.private_key import PrivateKey
from xa_report.signing.roles import Role
from xa_report.signing.trust import TrustStore

UNIT, OTHER_UNIT = "25525", "25528"
AGENCY = "UBND xã Tân Hội"
CHAIRMAN = Holder("Nguyễn Thị Ánh Tuyết", AGENCY, UNIT, Role.CHAIRMAN)
SEAL = Holder(AGENCY, AGENCY, UNIT, Role.SEAL)
STRANGER = Holder("Trần Văn Lạ", "UBND xã Khác", OTHER_UNIT, Role.CHAIRMAN)
NOW = datetime(2027, 1, 5, 1, 30, 15, tzinfo=UTC)
YEAR = timedelta(days=365)
PASSWORD = "mật khẩu thử"  # noqa: S105 - of keys that live as long as a test
ROOT = "Sở Nội vụ tỉnh Tây Ninh"


@dataclass(frozen=True)
class Pki:
    """One authority and those whom it knows; `rogue` bears its name."""

    authority: Authority
    rogue: Authority
    private: dict[Role, PrivateKey]
    kinds: dict[KeyKind, PrivateKey]
    folder: Path

    def key(
        self,
        holder: Holder,
        authority: Authority | None = None,
        since: datetime = NOW - YEAR,
        lifetime: timedelta = 2 * YEAR,
    ) -> Key:
        """A key at hand, certified a year ago for two years unless told otherwise."""
        private = self.private[holder.role or Role.CHAIRMAN]
        request = read_request(make_request(private, holder))
        certificate = issue(authority or self.authority, request, since, lifetime)
        return Key(MemorySigner(private, certificate, ()), certificate)

    def foreign_style(self, holder: Holder) -> Key:
        """A key whose certificate names neither unit nor role, as outside authorities make them."""
        private, span = self.private[holder.role or Role.CHAIRMAN], (NOW - YEAR, NOW + YEAR)
        issuer = self.authority.certificate.subject
        certificate = (
            begin(subject_of(holder), private.public_key(), issuer, span)
            .add_extension(usage("digital_signature", "content_commitment"), critical=True)
            .add_extension(self.authority.identifier, critical=False)
            .sign(self.authority.key, SHA256())
        )
        return Key(MemorySigner(private, certificate, ()), certificate)

    def trust(
        self,
        revoked: Sequence[Key] = (),
        since: datetime = NOW - timedelta(hours=1),
        lifetime: timedelta = YEAR,
    ) -> TrustStore:
        """The root and a list of revoked certificates."""
        crl = first_list(self.authority, since, lifetime)
        if revoked:
            serials = [key.certificate.serial_number for key in revoked]
            crl = revoke(self.authority, crl, serials, since, lifetime)
        return TrustStore((self.authority.certificate,), (), (crl,))

    def pkcs12(self, holder: Holder, kind: KeyKind = KeyKind.RSA_2048) -> Key:
        """A key that went through a file."""
        private = self.kinds[kind]
        request = read_request(make_request(private, holder))
        certificate = issue(self.authority, request, NOW - YEAR)
        path = self.folder / f"{holder.role}-{kind}.p12"
        chain = [self.authority.certificate]
        path.write_bytes(pkcs12_bytes(private, certificate, chain, PASSWORD))
        return load_pkcs12(path, PASSWORD)


def make_pki(folder: Path) -> Pki:
    """Make it all; the keys are few, for they take the time."""
    start = NOW - 3 * YEAR
    kinds = {kind: make_key(kind) for kind in KeyKind}
    return Pki(
        make_authority(make_key(KeyKind.RSA_2048), ROOT, start),
        make_authority(kinds[KeyKind.P_256], ROOT, start),
        {Role.CHAIRMAN: kinds[KeyKind.RSA_2048], Role.SEAL: make_key(KeyKind.RSA_2048)},
        kinds,
        folder,
    )


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
