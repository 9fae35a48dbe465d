"""Receipts under the province's seal, one for each commune."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.receipt import Receipt
from xa_report.errors import UsageError, XaReportError
from xa_report.files import write_all
from xa_report.package.receipt_pdf import extract_receipt
from xa_report.province import receipts
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.database import blobs, cases, issued_receipts
from xa_report.province.register import Register
from xa_report.workflow.shared.environment import ProgressCallback, no_progress
from xa_report.workflow.shared.receipt_pdf import draw_and_seal_receipt
from xa_report.workflow.shared.signing_keys import Signatory


@dataclass(frozen=True, slots=True)
class IssuedReceipt:
    """Receipt that was written, with its path."""

    path: Path
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ReceiptFailure:
    """Failure of one commune's receipt; the others were issued."""

    unit: str
    sentence: str


def issue_receipts(
    register: Register,
    period: Period,
    folder: Path,
    by: Signatory,
    *,
    units: Sequence[str] = (),
    progress: ProgressCallback = no_progress,
) -> "Iterator[IssuedReceipt | ReceiptFailure]":
    """Sign and write the receipt of each commune; one that nothing has changed is written again.

    In the order of `units`, else by unit code. Raise UsageError for a unit without a report.
    """
    with register.database.read() as connection:
        known = [case.unit for case in cases.load_cases(connection, period)]
    strange = [code for code in units if code not in known]
    if strange:
        raise UsageError(f"Chưa có báo cáo {period.label} của đơn vị {', '.join(strange)}.")
    wanted = list(units) or known
    for done, code in enumerate(wanted, start=1):
        outcome = _attempt(register, CaseKey(code, period), folder, by)
        progress(code, done, len(wanted))
        yield outcome


def _attempt(
    register: Register, key: CaseKey, folder: Path, by: Signatory
) -> IssuedReceipt | ReceiptFailure:
    try:
        return _issue(register, key, folder, by)
    except XaReportError as error:
        return ReceiptFailure(key.unit, str(error))


def _issue(register: Register, key: CaseKey, folder: Path, by: Signatory) -> IssuedReceipt:
    """Issue the next receipt; write the last one again while it still matches the case."""
    with register.database.read() as connection:
        detail = load_case_detail(register, connection, key)
        issued = issued_receipts.receipts_of_case(connection, key)
        pdf = blobs.read_blob(connection, issued[-1].sha256) if issued else b""
    receipt = extract_receipt(pdf) if pdf else None
    if receipt is None or not receipts.is_current_receipt(detail, receipt):
        number = receipt.number + 1 if receipt else 1
        receipt = receipts.build_receipt(detail, number, by.key.holder.name, by.clock())
        # Outside of a transaction: there is one writer at a time (decision 0010), and a token may
        # take minutes. `detail.row` has the version that was read; a change meanwhile is refused.
        pdf = draw_and_seal_receipt(receipt, by)
        with register.database.write() as connection:
            issued_receipts.save_receipt(register.database, connection, receipt, pdf, detail.row)
    name = f"PHIEU_{key.unit}_{key.period}_{receipt.number}.pdf"
    return IssuedReceipt(write_all({folder / name: pdf})[0], receipt)
