"""Command `receipts`: receipts under the province's seal."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import (
    DATABASE,
    PERIOD,
    any_path,
    existing_path,
    json_option,
    parse_period,
)
from xa_report.cli.output import echo_lines, echo_progress, handle_errors, print_json
from xa_report.cli.prompts import open_signing_key
from xa_report.domain.receipt import RECEIPT_LABELS
from xa_report.workflow.province.receipts import IssuedReceipt, ReceiptFailure, issue_receipts
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.shared.signing_keys import Signatory


@click.command(help="Lập phiếu cho từng xã: đã nhận gì, điểm thẩm định, mở lại tiêu chí nào.")
@DATABASE
@PERIOD
@click.option("-o", "--output", "folder", required=True, type=any_path())
@click.option("--unit", "units", multiple=True, metavar="MÃ", help="Chỉ những xã này.")
@click.option("--key", type=existing_path(dir_okay=False), help="Tệp khóa .p12 của con dấu tỉnh.")
@click.option("--token", type=any_path(), help="Thư viện PKCS#11 của USB token.")
@click.option("--cert", default="", help="Nhãn chứng thư trên token.")
@click.option("--image", type=existing_path(dir_okay=False), help="Ảnh PNG con dấu.")
@json_option
@handle_errors
def receipts(
    database: str, period: str, folder: Path, units: tuple[str, ...], **key_options: Any
) -> int:
    """Sign and write receipts; return 1 when one failed."""
    register = open_register(database)
    image = key_options["image"].read_bytes() if key_options["image"] else None
    failed: list[ReceiptFailure] = []
    issued: list[IssuedReceipt] = []
    with open_signing_key(key_options["key"], key_options["token"], key_options["cert"]) as key:
        # An iterator that signs as it goes: the key stays open until the last one.
        outcomes = issue_receipts(
            register,
            parse_period(period),
            folder,
            Signatory(key, image),
            units=units,
            progress=echo_progress,
        )
        for outcome in outcomes:
            if isinstance(outcome, ReceiptFailure):
                failed.append(outcome)
            else:
                issued.append(outcome)
    _echo_receipts(issued, failed, as_json=key_options["as_json"])
    return int(bool(failed))


def _echo_receipts(
    issued_receipts: "list[IssuedReceipt]", failed: "list[ReceiptFailure]", *, as_json: bool
) -> None:
    if as_json:
        facts = [{"unit": one.receipt.unit.code, "file": one.path} for one in issued_receipts]
        without = [{"unit": one.unit, "why": one.sentence} for one in failed]
        print_json({"ok": not failed, "receipts": facts, "failed": without})
        return
    for done in issued_receipts:
        echo_lines(f"{done.receipt.unit.name}: {RECEIPT_LABELS[done.receipt.kind]} → {done.path}")
    for failure in failed:
        echo_lines(f"{failure.unit}: chưa lập được phiếu. {failure.sentence}")
