"""What the province prepares: its list of units, everybody's keys, the issued definitions."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.province.cast import Cast
from xa_report.demo.province.places import Places
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.files import write_whole
from xa_report.paths import forms_dir, resources_dir
from xa_report.workflow.shared.definitions_pdf import write_issued_definitions
from xa_report.workflow.shared.signing_keys import Signatory

if TYPE_CHECKING:
    from xa_report.signing.signing_key import SigningKey


DEPARTMENT = "Sở Nội vụ"
COLUMNS = ("code", "name", "kind", "parent_code")


def write_units(cast: Cast, path: Path) -> None:
    """Write the province's list: itself and the communes that report to it."""

    def row(unit: Unit) -> tuple[str, str, str, str]:
        return unit.code, unit.name, unit.kind, unit.province_code

    text = StringIO()
    csv.writer(text).writerows([COLUMNS, row(cast.province), *map(row, cast.listed)])
    write_whole(path, text.getvalue().encode())


def make_keys(cast: Cast, places: Places, moment: datetime) -> None:
    """Let the small authority grant a key to every chairman and a seal to every office."""
    from xa_report.demo.signing import found_office, grant
    from xa_report.signing.identity import CertificateHolder, SignerRole

    office = found_office(places.keys, moment)
    seal = f"{DEPARTMENT} {cast.province.name[:1].lower()}{cast.province.name[1:]}"
    holders = [CertificateHolder(seal, seal, cast.province.code, SignerRole.SEAL)]
    for player in cast.makers:
        code, agency = player.unit.code, player.unit.agency
        holders.append(CertificateHolder(player.chairman, agency, code, SignerRole.CHAIRMAN))
        holders.append(CertificateHolder(agency, agency, code, SignerRole.SEAL))
    for holder in holders:
        grant(office, holder, places.key(holder.unit, str(holder.role)))


def seal_of(cast: Cast, places: Places) -> "SigningKey":
    """The province's seal; close it with `with`."""
    from xa_report.demo.signing import PASSWORD
    from xa_report.signing.identity import SignerRole
    from xa_report.signing.pkcs12 import load_pkcs12

    return load_pkcs12(places.key(cast.province.code, SignerRole.SEAL), PASSWORD)


def definitions() -> tuple[Form, Sequence[Plan]]:
    """The form of the year and the two plans that are in force."""
    shipped = forms_dir()
    plans = (
        read_plan(resources_dir() / "demo" / "ke-hoach-2026.toml"),
        read_plan(shipped / "plans" / "tay-ninh-2021-2030.toml"),
    )
    return read_form(shipped / "cchc-xa-nam.toml"), plans


def issue_definitions(places: Places, by: Signatory) -> tuple[Form, Sequence[Plan]]:
    """Issue them as one sealed PDF."""
    form, plans = definitions()
    write_issued_definitions(form, plans, places.issued, by)
    return form, plans
