"""Two communes and a province with keys of their own: whatever leaves one side is really signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories.pki import pem_bytes
from tests.factories.unsigned_submissions import (
    PROVINCE,
    SENT,
    UNITS,
    YEAR,
    open_small_register,
    read_small_form,
)
from xa_report.domain.dates import VIETNAM
from xa_report.domain.item import Answer
from xa_report.domain.unit import Unit
from xa_report.province.database.database import open_register_database
from xa_report.province.register import Register
from xa_report.signing.authority.certificates import (
    build_first_crl,
    issue_certificate,
    make_request,
    make_root_authority,
    read_request,
)
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.pkcs12 import MemorySigner
from xa_report.signing.private_keys import KeyKind, make_key
from xa_report.signing.signing_key import SigningKey
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.province.trusted_signers import add_trust
from xa_report.workflow.shared.signing_keys import Signatory

SIGNED = datetime.now(VIETNAM).replace(microsecond=0) - timedelta(hours=1)
EVIDENCE = b"%PDF-1.7 made up for a test\n"
AHEAD = timedelta(minutes=7)
"""So much the clock of the second session is ahead; nobody sets the clocks of an office alike."""


def commune_unit(code: str) -> Unit:
    return Unit(code, f"Xã {code}", "xã", "80", PROVINCE.name)


@dataclass(frozen=True)
class ExchangeScenario:
    """Files of both sides before anything is sent, and the keys, which are made once."""

    folder: Path
    trust: Path
    keys: Mapping[tuple[str, SignerRole], SigningKey]

    def signing(self, code: str, role: SignerRole) -> Signatory:
        late = timedelta(minutes=5) if role is SignerRole.SEAL else timedelta()
        return Signatory(self.keys[code, role], None, lambda: SIGNED + late)


def open_two_registers(register: Path) -> tuple[Register, Register]:
    """Lan and Minh at work in one register, Minh's clock ahead of Lan's."""
    later = open_register_database(str(register), "Minh", lambda: datetime.now(UTC) + AHEAD)
    return open_small_register(str(register), "Lan"), Register(later)


def create_scenario(folder: Path) -> ExchangeScenario:
    authority = make_root_authority(
        make_key(KeyKind.P_256), PROVINCE.name, SIGNED - timedelta(days=30)
    )

    def key(holder: CertificateHolder) -> SigningKey:
        private = make_key(KeyKind.P_256)
        request = read_request(make_request(private, holder))
        certificate = issue_certificate(authority, request, SIGNED - timedelta(days=20))
        return SigningKey(MemorySigner(private, certificate, ()), certificate)

    trust = folder / "tin-cay"
    trust.mkdir()
    (trust / "ca.pem").write_bytes(pem_bytes(authority.certificate))
    crl = build_first_crl(authority, SIGNED - timedelta(days=1))
    (trust / "ca.crl").write_bytes(crl.public_bytes(Encoding.DER))
    keys = {
        (PROVINCE.code, SignerRole.SEAL): key(
            CertificateHolder("Sở Nội vụ", "Sở Nội vụ", "80", SignerRole.SEAL)
        )
    }
    for code in UNITS[:2]:
        agency = commune_unit(code).agency
        keys[code, SignerRole.CHAIRMAN] = key(
            CertificateHolder("Lê Thị An", agency, code, SignerRole.CHAIRMAN)
        )
        keys[code, SignerRole.SEAL] = key(CertificateHolder(agency, agency, code, SignerRole.SEAL))
        _filled(folder / f"{code}.xadb", code).close()
    register = open_small_register(str(folder / "so.xaprov"), fresh=True)
    add_trust(register, [trust])
    register.database.engine.dispose()
    return ExchangeScenario(folder, trust, keys)


def _filled(path: Path, code: str) -> CommuneFile:
    commune = database_file.create_commune_file(path, commune_unit(code), [read_small_form()], [])
    work = report.start_report(commune, YEAR)
    for ref, value in SENT.items():
        work = report.set_answer(commune, work, ref, Answer(Decimal(value)))
    commune.store.add_file(EVIDENCE, "bang-chung.pdf")
    return commune
