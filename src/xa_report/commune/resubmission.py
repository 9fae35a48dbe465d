"""Correction block of a resubmission: the answered receipt, proof that the rest is unchanged."""

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
    """Return the record with its correction block when the last receipt returned the report.

    Any other record is returned as it is. Raise BlockedError naming each change of something that
    was not reopened.
    """
    applied = store.receipts.of_period(report.period)
    if not applied or applied[-1].kind is not ReceiptKind.RETURNED:
        return record
    # The hash is of the PDF as it came: the province looks it up among the receipts that it issued.
    pdf = store.receipts.content(report.period, applied[-1].number)
    receipt = extract_receipt(pdf)
    codes = tuple(line.code for line in receipt.reopened)
    sent = store.outputs(replace(report, sequence=receipt.sequence))
    unexpected = unexpected_changes(read_report_json(sent[RECORD_NAME]), record, form, plans, codes)
    if unexpected:
        raise BlockedError(
            f"Bản nộp lại khác lần nộp {receipt.sequence} ở chỗ tỉnh không mở lại; chưa ký được. "
            "Hãy khôi phục các mục dưới đây, hoặc đề nghị tỉnh mở thêm.",
            unexpected,
        )
    unchanged = unchanged_hash(record, collect_reopened_fields(form, codes))
    correction = RecordCorrection(sha256(pdf).hexdigest(), codes, unchanged)
    return replace(record, correction=correction, replaces=receipt.facts.package_sha256)
