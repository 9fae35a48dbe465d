"""A handful of communes of one province, each with the packages that it sent: L1, L2 and more."""

import shutil
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.factories.commune_folders import SIGNED_AT, YEAR
from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.keys import AUTHORITY_AGE, DEMO_PASSWORD, sign_and_pack
from xa_report.domain.dates import VIETNAM
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.unit import Unit
from xa_report.package.package_files import PDF_NAME
from xa_report.paths import forms_dir
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.private_keys import KeyKind
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.shared import definitions

FORM = read_form(forms_dir() / "chi-so-766.toml")
PLAN = read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml")
SENT_AT = datetime.now(VIETNAM) - timedelta(hours=1)
"""The command line verifies at the real time, so signing lies just before it."""
COUNT = 6
FORKED = 2
"""So many communes also send another L1."""


@dataclass(frozen=True)
class CommuneSubmissions:
    """A commune and what it sent."""

    unit: Unit
    first: Path
    second: Path
    alone: Path
    """The PDF of the first package."""
    fork: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(one for one in (self.first, self.second, self.alone, self.fork) if one)


@dataclass(frozen=True)
class SignedSubmissions:
    """All that came, and whom to trust."""

    senders: tuple[CommuneSubmissions, ...]
    trust: Path


def create_submissions(folder: Path) -> SignedSubmissions:
    """Fill, sign and pack for a few communes of Tây Ninh."""
    office = AuthorityFolder(folder / "noi-cap", lambda: SENT_AT - AUTHORITY_AGE)
    office.create("Sở Nội vụ", KeyKind.P_256, DEMO_PASSWORD)
    units = [
        unit for unit in definitions.load_unit_list().units.values() if unit.province_code == "80"
    ]
    chosen = units[:COUNT]
    senders = tuple(_sender(office, unit, folder / unit.code, n) for n, unit in enumerate(chosen))
    return SignedSubmissions(senders, office.trust_folder)


def _sender(office: AuthorityFolder, unit: Unit, folder: Path, number: int) -> CommuneSubmissions:
    folder.mkdir()
    db = _filled(unit, folder)
    create_keys(office, unit, folder / "khoa")
    shutil.copyfile(db, folder / "khac.xadb")
    with database_file.open_commune_file(db) as commune:
        first = sign_and_pack(commune, YEAR, folder, SENT_AT)
        report.reopen_signed_report(commune, commune.load(YEAR))
        second = sign_and_pack(commune, YEAR, folder, SENT_AT)
    alone = folder / "goi" / f"{first.stem}.pdf"
    with zipfile.ZipFile(first) as archive:
        alone.write_bytes(archive.read(PDF_NAME))
    fork = _fork(folder) if number < FORKED else None
    return CommuneSubmissions(unit, first, second, alone, fork)


def _filled(unit: Unit, folder: Path) -> Path:
    proof = folder / "bằng chứng.pdf"
    proof.write_bytes(b"%PDF-1.7 made up for a test\n" + unit.code.encode() * 500)
    with database_file.create_commune_file(folder / "xa.xadb", unit, [FORM], [PLAN]) as commune:
        work = report.start_report(commune, YEAR)
        scored = ExternalScore(Decimal("87.5"), "Cổng Dịch vụ công quốc gia", SIGNED_AT.date())
        filling = AnswerFile(answers={ref: Answer(scored) for ref in FORM.items})
        commune.store.save_many(edits_from_answers(work, filling), "thử")
        sha256 = commune.store.add_file(proof).sha256
        codes = [c.code for c in FORM.leaves()]
        changes = [edits.evidence_edit(YEAR, code, sha256, "tr. 1") for code in codes]
        commune.store.save_many(changes, "thử")
    return folder / "xa.xadb"


def _fork(folder: Path) -> Path:
    """Another L1: the same commune from a copy of its file, with other words in it."""
    with database_file.open_commune_file(folder / "khac.xadb") as commune:
        work = report.load_report(commune, YEAR)
        report.set_explanation(commune, work, "1.1", "Nói khác đi.")
        (folder / "khac").mkdir()
        shutil.copytree(folder / "khoa", folder / "khac" / "khoa")
        return sign_and_pack(commune, YEAR, folder / "khac", SENT_AT)


def create_keys(office: AuthorityFolder, unit: Unit, folder: Path) -> None:
    """Both key files of a commune, as its office makes them."""
    agency = unit.agency
    for role, name in zip(BOTH_ROLES, ("Nguyễn Thị Hạnh", agency), strict=True):
        holder = CertificateHolder(name, agency, unit.code, role)
        asked, certificate = applicant.create_request(holder, KeyKind.P_256, DEMO_PASSWORD, folder)
        granted, _ = office.issue_certificate(
            asked.read_bytes(), certificate.fingerprint, DEMO_PASSWORD
        )
        own = folder / f"{unit.code}-{SignerRole(role)}-key.pem"
        applicant.assemble_key_file(
            certificate=granted,
            root=office.root_path,
            key=own,
            password=DEMO_PASSWORD,
            target=folder / f"{role}.p12",
        )
