"""Receipts of the province applied to a commune's report, each once."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xa_report.commune.receipts import (
    ReceiptContext,
    build_application,
    find_report,
    require_act,
    require_manifest,
)
from xa_report.commune.report_states import ReportAct
from xa_report.domain.period import Period
from xa_report.domain.receipt import Receipt
from xa_report.domain.report import ReportState
from xa_report.files import read_bounded
from xa_report.package.package_files import RECORD_NAME
from xa_report.package.receipt_pdf import extract_receipt
from xa_report.package.report_json import read_report_json
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared.receipt_pdf import verify_receipt


@dataclass(frozen=True, slots=True)
class AppliedReceipt:
    """Receipt, with `now` False when it had been applied before and changed nothing."""

    receipt: Receipt
    now: bool
    state: ReportState


def apply_receipt(
    commune_file: CommuneFile, file: Path, trust: Path, moment: datetime | None = None
) -> AppliedReceipt:
    """Apply a receipt; raise UsageError, SigningError or PackageFaultError when it cannot be.

    A receipt that was applied before changes nothing.
    """
    pdf = read_bounded(file)
    # Before the signature is judged: trust may have changed since, and a receipt that was applied
    # already is no error.
    known = _find_applied(commune_file, pdf)
    if known is not None:
        return known
    receipt, _ = verify_receipt(pdf, trust, commune_file.unit.province_code, moment)
    store, period = commune_file.store, receipt.period
    report = find_report(store, receipt)
    applied = store.receipts.of_period(period)
    last = extract_receipt(store.receipts.content(period, applied[-1].number)) if applied else None
    context = ReceiptContext(receipt, report, applied, last)
    act = require_act(context)
    # Those of the submission that is answered; a correction may be under way under the next number.
    sent = store.outputs(replace(report, sequence=receipt.sequence))
    require_manifest(receipt, sent)
    coming = build_application(
        context,
        act,
        pdf,
        form=commune_file.form(report.form_sha256),
        next_sequence=store.next_sequence(period),
    )
    # Closing also takes back what was typed since the submission (decision 0008).
    if act is ReportAct.CORRECTION_CLOSED:
        store.receipts.settle(coming, _last_event_before_signing(sent))
    else:
        store.receipts.apply(coming)
    return AppliedReceipt(receipt, now=True, state=coming.state)


def applied_receipts(commune_file: CommuneFile, period: Period) -> tuple[Receipt, ...]:
    """Return the receipts that were applied to a period, the newest last."""
    receipts = commune_file.store.receipts
    return tuple(
        extract_receipt(receipts.content(period, kept_receipt.number))
        for kept_receipt in receipts.of_period(period)
    )


def _find_applied(commune_file: CommuneFile, pdf: bytes) -> AppliedReceipt | None:
    """Return the applied receipt with the same bytes; it was verified when it was applied."""
    digest = sha256(pdf).hexdigest()
    for period in commune_file.store.periods():
        if any(kept.sha256 == digest for kept in commune_file.store.receipts.of_period(period)):
            state = commune_file.store.report(period).state
            return AppliedReceipt(extract_receipt(pdf), now=False, state=state)
    return None


def _last_event_before_signing(outputs: dict[str, bytes]) -> int:
    """Return the number of the last event before a submission was signed."""
    return read_report_json(outputs[RECORD_NAME]).log.seq
