"""Corrections of returned reports: receipts applied, criteria corrected, sent again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.demo.answers import DEMO_YEAR
from xa_report.demo.appraisal import MINUTES, SCORE, SCORED, TRAINING, WORK_FILES, portal_score
from xa_report.demo.documents import DRAWN_AT
from xa_report.demo.evidence_pdf import write_evidence_pdf
from xa_report.demo.scenario import DemoPaths
from xa_report.demo.submissions import SubmissionTask, sign_and_send
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer
from xa_report.domain.receipt import Receipt
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.receipts import AppliedReceipt, apply_receipt
from xa_report.workflow.commune.report import NewEvidence

CORRECTION_TEXTS: Mapping[str, str] = {
    SCORED: "Đã nhập lại điểm theo ảnh chụp màn hình Cổng Dịch vụ công quốc gia.",
    MINUTES: "Đã bổ sung biên bản cuộc đối thoại lần 2.",
    WORK_FILES: "Đã đối chiếu với hệ thống của tỉnh, bỏ các hồ sơ đếm trùng.",
    TRAINING: "Đã đối chiếu với danh sách lớp bồi dưỡng.",
}
CORRECTED_ITEMS: Mapping[str, str] = {WORK_FILES: "hscv_mang", TRAINING: "boi_duong_so"}
CORRECTION_FACTOR = Decimal("0.93")
"""Share of a counted figure that stood the comparison with the province's."""


def apply_demo_receipt(code: str, receipt: Path, demo_paths: DemoPaths) -> AppliedReceipt:
    """Apply a receipt to the file of its commune."""
    with database_file.open_commune_file(demo_paths.commune(code)) as commune:
        return apply_receipt(commune, receipt, demo_paths.trust)


def correct_and_resend(task: SubmissionTask, receipt: Receipt) -> Path:
    """Correct every criterion that a receipt reopened; sign and send the next number."""
    code = task.demo_commune.unit.code
    with database_file.open_commune_file(task.demo_paths.commune(code)) as commune:
        work = commune.load(DEMO_YEAR)
        for reopened in receipt.reopened:
            work = _correct_criterion(commune, work, reopened.code, task)
            work = report.set_explanation(
                commune, work, reopened.code, CORRECTION_TEXTS[reopened.code]
            )
        return sign_and_send(commune, work, task, task.demo_paths.corrected_packages)


def _correct_criterion(
    commune_file: CommuneFile, assessed_report: AssessedReport, code: str, task: SubmissionTask
) -> AssessedReport:
    if code == SCORED:
        score, _ = portal_score(task.demo_commune, assessed_report.report)
        return report.set_answer(commune_file, assessed_report, SCORE, score)
    if code == MINUTES:
        return report.attach_evidence(commune_file, assessed_report, _missing_minutes(task))
    return report.set_answer(
        commune_file,
        assessed_report,
        CORRECTED_ITEMS[code],
        _reduced_answer(assessed_report, CORRECTED_ITEMS[code]),
    )


def _reduced_answer(assessed_report: AssessedReport, ref: str) -> Answer:
    counted = assessed_report.report.answers[ref].value
    if not isinstance(counted, Decimal):
        raise TypeError(counted)
    return Answer(Decimal(round(counted * CORRECTION_FACTOR)))


def _missing_minutes(task: SubmissionTask) -> NewEvidence:
    """Draw the document that was missing."""
    unit = task.demo_commune.unit
    title = "Biên bản đối thoại lần 2 của Chủ tịch UBND với người dân, doanh nghiệp"
    document = CitedDocument("05/BB-UBND", date(2026, 11, 6), unit.agency, title)
    path = task.demo_paths.communes / unit.code / "BB-05-doi-thoai-lan-2.pdf"
    write_evidence_pdf(document, path, DRAWN_AT)
    return NewEvidence(MINUTES, path, document, "tr. 1-4")
