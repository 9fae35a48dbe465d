"""A resubmission: it says which receipt it answers, and proves that nothing else moved."""

from dataclasses import replace
from hashlib import sha256

from xa_report.commune.store.store import Store
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import ReceiptKind, collect_reopened_fields
from xa_report.domain.report import Report
from xa_report.errors import BlockedError
from xa_report.package.names import RECORD
from xa_report.package.receipt.carried import carried_receipt
from xa_report.package.record.moving import moved
from xa_report.package.record.reading import read_record
from xa_report.package.record.record import Correction, Record
from xa_report.package.record.unchanged import unchanged_hash


def with_correction(
    record: Record, store: Store, report: Report, *, form: Form, plans: tuple[Plan, ...]
) -> Record:
    """Add to a record what it corrects and replaces, when the last receipt returned the report.

    Raise BlockedError naming what moved although it was not reopened.
    """
    applied = store.receipts.every(report.period)
    if not applied or applied[-1].kind is not ReceiptKind.RETURNED:
        return record
    pdf = store.receipts.content(report.period, applied[-1].number)
    receipt = carried_receipt(pdf)
    codes = tuple(one.code for one in receipt.reopened)
    sent = store.outputs(replace(report, sequence=receipt.sequence))
    strayed = moved(read_record(sent[RECORD]), record, form, plans, codes)
    if strayed:
        raise BlockedError(
            f"Bản nộp lại khác lần nộp {receipt.sequence} ở chỗ tỉnh không mở lại; chưa ký được. "
            "Hãy khôi phục các mục dưới đây, hoặc đề nghị tỉnh mở thêm.",
            strayed,
        )
    unchanged = unchanged_hash(record, collect_reopened_fields(form, codes))
    correction = Correction(sha256(pdf).hexdigest(), codes, unchanged)
    return replace(record, correction=correction, replaces=receipt.facts.package_sha256)
