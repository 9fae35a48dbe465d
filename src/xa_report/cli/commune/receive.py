"""Command `receive`: a receipt of the province."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from xa_report.cli.options import DB, existing_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.domain.dates import show_date
from xa_report.domain.numbers import show_number
from xa_report.domain.receipt import RECEIPT_LABELS, Receipt
from xa_report.domain.report import REPORT_STATE_LABELS
from xa_report.workflow.commune import database_file, receipts


@click.command(help="Nhận phiếu của tỉnh: đã nhận, kết quả thẩm định, trả lại hoặc công nhận.")
@DB
@click.argument("file", metavar="PHIẾU.pdf", type=existing_path(dir_okay=False))
@click.option(
    "--trust", required=True, type=existing_path(file_okay=False), help="Thư mục tin cậy."
)
@json_option
@handle_errors
def receive(db: Path, file: Path, trust: Path, as_json: bool) -> None:
    """Apply a receipt once."""
    with database_file.open_commune_file(db) as opened:
        taken = receipts.apply_receipt(opened, file, trust)
    if as_json:
        print_json(_receipt_json(taken))
    else:
        echo_lines(*_receipt_lines(taken))


def _receipt_json(applied_receipt: receipts.AppliedReceipt) -> dict[str, object]:
    receipt = applied_receipt.receipt
    return {
        "ok": True,
        "applied": applied_receipt.now,
        "period": str(receipt.period),
        "number": receipt.number,
        "kind": receipt.kind,
        "state": applied_receipt.state,
        "reopened": [one.code for one in receipt.reopened],
        "deadline": receipt.deadline,
    }


def _receipt_lines(applied_receipt: receipts.AppliedReceipt) -> Iterator[str]:
    receipt = applied_receipt.receipt
    label = f"Phiếu số {receipt.number}, {receipt.period.label}: {RECEIPT_LABELS[receipt.kind]}."
    if not applied_receipt.now:
        yield f"{label} Phiếu này đã được áp dụng từ trước, không có gì thay đổi."
        return
    yield f"{label} Trạng thái báo cáo: {REPORT_STATE_LABELS[applied_receipt.state]}."
    yield from _points_lines(receipt)
    yield from (f"  Mở lại {one.code}: {one.why.description}" for one in receipt.reopened)
    yield from _deadline_lines(receipt.deadline)
    if receipt.note:
        yield f"Ghi chú: {receipt.note}"


def _points_lines(receipt: Receipt) -> Iterator[str]:
    if receipt.totals.appraised is not None:
        sent, appraised = show_number(receipt.totals.sent), show_number(receipt.totals.appraised)
        rating = f", xếp loại {receipt.totals.rating}" if receipt.totals.rating else ""
        yield f"Tự chấm {sent} điểm, tỉnh thẩm định {appraised} điểm{rating}."
    for outcome in receipt.outcomes:
        # Points that stayed as they were need no line.
        if outcome.appraised not in (None, outcome.sent) and outcome.appraised is not None:
            why = f": {outcome.why.description}" if outcome.why else ""
            points = f"{show_number(outcome.sent)} → {show_number(outcome.appraised)}"
            yield f"  {outcome.code} {points}{why}"


def _deadline_lines(day: date | None) -> Iterator[str]:
    if day is not None:
        yield f"Thời hạn: chậm nhất ngày {show_date(day)}."
