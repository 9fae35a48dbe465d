"""The pages of codes are those of the catalogues."""

from pathlib import Path

from xa_report.definitions.code_pages import faults_page, findings_page, write_pages
from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import FindingCode

DOCS = Path(__file__).parents[2] / "docs"
HOW = "run `python -m xa_report.definitions.code_pages docs`"


def test_the_page_of_findings_is_up_to_date():
    assert (DOCS / "findings.md").read_text("utf-8") == findings_page(), HOW


def test_the_page_of_faults_is_up_to_date():
    assert (DOCS / "faults.md").read_text("utf-8") == faults_page(), HOW


def test_every_code_has_its_row(tmp_path):
    write_pages(tmp_path)
    findings = (tmp_path / "findings.md").read_text("utf-8")
    faults = (tmp_path / "faults.md").read_text("utf-8")
    assert all(f"| {code.number} |" in findings for code in FindingCode)
    assert all(f"| {code.number} |" in faults for code in FaultCode)
