"""One file may hold several documents: each criterion cites its own."""

from datetime import date
from pathlib import Path

import pytest

from xa_report.commune.package_parts import build_record_part
from xa_report.commune.store import edits
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.period import Period
from xa_report.errors import UsageError
from xa_report.package.report_json import read_report_json
from xa_report.workflow.commune import report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.report import NewEvidence

YEAR = Period(2026)
PLAN = CitedDocument("12/KH-UBND", date(2026, 1, 9), "UBND xã", "Kế hoạch cải cách hành chính")
REPORT = CitedDocument("31/BC-UBND", date(2026, 12, 1), "UBND xã", "Báo cáo năm")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan of two documents in one file."""
    path = tmp_path / "quét.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def citations(assessed_report: AssessedReport) -> dict[str, str]:
    return {use.criterion: use.file.document.number for use in assessed_report.report.evidence}


def test_the_same_file_keeps_a_citation_for_each_criterion(
    commune_file: CommuneFile, work: AssessedReport, scan: Path
) -> None:
    attached = report.attach_evidence(commune_file, work, NewEvidence("1.1.1", scan, PLAN))
    attached = report.attach_evidence(commune_file, attached, NewEvidence("1.1.2", scan, REPORT))
    assert citations(attached) == {"1.1.1": PLAN.number, "1.1.2": REPORT.number}
    sha256 = attached.report.evidence[0].file.sha256
    other = CitedDocument("13/KH-UBND")
    cited = report.cite_document(commune_file, attached, "1.1.2", sha256, other)
    assert citations(cited) == {"1.1.1": PLAN.number, "1.1.2": "13/KH-UBND"}
    undone, _ = report.undo_last_step(commune_file, cited)
    assert citations(undone) == citations(attached)
    record = read_report_json(build_record_part(commune_file.store, undone))
    assert {u.criterion: u.file.document for u in record.report.evidence} == {
        "1.1.1": PLAN,
        "1.1.2": REPORT,
    }
    assert commune_file.store.verify_log() == ()


@pytest.mark.parametrize("day", [date(202, 1, 5), date(1999, 12, 31), date(2100, 1, 1)])
def test_a_day_that_cannot_be_is_stored_by_no_door(
    commune_file: CommuneFile, work: AssessedReport, scan: Path, day: date
) -> None:
    attached = report.attach_evidence(commune_file, work, NewEvidence("1.1.1", scan, PLAN))
    sha256 = attached.report.evidence[0].file.sha256
    wrong = CitedDocument("13/KH-UBND", day)
    for act in (
        lambda: report.attach_evidence(commune_file, attached, NewEvidence("1.1.2", scan, wrong)),
        lambda: report.cite_document(commune_file, attached, "1.1.1", sha256, wrong),
        lambda: report.set_letterhead(commune_file, attached, {"dated": day}),
    ):
        with pytest.raises(UsageError, match=r"Ngày ban hành: ngày .* ngoài các năm 2000–2099"):
            act()
    assert commune_file.load(YEAR).report == attached.report


def test_a_file_that_is_known_brings_its_citation_along(
    commune_file: CommuneFile, work: AssessedReport, scan: Path
) -> None:
    attached = report.attach_evidence(commune_file, work, NewEvidence("1.1.1", scan, PLAN))
    attached = report.attach_evidence(commune_file, attached, NewEvidence("1.1.2", scan))
    assert citations(attached) == {"1.1.1": PLAN.number, "1.1.2": PLAN.number}


def test_a_citation_of_an_older_file_holds_where_there_is_no_other(
    commune_file: CommuneFile, work: AssessedReport, scan: Path
) -> None:
    sha256 = commune_file.store.add_file(scan).sha256
    commune_file.store.save(edits.evidence_edit(YEAR, "1.1.1", sha256))
    commune_file.store.save(edits.evidence_edit(YEAR, "1.1.2", sha256))
    commune_file.store.save(edits.document_edit(YEAR, sha256, PLAN))
    assert citations(commune_file.load(YEAR)) == {"1.1.1": PLAN.number, "1.1.2": PLAN.number}
    commune_file.store.save(edits.document_edit(YEAR, sha256, REPORT, code="1.1.2"))
    assert citations(commune_file.load(YEAR)) == {"1.1.1": PLAN.number, "1.1.2": REPORT.number}
