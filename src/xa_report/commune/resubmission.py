"""Correction block of a resubmission: the receipt it answers, proof that the rest is unchanged."""

from dataclasses import replace
from hashlib import sha256

from xa_report.commune.store.store import Store
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import ReceiptKind, collect_reopened_fields
from xa_report.domain.report import Report
from xa_report.errors import BlockedError
from xa_report.package.corrections import unchanged_hash, unexpected_changes
from xa_report.package.package_files import RECORD_NAME
from xa_report.package.receipt_pdf import extract_receipt
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import RecordCorrection, ReportRecord


def with_correction(
    record: ReportRecord, store: Store, report: Report, *, form: Form, plans: tuple[Plan, ...]
) -> ReportRecord:
    """Add to a record what it corrects and replaces, when the last receipt returned the report.

    Raise BlockedError naming what moved although it was not reopened.
    """
    applied = store.receipts.of_period(report.period)
    if not applied or applied[-1].kind is not ReceiptKind.RETURNED:
        return record
    pdf = store.receipts.content(report.period, applied[-1].number)
    receipt = extract_receipt(pdf)
    codes = tuple(one.code for one in receipt.reopened)
    sent = store.outputs(replace(report, sequence=receipt.sequence))
    strayed = unexpected_changes(read_report_json(sent[RECORD_NAME]), record, form, plans, codes)
    if strayed:
        raise BlockedError(
            f"Bản nộp lại khác lần nộp {receipt.sequence} ở chỗ tỉnh không mở lại; chưa ký được. "
            "Hãy khôi phục các mục dưới đây, hoặc đề nghị tỉnh mở thêm.",
            strayed,
        )
    unchanged = unchanged_hash(record, collect_reopened_fields(form, codes))
    correction = RecordCorrection(sha256(pdf).hexdigest(), codes, unchanged)
    return replace(record, correction=correction, replaces=receipt.facts.package_sha256)
