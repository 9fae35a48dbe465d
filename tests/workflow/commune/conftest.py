"""A commune's file with a report of 2026 that was just begun."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from xa_report.definitions.reader import read_form
from xa_report.domain.period import Period
from xa_report.paths import forms_dir
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared import definitions

YEAR = Period(2026)


@pytest.fixture
def commune_file(tmp_path: Path) -> Iterator[CommuneFile]:
    unit = definitions.load_unit_list().commune("25525")
    form = read_form(forms_dir() / "cchc-xa-nam.toml")
    with database_file.create_commune_file(tmp_path / "xa.xadb", unit, [form], []) as opened:
        yield opened


@pytest.fixture
def work(commune_file: CommuneFile) -> AssessedReport:
    return report.start_report(commune_file, YEAR)
