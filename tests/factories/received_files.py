"""What a few communes really sent: signed packages, one tampered with, one that is no package."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.keys import AUTHORITY_AGE, DEMO_PASSWORD, sign_and_pack
from xa_report.domain.dates import VIETNAM
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit
from xa_report.paths import forms_dir
from xa_report.province.database.trust import save_trust_objects
from xa_report.province.register import Register
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.trust import list_trust_objects, read_trust_folder
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.province.register_setup import add_register_definitions, create_register
from xa_report.workflow.shared import definitions

YEAR = Period(2026)
SIGNED = datetime(2026, 11, 2, 8, 30, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 2, 15, 0)
FORM = read_form(forms_dir() / "chi-so-766.toml")
PLAN = read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")
SCORES = (91, 78, 78)


@dataclass(frozen=True)
class ReceivedFiles:
    """Where everything lies."""

    units: tuple[Unit, ...]
    packages: tuple[Path, ...]
    """One of each unit."""
    tampered: Path
    nothing: Path
    """Named as a package and none."""
    trust: Path


def create_received_files(folder: Path) -> ReceivedFiles:
    """Fill, sign and pack."""
    office = AuthorityFolder(folder / "noi-cap", lambda: SIGNED - AUTHORITY_AGE)
    office.create("Sở Nội vụ", KeyKind.P_256, DEMO_PASSWORD)
    every = definitions.load_unit_list().units.values()
    units = tuple(unit for unit in every if unit.province_code == "80")[: len(SCORES)]
    packages = tuple(
        _package(office, unit, folder / unit.code, score)
        for unit, score in zip(units, SCORES, strict=True)
    )
    tampered = folder / f"sua-{packages[0].name}"
    content = bytearray(packages[0].read_bytes())
    content[len(content) // 2] ^= 1
    tampered.write_bytes(content)
    nothing = folder / "ghi chú.zip"
    nothing.write_bytes(b"khong phai la goi")
    return ReceivedFiles(units, packages, tampered, nothing, office.trust_folder)


def _package(office: AuthorityFolder, unit: Unit, folder: Path, score: int) -> Path:
    folder.mkdir()
    proof = folder / "bằng chứng.pdf"
    proof.write_bytes(b"%PDF-1.7 made up for a test\n" + unit.code.encode() * 500)
    with database_file.create_commune_file(folder / "xa.xadb", unit, [FORM], [PLAN]) as commune:
        work = report.start_report(commune, YEAR)
        scored = ExternalScore(Decimal(score), "Cổng Dịch vụ công quốc gia", SIGNED.date())
        filling = AnswerFile(answers={ref: Answer(scored) for ref in FORM.items})
        commune.store.save_many(edits_from_answers(work, filling), "thử")
        sha256 = commune.store.add_file(proof).sha256
        codes = [c.code for c in FORM.leaves()]
        changes = [edits.evidence_edit(YEAR, code, sha256, "tr. 1") for code in codes]
        commune.store.save_many(changes, "thử")
        create_keys(office, unit, folder / "khoa")
        return sign_and_pack(commune, YEAR, folder, SIGNED)


def create_keys(office: AuthorityFolder, unit: Unit, folder: Path) -> None:
    """Both key files of a commune."""
    names = ("Nguyễn Thị Hạnh", unit.agency)
    for role, name in zip(BOTH_ROLES, names, strict=True):
        holder = CertificateHolder(name, unit.agency, unit.code, role)
        asked, certificate = applicant.create_request(holder, KeyKind.P_256, DEMO_PASSWORD, folder)
        granted, _ = office.issue_certificate(
            asked.read_bytes(), certificate.fingerprint, DEMO_PASSWORD
        )
        own = folder / f"{unit.code}-{role}-key.pem"
        applicant.assemble_key_file(
            certificate=granted,
            root=office.root_path,
            key=own,
            password=DEMO_PASSWORD,
            target=folder / f"{role}.p12",
        )


def create_trusting_register(database: Path, sent: ReceivedFiles) -> Register:
    """A register that knows the form and the plan, and trusts whom the communes trust."""
    register = create_register(str(database), "80", who="Lê Thị Mai")
    add_register_definitions(register, [FORM, PLAN])
    save_trust_objects(register.database, list_trust_objects(read_trust_folder(sent.trust)))
    return register
