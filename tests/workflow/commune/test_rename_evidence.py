"""An attached file gets another name: its bytes, citations and other criteria stay."""

from pathlib import Path

import pytest

from xa_report.commune.package_parts import build_evidence_parts, build_record_part
from xa_report.commune.receipts import open_field_keys
from xa_report.commune.store.receipt_rows import IncomingReceipt
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.finding import Finding, Severity
from xa_report.domain.period import Period
from xa_report.domain.receipt import ReceiptKind, collect_reopened_fields
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError
from xa_report.package.consistency import check_citations
from xa_report.package.report_json import read_report_json
from xa_report.workflow.commune import report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.report import NewEvidence

YEAR = Period(2026)
FIRST, SECOND = "1.1.1", "1.1.2"
PLAN = CitedDocument("12/KH-UBND", None, "UBND xã", "Kế hoạch")
LETTER = CitedDocument("31/BC-UBND")


@pytest.fixture
def attached(commune_file: CommuneFile, work: AssessedReport, tmp_path: Path) -> AssessedReport:
    """A scan with a name that cannot be drawn, at two criteria, and another file."""
    scan, photo = tmp_path / "quét \U0001f600.PDF", tmp_path / "ảnh.PDF"
    for path in (scan, photo):
        path.write_bytes(path.name.encode())
    for code, document in ((FIRST, PLAN), (SECOND, LETTER)):
        work = report.attach_evidence(
            commune_file, work, NewEvidence(code, scan, document, page="4", quote="đạt")
        )
    return report.attach_evidence(commune_file, work, NewEvidence(SECOND, photo))


def scan_of(work: AssessedReport) -> str:
    return work.report.evidence_of(FIRST)[0].file.sha256


def names(work: AssessedReport) -> set[tuple[str, str]]:
    return {(use.criterion, use.file.name) for use in work.report.evidence}


def name_findings(work: AssessedReport) -> list[Finding]:
    return [each for each in work.assessment.findings if each.code == "C207"]


def require_sound_package(commune_file: CommuneFile, work: AssessedReport) -> None:
    """The record cites what the package holds, under the same paths and types."""
    record = read_report_json(build_record_part(commune_file.store, work))
    files = build_evidence_parts(commune_file.store, work)
    check_citations(record, {file.path: file.mediatype for file in files})


def test_the_new_name_stands_at_every_criterion(
    commune_file: CommuneFile, attached: AssessedReport
) -> None:
    renamed = report.rename_evidence(commune_file, attached, FIRST, scan_of(attached), "Kế hoạch")
    assert names(renamed) == {
        (FIRST, "Kế hoạch.PDF"),
        (SECOND, "Kế hoạch.PDF"),
        (SECOND, "ảnh.PDF"),
    }
    (use,) = renamed.report.evidence_of(FIRST)
    assert (use.file.sha256, use.page, use.quote) == (scan_of(attached), "4", "đạt")
    citations = {(u.criterion, u.file.document.number) for u in renamed.report.evidence}
    assert {(FIRST, "12/KH-UBND"), (SECOND, "31/BC-UBND")} < citations
    require_sound_package(commune_file, renamed)
    assert commune_file.store.verify_log() == ()


def test_it_is_one_step_that_is_undone_and_redone(
    commune_file: CommuneFile, attached: AssessedReport
) -> None:
    renamed = report.rename_evidence(commune_file, attached, FIRST, scan_of(attached), "Kế hoạch")
    undone, changes = report.undo_last_step(commune_file, renamed)
    assert names(undone) == names(attached)
    assert len(changes) == 2
    redone, _ = report.redo_last_step(commune_file, undone)
    assert names(redone) == names(renamed)
    assert commune_file.store.verify_log() == ()


def test_a_name_that_cannot_be_drawn_is_a_finding_that_renaming_mends(
    commune_file: CommuneFile, attached: AssessedReport
) -> None:
    assert [each.place.id for each in name_findings(attached)] == [FIRST, SECOND]
    assert "“\U0001f600” (U+1F600)" in name_findings(attached)[0].message
    assert all(each.is_open for each in name_findings(attached))
    renamed = report.rename_evidence(commune_file, attached, FIRST, scan_of(attached), "Kế hoạch")
    assert name_findings(renamed) == []


