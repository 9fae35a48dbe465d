"""Gives every commune its receipt, under the province's seal."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import PERIOD, period_of
from xa_report.cli.province.place import DATABASE
from xa_report.cli.screen import (
    any_path,
    existing,
    json_option,
    print_json,
    progress,
    say,
    sentences,
)
from xa_report.cli.secrets import key_of
from xa_report.domain.receipt import RECEIPT_LABELS
from xa_report.workflow.province.receipts import IssuedReceipt, ReceiptFailure, issue_receipts
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.shared.signing_keys import Signatory


@click.command(help="Lập phiếu cho từng xã: đã nhận gì, điểm thẩm định, mở lại tiêu chí nào.")
@DATABASE
@PERIOD
@click.option("-o", "--output", "folder", required=True, type=any_path())
@click.option("--unit", "units", multiple=True, metavar="MÃ", help="Chỉ những xã này.")
@click.option("--key", type=existing(dir_okay=False), help="Tệp khóa .p12 của con dấu tỉnh.")
@click.option("--token", type=any_path(), help="Thư viện PKCS#11 của USB token.")
@click.option("--cert", default="", help="Nhãn chứng thư trên token.")
@click.option("--image", type=existing(dir_okay=False), help="Ảnh PNG con dấu.")
@json_option
@sentences
def receipts(database: str, period: str, folder: Path, units: tuple[str, ...], **by: Any) -> int:
    """Sign and write receipts; 1 when one could not be made."""
    desk = open_register(database)
    image = by["image"].read_bytes() if by["image"] else None
    failed: list[ReceiptFailure] = []
    given: list[IssuedReceipt] = []
    with key_of(by["key"], by["token"], by["cert"]) as key:
        outcomes = issue_receipts(
            desk, period_of(period), folder, Signatory(key, image), units=units, progress=progress
        )
        for one in outcomes:
            if isinstance(one, ReceiptFailure):
                failed.append(one)
            else:
                given.append(one)
    _tell(given, failed, as_json=by["as_json"])
    return int(bool(failed))


def _tell(given: "list[IssuedReceipt]", failed: "list[ReceiptFailure]", *, as_json: bool) -> None:
    if as_json:
        facts = [{"unit": one.receipt.unit.code, "file": one.path} for one in given]
        without = [{"unit": one.unit, "why": one.sentence} for one in failed]
        print_json({"ok": not failed, "receipts": facts, "failed": without})
        return
    for done in given:
        say(f"{done.receipt.unit.name}: {RECEIPT_LABELS[done.receipt.kind]} → {done.path}")
    for one in failed:
        say(f"{one.unit}: chưa lập được phiếu. {one.sentence}")
