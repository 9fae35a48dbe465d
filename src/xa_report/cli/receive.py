"""Takes a receipt of the province into the commune's file, and tells what it says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from xa_report.cli.options import DB
from xa_report.cli.screen import existing, json_option, print_json, say, sentences
from xa_report.domain.numbers import show_number
from xa_report.domain.receipt import RECEIPT_LABELS, Receipt
from xa_report.domain.report import REPORT_STATE_LABELS
from xa_report.domain.text import show_date
from xa_report.workflow.commune import database_file, receipts


@click.command(help="Nhận phiếu của tỉnh: đã nhận, kết quả thẩm định, trả lại hoặc công nhận.")
@DB
@click.argument("file", metavar="PHIẾU.pdf", type=existing(dir_okay=False))
@click.option("--trust", required=True, type=existing(file_okay=False), help="Thư mục tin cậy.")
@json_option
@sentences
def receive(db: Path, file: Path, trust: Path, as_json: bool) -> None:
    """Apply a receipt once."""
    with database_file.open_commune_file(db) as opened:
        taken = receipts.apply_receipt(opened, file, trust)
    if as_json:
        print_json(_json(taken))
    else:
        say(*_lines(taken))


def _json(taken: receipts.AppliedReceipt) -> dict[str, object]:
    receipt = taken.receipt
    return {
        "ok": True,
        "applied": taken.now,
        "period": str(receipt.period),
        "number": receipt.number,
        "kind": receipt.kind,
        "state": taken.state,
        "reopened": [one.code for one in receipt.reopened],
        "deadline": receipt.deadline,
    }


def _lines(taken: receipts.AppliedReceipt) -> Iterator[str]:
    receipt = taken.receipt
    label = f"Phiếu số {receipt.number}, {receipt.period.label}: {RECEIPT_LABELS[receipt.kind]}."
    if not taken.now:
        yield f"{label} Phiếu này đã được áp dụng từ trước, không có gì thay đổi."
        return
    yield f"{label} Trạng thái báo cáo: {REPORT_STATE_LABELS[taken.state]}."
    yield from _points(receipt)
    yield from (f"  Mở lại {one.code}: {one.why.words}" for one in receipt.reopened)
    yield from _deadline(receipt.deadline)
    if receipt.note:
        yield f"Ghi chú: {receipt.note}"


def _points(receipt: Receipt) -> Iterator[str]:
    if receipt.totals.appraised is not None:
        sent, appraised = show_number(receipt.totals.sent), show_number(receipt.totals.appraised)
        rating = f", xếp loại {receipt.totals.rating}" if receipt.totals.rating else ""
        yield f"Tự chấm {sent} điểm, tỉnh thẩm định {appraised} điểm{rating}."
    for outcome in receipt.outcomes:
        if outcome.appraised not in (None, outcome.sent) and outcome.appraised is not None:
            why = f": {outcome.why.words}" if outcome.why else ""
            points = f"{show_number(outcome.sent)} → {show_number(outcome.appraised)}"
            yield f"  {outcome.code} {points}{why}"


def _deadline(day: date | None) -> Iterator[str]:
    if day is not None:
        yield f"Thời hạn: chậm nhất ngày {show_date(day)}."
