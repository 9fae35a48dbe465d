"""The code on paper says which file it is: as people type it, or as it is scanned."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder
from xa_report.cli.main import cli
from xa_report.package.check_code import PaperLink, check_code, qr_text
from xa_report.package.package_files import PDF_NAME, WORKBOOK_NAME
from xa_report.workflow.shared.verify import (
    INVALID,
    VALID,
    VerificationReport,
    compare_with_check_code,
    printed_check_code,
    verify_file,
)


@pytest.fixture
def found(world: CommuneFolder) -> VerificationReport:
    assert world.package is not None
    return verify_file(world.package, world.trust, SIGNED_AT)


def test_a_code_that_is_typed_or_scanned_is_that_of_the_file(found: VerificationReport) -> None:
    digest = str(found.facts["manifest"])
    scanned = qr_text(PaperLink("25525", YEAR, 1, digest))
    for typed in (check_code(digest), check_code(digest).lower().replace("-", " "), scanned):
        assert compare_with_check_code(found, typed) == found
    assert found.verdict == VALID


@pytest.mark.parametrize("typed", ["", "7K3M-9QXD-2HFA", "XA1/", "/"])
def test_another_code_makes_it_invalid_and_both_codes_are_named(
    found: VerificationReport, typed: str
) -> None:
    held = compare_with_check_code(found, typed)
    assert held.verdict == INVALID
    assert f"“{typed}”" in held.reasons[-1]
    assert printed_check_code(found) in held.reasons[-1]
    other = replace(found, facts={"manifest": "0" * 64})
    scanned = qr_text(PaperLink("25525", YEAR, 1, str(found.facts["manifest"])))
    assert compare_with_check_code(other, scanned).verdict == INVALID


def test_the_pdf_alone_bears_the_code_and_a_workbook_none(
    found: VerificationReport, world: CommuneFolder, tmp_path: Path
) -> None:
    with zipfile.ZipFile(found.path) as archive:
        pdf, book = (Path(archive.extract(name, tmp_path)) for name in (PDF_NAME, WORKBOOK_NAME))
    assert printed_check_code(verify_file(pdf, world.trust, SIGNED_AT)) == printed_check_code(found)
    held = compare_with_check_code(verify_file(book, world.trust, SIGNED_AT), "7K3M-9QXD-2HFA")
    assert (held.verdict, printed_check_code(held)) == (INVALID, "")
    assert "không mang mã kiểm tra" in held.reasons[-1]


def test_the_command_shows_the_code_and_holds_it_against_paper(found: VerificationReport) -> None:
    shown = CliRunner().invoke(cli, ["verify", str(found.path)])
    assert f"Mã kiểm tra in trên giấy: {printed_check_code(found)}" in shown.stdout
    held = CliRunner().invoke(cli, ["verify", str(found.path), "--code", "7K3M-9QXD-2HFA"])
    assert held.exit_code == 1
    assert "hai báo cáo khác nhau" in held.stdout
