"""Keys of the demonstration: authority, signers, seal, issued definitions."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.scenario import DemoPaths, DemoScenario
from xa_report.domain.dates import Clock
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.files import write_whole
from xa_report.paths import forms_dir, resources_dir
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.signing_key import SigningKey
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.sign_report import export_package, sign_report
from xa_report.workflow.shared.definitions_pdf import write_issued_definitions
from xa_report.workflow.shared.signing_keys import Signatory

DEMO_PASSWORD = "minh-hoa-2026"  # noqa: S105 - of made-up keys, for who tries them
CHAIRMAN_NAME = "Nguyễn Thị Hạnh"
AUTHORITY_AGE = timedelta(days=30)


def create_commune_keys(folder: Path, commune_file: CommuneFile, moment: datetime) -> Path:
    """Create the authority and two key files the way units do; return the folder of trust."""
    office = create_demo_authority(folder, moment)
    agency, unit = commune_file.unit.agency, commune_file.unit.code
    for role, name in ((SignerRole.CHAIRMAN, CHAIRMAN_NAME), (SignerRole.SEAL, agency)):
        create_key_file(office, CertificateHolder(name, agency, unit, role), folder / f"{role}.p12")
    return office.trust_folder


def create_demo_authority(folder: Path, moment: datetime) -> AuthorityFolder:
    """Create the small authority, dated some time back."""
    # Older than every signature: a certificate proves nothing before the day of its issue.
    office = AuthorityFolder(folder / "noi-cap", lambda: moment - AUTHORITY_AGE)
    office.create("Sở Nội vụ (minh họa)", KeyKind.RSA_2048, DEMO_PASSWORD)
    return office


def create_key_file(office: AuthorityFolder, holder: CertificateHolder, target: Path) -> Path:
    """Create a key file the way units do: a key, a request, a certificate, joined."""
    folder = target.parent
    asked, certificate_info = applicant.create_request(
        holder, KeyKind.RSA_2048, DEMO_PASSWORD, folder
    )
    granted, _ = office.issue_certificate(
        asked.read_bytes(), certificate_info.fingerprint, DEMO_PASSWORD
    )
    own = folder / f"{holder.unit}-{holder.role}-key.pem"
    applicant.assemble_key_file(
        certificate=granted, root=office.root_path, key=own, password=DEMO_PASSWORD, target=target
    )
    return target


def sign_and_pack(
    commune_file: CommuneFile, period: Period, folder: Path, moment: datetime
) -> Path:
    """Sign as chairman and as office with the made-up keys, and write the package.

    The seal follows five minutes after the chairman; both lie in the past.
    """
    turns = {
        role: SigningStep(
            folder / "khoa" / f"{role}.p12", moment - timedelta(minutes=10 - 5 * turn)
        )
        for turn, role in enumerate(BOTH_ROLES)
    }
    return sign_with(commune_file, commune_file.load(period), turns, folder / "goi")


@dataclass(frozen=True, slots=True)
class SigningStep:
    """Key file and time of one signature."""

    key: Path
    moment: datetime


def sign_with(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    signing_steps: Mapping[SignerRole, SigningStep],
    folder: Path,
) -> Path:
    """Sign with key files, the chairman first, and write the package."""
    for role in BOTH_ROLES:
        with load_pkcs12(signing_steps[role].key, DEMO_PASSWORD) as key:
            assessed_report = sign_report(
                commune_file,
                assessed_report,
                role,
                Signatory(key, None, _fixed_clock(signing_steps[role].moment)),
            )
    return export_package(commune_file, assessed_report, folder)


def _fixed_clock(moment: datetime) -> Clock:
    return lambda: moment


ISSUING_DEPARTMENT = "Sở Nội vụ"
UNIT_LIST_COLUMNS = ("code", "name", "kind", "parent_code", "formed")


def write_unit_list(scenario: DemoScenario, path: Path) -> None:
    """Write the province's list: itself and the communes that report to it."""

    def row(unit: Unit) -> tuple[str, ...]:
        formed = unit.formed.isoformat() if unit.formed else ""
        return unit.code, unit.name, unit.kind, unit.province_code, formed

    text = StringIO()
    csv.writer(text).writerows(
        [UNIT_LIST_COLUMNS, row(scenario.province), *map(row, scenario.listed_units)]
    )
    write_whole(path, text.getvalue().encode())


def create_province_keys(scenario: DemoScenario, demo_paths: DemoPaths, moment: datetime) -> None:
    """Create a key for every chairman and a seal for every office and the province."""
    office = create_demo_authority(demo_paths.keys, moment)
    seal = f"{ISSUING_DEPARTMENT} {scenario.province.name[:1].lower()}{scenario.province.name[1:]}"
    holders = [CertificateHolder(seal, seal, scenario.province.code, SignerRole.SEAL)]
    for demo_commune in scenario.report_makers:
        code, agency = demo_commune.unit.code, demo_commune.unit.agency
        holders.append(CertificateHolder(demo_commune.chairman, agency, code, SignerRole.CHAIRMAN))
        holders.append(CertificateHolder(agency, agency, code, SignerRole.SEAL))
    for holder in holders:
        create_key_file(office, holder, demo_paths.key(holder.unit, str(holder.role)))


def load_province_seal(scenario: DemoScenario, demo_paths: DemoPaths) -> SigningKey:
    """Open the province's seal; close it with `with`."""
    return load_pkcs12(demo_paths.key(scenario.province.code, SignerRole.SEAL), DEMO_PASSWORD)


def find_demo_definitions() -> tuple[Form, Sequence[Plan]]:
    """Return the form of the year and the two plans that are in force."""
    shipped = forms_dir()
    plans = (
        read_plan(resources_dir() / "demo" / "ke-hoach-2026.toml"),
        read_plan(shipped / "plans" / "tay-ninh-2021-2030.toml"),
    )
    return read_form(shipped / "cchc-xa-nam.toml"), plans


def issue_demo_definitions(
    demo_paths: DemoPaths, signatory: Signatory
) -> tuple[Form, Sequence[Plan]]:
    """Issue form and plans as one sealed PDF; return them."""
    form, plans = find_demo_definitions()
    write_issued_definitions(form, plans, demo_paths.issued, signatory)
    return form, plans
