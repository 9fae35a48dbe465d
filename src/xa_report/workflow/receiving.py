"""Applies the province's receipts at the commune: verified, for its own submission, each once."""

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
from xa_report.workflow.receipts import read_receipt
from xa_report.workflow.work import Commune


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt, and whether it did something now or had been applied before."""

    receipt: Receipt
    now: bool
    state: ReportState


def receive(commune: Commune, file: Path, trust: Path, moment: datetime | None = None) -> Taken:
    """Apply a receipt; raise UsageError, SigningError or PackageFaultError when it cannot be.

    A receipt that was applied before changes nothing.
    """
    from xa_report.package.receipt_pdf import extract_receipt

    pdf = read_bounded(file)
    known = _applied(commune, pdf)
    if known is not None:
        return known
    receipt, _ = read_receipt(pdf, trust, commune.unit.province_code, moment)
    store, period = commune.store, receipt.period
    report = find_report(store, receipt)
    applied = store.receipts.every(period)
    last = extract_receipt(store.receipts.content(period, applied[-1].number)) if applied else None
    context = ReceiptContext(receipt, report, applied, last)
    act = require_act(context)
    sent = store.outputs(replace(report, sequence=receipt.sequence))
    require_manifest(receipt, sent)
    coming = build_application(
        context,
        act,
        pdf,
        form=commune.form(report.form_sha256),
        next_sequence=store.next_sequence(period),
    )
    if act is ReportAct.CORRECTION_CLOSED:
        store.receipts.settle(coming, _signed_at(sent))
    else:
        store.receipts.apply(coming)
    return Taken(receipt, now=True, state=coming.state)


def taken(commune: Commune, period: Period) -> tuple[Receipt, ...]:
    """Read what the province has answered so far, the newest last."""
    from xa_report.package.receipt_pdf import extract_receipt

    receipts = commune.store.receipts
    return tuple(
        extract_receipt(receipts.content(period, kept.number)) for kept in receipts.every(period)
    )


def _applied(commune: Commune, pdf: bytes) -> Taken | None:
    """The receipt with the same bytes; it was verified when it was applied."""
    from xa_report.package.receipt_pdf import extract_receipt

    digest = sha256(pdf).hexdigest()
    for period in commune.store.periods():
        if any(kept.sha256 == digest for kept in commune.store.receipts.every(period)):
            state = commune.store.report(period).state
            return Taken(extract_receipt(pdf), now=False, state=state)
    return None


def _signed_at(outputs: dict[str, bytes]) -> int:
    """The number of the last event before a submission was signed."""
    from xa_report.package.package_files import RECORD_NAME
    from xa_report.package.report_json import read_report_json

    return read_report_json(outputs[RECORD_NAME]).log.seq
