"""A resubmission says which receipt it answers, and proves that nothing else moved."""

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.reopening import open_fields
from xa_report.errors import BlockedError
from xa_report.workflow.receipts import carried_receipt
from xa_report.workflow.work import Commune, Work

if TYPE_CHECKING:
    from xa_report.package.record.record import Record


def corrected(commune: Commune, work: Work, record: "Record") -> "Record":
    """The record with what it corrects and replaces, when the last receipt returned the report.

    Raise BlockedError naming what moved although it was not reopened.
    """
    from xa_report.package.names import RECORD
    from xa_report.package.record.moving import moved
    from xa_report.package.record.reading import read_record
    from xa_report.package.record.record import Correction
    from xa_report.package.record.unchanged import unchanged_hash

    receipts = commune.store.receipts
    kept = receipts.every(work.period)
    if not kept or kept[-1].kind is not ReceiptKind.RETURNED:
        return record
    pdf = receipts.content(work.period, kept[-1].number)
    receipt = carried_receipt(pdf)
    codes = tuple(one.code for one in receipt.reopened)
    sent = commune.store.outputs(replace(work.report, sequence=receipt.sequence))
    strayed = moved(read_record(sent[RECORD]), record, work.form, work.plans, codes)
    if strayed:
        raise BlockedError(
            f"Bản nộp lại khác lần nộp {receipt.sequence} ở chỗ tỉnh không mở lại; chưa ký được. "
            "Hãy khôi phục các mục dưới đây, hoặc đề nghị tỉnh mở thêm.",
            strayed,
        )
    unchanged = unchanged_hash(record, open_fields(work.form, codes))
    correction = Correction(sha256(pdf).hexdigest(), codes, unchanged)
    return replace(record, correction=correction, replaces=receipt.facts.package_sha256)
