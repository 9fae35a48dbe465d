"""What 168 communes of one province send: signed once, kept under `build/bench` for a week."""

import hashlib
import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from xa_report.demo.commune import COMMUNE_FILE_NAME, YEAR, build_commune_demo
from xa_report.demo.keys import AUTHORITY_AGE, CHAIRMAN_NAME, DEMO_PASSWORD, sign_and_pack
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer
from xa_report.domain.unit import Unit
from xa_report.paths import forms_dir, resources_dir
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.private_keys import KeyKind
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.report import NewEvidence
from xa_report.workflow.shared import definitions
from xa_report.workflow.shared.environment import now_in_vietnam

PROVINCE, COUNT, WORKERS = "79", 168, 2
EVIDENCE = 2_000_000
"""Bytes that each commune attaches: the demonstration's documents, and one of its own."""
KEPT = Path(__file__).parent.parent / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Province:
    """A folder of packages, and the folder to trust."""

    folder: Path

    @property
    def trust(self) -> Path:
        """The root and the list of revoked certificates."""
        return self.folder / "office" / "trust"

    @property
    def commune(self) -> Path:
        """The file of the demonstration's commune: the definitions are in it."""
        return self.folder / "demo" / COMMUNE_FILE_NAME

    @property
    def packages(self) -> tuple[Path, ...]:
        """One of each commune, by code."""
        return tuple(sorted((self.folder / "sent").glob("*.zip")))


def communes() -> tuple[Unit, ...]:
    """The communes of the province, by code."""
    found = (u for u in definitions.load_unit_list().units.values() if u.province_code == PROVINCE)
    return tuple(sorted(found, key=lambda unit: unit.code))[:COUNT]


def province() -> Province:
    """The packages that were made this week from these definitions, or new ones."""
    folder = KEPT / _key()
    if not folder.is_dir():
        shutil.rmtree(KEPT, ignore_errors=True)
        draft = KEPT / "draft"
        _make(Province(draft))
        draft.rename(folder)
    return Province(folder)


def _key() -> str:
    """What the packages come from."""
    year, week, _ = datetime.now(UTC).isocalendar()
    digest = hashlib.sha256(f"{year}-{week}".encode())
    sources = [*forms_dir().rglob("*.toml"), *(resources_dir() / "demo").iterdir(), Path(__file__)]
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _make(made: Province) -> None:
    build_commune_demo(made.folder / "demo")
    office = AuthorityFolder(made.folder / "office", lambda: now_in_vietnam() - AUTHORITY_AGE)
    office.create("Sở Nội vụ", KeyKind.RSA_2048, DEMO_PASSWORD)
    (made.folder / "sent").mkdir()
    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:
        for _ in pool.map(partial(_send, made.folder), communes(), chunksize=4):
            pass


def _send(folder: Path, unit: Unit) -> None:
    """Let a commune fill in a figure of its own, attach its evidence, sign and pack."""
    own = folder / unit.code
    own.mkdir()
    db = shutil.copyfile(Province(folder).commune, own / COMMUNE_FILE_NAME)
    office = AuthorityFolder(folder / "office", lambda: now_in_vietnam() - AUTHORITY_AGE)
    _give_keys(office, unit, own / "khoa")
    drawn = random.Random(unit.code)  # noqa: S311 - made-up bytes, not a secret
    proof = own / "bang-chung.pdf"
    with database_file.open_commune_file(db) as commune:
        commune.store.unit = unit
        work = report.load_report(commune, YEAR)
        there = {one.file.sha256: one.file.size for one in work.report.evidence}
        proof.write_bytes(b"%PDF-1.7\n" + drawn.randbytes(EVIDENCE - sum(there.values())))
        report.set_answer(commune, work, "boi_duong_so", Answer(Decimal(drawn.randint(56, 58))))
        document = NewEvidence("9.2", proof, CitedDocument("1/BC", None, "", "Đo"))
        report.attach_evidence(commune, report.load_report(commune, YEAR), document)
        package = sign_and_pack(commune, YEAR, own, now_in_vietnam())
    package.rename(folder / "sent" / package.name)
    shutil.rmtree(own)


def _give_keys(office: AuthorityFolder, unit: Unit, folder: Path) -> None:
    for role, name in zip(BOTH_ROLES, (CHAIRMAN_NAME, unit.agency), strict=True):
        holder = CertificateHolder(name, unit.agency, unit.code, role)
        asked, paper = applicant.create_request(holder, KeyKind.RSA_2048, DEMO_PASSWORD, folder)
        granted, _ = office.issue_certificate(asked.read_bytes(), paper.fingerprint, DEMO_PASSWORD)
        own = folder / f"{unit.code}-{SignerRole(role)}-key.pem"
        applicant.assemble_key_file(
            certificate=granted,
            root=office.root_path,
            key=own,
            password=DEMO_PASSWORD,
            target=folder / f"{role}.p12",
        )
