"""A whole made-up PKI: authorities, signers of every fate, their keys and the folder of trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.signing.authority.certificates import (
    RootAuthority,
    build_first_crl,
    build_key_usage,
    build_next_crl,
    certificate_builder,
    issue_certificate,
    make_request,
    make_root_authority,
    read_request,
    subject_name,
)
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.pkcs12 import MemorySigner, load_pkcs12, pkcs12_bytes
from xa_report.signing.private_keys import KeyKind, PrivateKey, make_key
from xa_report.signing.signing_key import SigningKey
from xa_report.signing.trust import TrustStore

UNIT, OTHER_UNIT = "25525", "25528"
AGENCY = "UBND xã Tân Hội"
CHAIRMAN = CertificateHolder("Nguyễn Thị Ánh Tuyết", AGENCY, UNIT, SignerRole.CHAIRMAN)
SEAL = CertificateHolder(AGENCY, AGENCY, UNIT, SignerRole.SEAL)
STRANGER = CertificateHolder("Trần Văn Lạ", "UBND xã Khác", OTHER_UNIT, SignerRole.CHAIRMAN)
NOW = datetime(2027, 1, 5, 1, 30, 15, tzinfo=UTC)
YEAR = timedelta(days=365)
PASSWORD = "mật khẩu thử"  # noqa: S105 - of keys that live as long as a test
ROOT = "Sở Nội vụ tỉnh Tây Ninh"


@dataclass(frozen=True)
class Pki:
    """One authority and those whom it knows; `rogue` bears its name."""

    authority: RootAuthority
    rogue: RootAuthority
    private: dict[SignerRole, PrivateKey]
    kinds: dict[KeyKind, PrivateKey]
    folder: Path

    def key(
        self,
        holder: CertificateHolder,
        authority: RootAuthority | None = None,
        since: datetime = NOW - YEAR,
        lifetime: timedelta = 2 * YEAR,
    ) -> SigningKey:
        """A key at hand, certified a year ago for two years unless told otherwise."""
        private = self.private[holder.role or SignerRole.CHAIRMAN]
        request = read_request(make_request(private, holder))
        certificate = issue_certificate(authority or self.authority, request, since, lifetime)
        return SigningKey(MemorySigner(private, certificate, ()), certificate)

    def foreign_style(self, holder: CertificateHolder) -> SigningKey:
        """A key whose certificate names neither unit nor role, as outside authorities make them."""
        private = self.private[holder.role or SignerRole.CHAIRMAN]
        issuer = self.authority.certificate.subject
        certificate = (
            certificate_builder(
                subject_name(holder),
                private.public_key(),
                issuer,
                start=NOW - YEAR,
                end=NOW + YEAR,
            )
            .add_extension(
                build_key_usage("digital_signature", "content_commitment"), critical=True
            )
            .add_extension(self.authority.identifier, critical=False)
            .sign(self.authority.key, SHA256())
        )
        return SigningKey(MemorySigner(private, certificate, ()), certificate)

    def trust(
        self,
        revoked: Sequence[SigningKey] = (),
        since: datetime = NOW - timedelta(hours=1),
        lifetime: timedelta = YEAR,
    ) -> TrustStore:
        """The root and a list of revoked certificates."""
        crl = build_first_crl(self.authority, since, lifetime)
        if revoked:
            serials = [key.certificate.serial_number for key in revoked]
            crl = build_next_crl(self.authority, crl, serials, since, lifetime)
        return TrustStore((self.authority.certificate,), (), (crl,))

    def pkcs12(self, holder: CertificateHolder, kind: KeyKind = KeyKind.RSA_2048) -> SigningKey:
        """A key that went through a file."""
        private = self.kinds[kind]
        request = read_request(make_request(private, holder))
        certificate = issue_certificate(self.authority, request, NOW - YEAR)
        path = self.folder / f"{holder.role}-{kind}.p12"
        chain = [self.authority.certificate]
        path.write_bytes(pkcs12_bytes(private, certificate, chain, PASSWORD))
        return load_pkcs12(path, PASSWORD)


def make_pki(folder: Path) -> Pki:
    """Make it all; the keys are few, for they take the time."""
    start = NOW - 3 * YEAR
    kinds = {kind: make_key(kind) for kind in KeyKind}
    return Pki(
        make_root_authority(make_key(KeyKind.RSA_2048), ROOT, start),
        make_root_authority(kinds[KeyKind.P_256], ROOT, start),
        {SignerRole.CHAIRMAN: kinds[KeyKind.RSA_2048], SignerRole.SEAL: make_key(KeyKind.RSA_2048)},
        kinds,
        folder,
    )


def pem_bytes(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