@pytest.mark.parametrize(
    ("code", "name", "why"),
    [
        (FIRST, "CON", "thiết bị"),
        (FIRST, "", "đang trống"),
        (FIRST, "ẢNH", "đã có tài liệu khác tên “ảnh.PDF”"),
        ("1.2.1", "mới", "không có tài liệu này"),
    ],
)
def test_a_wrong_name_changes_nothing(
    commune_file: CommuneFile, attached: AssessedReport, code: str, name: str, why: str
) -> None:
    before = commune_file.store.log_head()
    with pytest.raises(UsageError, match=why):
        report.rename_evidence(commune_file, attached, code, scan_of(attached), name)
    assert commune_file.store.log_head() == before


def test_the_same_name_leaves_no_trace(commune_file: CommuneFile, attached: AssessedReport) -> None:
    renamed = report.rename_evidence(commune_file, attached, FIRST, scan_of(attached), "Kế hoạch")
    before = commune_file.store.log_head()
    report.rename_evidence(commune_file, renamed, FIRST, scan_of(attached), "Kế hoạch.pdf")
    assert commune_file.store.log_head() == before


def test_a_file_that_is_attached_once_more_keeps_its_new_name(
    commune_file: CommuneFile, attached: AssessedReport, tmp_path: Path
) -> None:
    renamed = report.rename_evidence(commune_file, attached, FIRST, scan_of(attached), "Kế hoạch")
    scan = NewEvidence("1.1.3", tmp_path / "quét \U0001f600.PDF")
    again = report.attach_evidence(commune_file, renamed, scan)
    assert ("1.1.3", "Kế hoạch.PDF") in names(again)
    require_sound_package(commune_file, again)


def test_a_returned_report_keeps_names_that_are_locked(
    commune_file: CommuneFile, attached: AssessedReport
) -> None:
    """An earlier version sent the name; where it is locked it neither blocks nor changes."""
    fields = open_field_keys(collect_reopened_fields(attached.form, [SECOND]))
    commune_file.store.set_state(YEAR, ReportState.EXPORTED)
    receipt = IncomingReceipt(
        YEAR, 1, 1, ReceiptKind.RETURNED, b"%PDF", ReportState.RETURNED, 2, fields
    )
    commune_file.store.receipts.apply(receipt)
    returned = commune_file.load(YEAR)
    severities = {each.place.id: each.severity for each in name_findings(returned)}
    assert severities == {FIRST: Severity.NOTE, SECOND: Severity.ERROR}
    sha256 = scan_of(returned)
    with pytest.raises(UsageError, match="tỉnh chỉ mở lại"):
        report.rename_evidence(commune_file, returned, FIRST, sha256, "Kế hoạch")
    renamed = report.rename_evidence(commune_file, returned, SECOND, sha256, "Kế hoạch")
    assert (SECOND, "Kế hoạch.PDF") in names(renamed)
    assert (FIRST, "quét \U0001f600.PDF") in names(renamed)
    files = build_evidence_parts(commune_file.store, renamed)
    assert {file.path for file in files} == {
        file.path for file in build_evidence_parts(commune_file.store, attached)
    }


@pytest.mark.parametrize("wanted", ["ảnh.PDF", "mã băm"])
def test_a_document_is_found_by_its_name_or_hash(attached: AssessedReport, wanted: str) -> None:
    photo = next(use for use in attached.report.evidence_of(SECOND) if "ảnh" in use.file.name)
    text = photo.file.sha256[:8] if wanted == "mã băm" else wanted
    assert report.find_evidence(attached, SECOND, text) == photo


def test_a_document_that_is_not_there_is_named_with_those_that_are(
    attached: AssessedReport,
) -> None:
    with pytest.raises(UsageError, match=r"không có tài liệu “b.pdf”.*ảnh\.PDF"):
        report.find_evidence(attached, SECOND, "b.pdf")
