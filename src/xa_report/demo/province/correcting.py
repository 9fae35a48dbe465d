"""Two communes take their receipts, correct what was reopened, sign again and send again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.demo.documents import MADE
from xa_report.demo.province.appraising import MINUTES, TRAINING, WORK_FILES
from xa_report.demo.province.filling import YEAR
from xa_report.demo.province.making import Task, sign_and_send
from xa_report.demo.province.places import Places
from xa_report.demo.province.remarks import SCORE, SCORED, true_score
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer
from xa_report.domain.receipt import Receipt
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.receipts import AppliedReceipt, apply_receipt
from xa_report.workflow.commune.report import NewEvidence

TOLD: Mapping[str, str] = {
    SCORED: "Đã nhập lại điểm theo ảnh chụp màn hình Cổng Dịch vụ công quốc gia.",
    MINUTES: "Đã bổ sung biên bản cuộc đối thoại lần 2.",
    WORK_FILES: "Đã đối chiếu với hệ thống của tỉnh, bỏ các hồ sơ đếm trùng.",
    TRAINING: "Đã đối chiếu với danh sách lớp bồi dưỡng.",
}
COUNTED: Mapping[str, str] = {WORK_FILES: "hscv_mang", TRAINING: "boi_duong_so"}
REALLY = Decimal("0.93")
"""So much of what was counted stood the comparison."""


def take(code: str, receipt: Path, places: Places) -> AppliedReceipt:
    """Apply a receipt at the commune that it is for."""
    with database_file.open_commune_file(places.commune(code)) as commune:
        return apply_receipt(commune, receipt, places.trust)


def correct(task: Task, receipt: Receipt) -> Path:
    """Correct every criterion that a receipt reopened; sign and send the next number."""
    code = task.player.unit.code
    with database_file.open_commune_file(task.places.commune(code)) as commune:
        work = commune.load(YEAR)
        for one in receipt.reopened:
            work = _corrected(commune, work, one.code, task)
            work = report.set_explanation(commune, work, one.code, TOLD[one.code])
        return sign_and_send(commune, work, task, task.places.second)


def _corrected(commune: CommuneFile, work: AssessedReport, code: str, task: Task) -> AssessedReport:
    if code == SCORED:
        score, _ = true_score(task.player, work.report)
        return report.set_answer(commune, work, SCORE, score)
    if code == MINUTES:
        return report.attach_evidence(commune, work, _minutes(task))
    return report.set_answer(commune, work, COUNTED[code], _fewer(work, COUNTED[code]))


def _fewer(work: AssessedReport, ref: str) -> Answer:
    told = work.report.answers[ref].value
    if not isinstance(told, Decimal):
        raise TypeError(told)
    return Answer(Decimal(round(told * REALLY)))


def _minutes(task: Task) -> NewEvidence:
    """The document that was missing."""
    from xa_report.demo.evidence_pdf import write_evidence_pdf

    unit = task.player.unit
    title = "Biên bản đối thoại lần 2 của Chủ tịch UBND với người dân, doanh nghiệp"
    document = CitedDocument("05/BB-UBND", date(2026, 11, 6), unit.agency, title)
    path = task.places.communes / unit.code / "BB-05-doi-thoai-lan-2.pdf"
    write_evidence_pdf(document, path, MADE)
    return NewEvidence(MINUTES, path, document, "tr. 1-4")
