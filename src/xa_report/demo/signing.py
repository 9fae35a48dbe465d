"""The demonstration's own small authority, its two signers, and the signed package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.private_keys import KeyKind
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.sign_report import export_package, sign_report
from xa_report.workflow.shared.environment import Clock
from xa_report.workflow.shared.signing_keys import Signatory

PASSWORD = "minh-hoa-2026"  # noqa: S105 - of made-up keys, for who tries them
CHAIRMAN = "Nguyễn Thị Hạnh"
AGE = timedelta(days=30)


def make_keys(folder: Path, commune: CommuneFile, moment: datetime) -> Path:
    """Make the authority and two key files the way units do; return the folder of trust."""
    office = found_office(folder, moment)
    agency, unit = commune.unit.agency, commune.unit.code
    for role, name in ((SignerRole.CHAIRMAN, CHAIRMAN), (SignerRole.SEAL, agency)):
        grant(office, CertificateHolder(name, agency, unit, role), folder / f"{role}.p12")
    return office.trust


def found_office(folder: Path, moment: datetime) -> AuthorityFolder:
    """Begin the small authority; it has been at work for a while."""
    office = AuthorityFolder(folder / "noi-cap", lambda: moment - AGE)
    office.found("Sở Nội vụ (minh họa)", KeyKind.RSA_2048, PASSWORD)
    return office


def grant(office: AuthorityFolder, holder: CertificateHolder, target: Path) -> Path:
    """Make a key file the way units do: a key, a request, a certificate, joined."""
    folder = target.parent
    asked, paper = applicant.create_request(holder, KeyKind.RSA_2048, PASSWORD, folder)
    granted, _ = office.issue(asked.read_bytes(), paper.fingerprint, PASSWORD)
    own = folder / f"{holder.unit}-{holder.role}-key.pem"
    applicant.assemble_key_file((granted, office.root), own, PASSWORD, target)
    return target


def sign_and_pack(commune: CommuneFile, period: Period, folder: Path, moment: datetime) -> Path:
    """Sign as chairman and as office with the made-up keys, and pack.

    The seal follows five minutes after the chairman; both lie in the past.
    """
    turns = {
        role: Turn(folder / "khoa" / f"{role}.p12", moment - timedelta(minutes=10 - 5 * turn))
        for turn, role in enumerate(BOTH_ROLES)
    }
    return sign_with(commune, commune.load(period), turns, folder / "goi")


@dataclass(frozen=True, slots=True)
class Turn:
    """With which key file and when somebody signs."""

    key: Path
    moment: datetime


def sign_with(
    commune: CommuneFile, work: AssessedReport, turns: Mapping[SignerRole, Turn], folder: Path
) -> Path:
    """Sign with key files, the chairman first, and pack."""
    for role in BOTH_ROLES:
        with load_pkcs12(turns[role].key, PASSWORD) as key:
            work = sign_report(commune, work, role, Signatory(key, None, _at(turns[role].moment)))
    return export_package(commune, work, folder)


def _at(moment: datetime) -> Clock:
    return lambda: moment
