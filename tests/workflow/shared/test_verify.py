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
def verification_report(commune_folder: CommuneFolder) -> VerificationReport:
    assert commune_folder.package is not None
    return verify_file(commune_folder.package, commune_folder.trust, SIGNED_AT)


def test_a_code_that_is_typed_or_scanned_is_that_of_the_file(
    verification_report: VerificationReport,
) -> None:
    digest = str(verification_report.facts["manifest"])
    scanned = qr_text(PaperLink("25525", YEAR, 1, digest))
    for typed in (check_code(digest), check_code(digest).lower().replace("-", " "), scanned):
        assert compare_with_check_code(verification_report, typed) == verification_report
    assert verification_report.verdict == VALID


@pytest.mark.parametrize("typed", ["", "7K3M-9QXD-2HFA", "XA1/", "/"])
def test_another_code_makes_it_invalid_and_both_codes_are_named(
    verification_report: VerificationReport, typed: str
) -> None:
    held = compare_with_check_code(verification_report, typed)
    assert held.verdict == INVALID
    assert f"“{typed}”" in held.reasons[-1]
    assert printed_check_code(verification_report) in held.reasons[-1]
    other = replace(verification_report, facts={"manifest": "0" * 64})
    scanned = qr_text(PaperLink("25525", YEAR, 1, str(verification_report.facts["manifest"])))
    assert compare_with_check_code(other, scanned).verdict == INVALID


def test_the_pdf_alone_bears_the_code_and_a_workbook_none(
    verification_report: VerificationReport, commune_folder: CommuneFolder, tmp_path: Path
) -> None:
    with zipfile.ZipFile(verification_report.path) as archive:
        pdf, workbook = (
            Path(archive.extract(name, tmp_path)) for name in (PDF_NAME, WORKBOOK_NAME)
        )
    assert printed_check_code(
        verify_file(pdf, commune_folder.trust, SIGNED_AT)
    ) == printed_check_code(verification_report)
    held = compare_with_check_code(
        verify_file(workbook, commune_folder.trust, SIGNED_AT), "7K3M-9QXD-2HFA"
    )
    assert (held.verdict, printed_check_code(held)) == (INVALID, "")
    assert "không mang mã kiểm tra" in held.reasons[-1]


def test_the_command_shows_the_code_and_holds_it_against_paper(
    verification_report: VerificationReport,
) -> None:
    shown = CliRunner().invoke(cli, ["verify", str(verification_report.path)])
    assert f"Mã kiểm tra in trên giấy: {printed_check_code(verification_report)}" in shown.stdout
    held = CliRunner().invoke(
        cli, ["verify", str(verification_report.path), "--code", "7K3M-9QXD-2HFA"]
    )
    assert held.exit_code == 1
    assert "hai báo cáo khác nhau" in held.stdout
