"""Command `held`: one quarantined file."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DATABASE, any_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.cli.province import import_output
from xa_report.errors import UsageError
from xa_report.workflow.province.intake import import_overrides
from xa_report.workflow.province.quarantine import (
    close_without_import,
    find_quarantined,
    quarantine_json,
    release_file,
    write_received_file,
)
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.province.rejection_notices import write_rejection_notice

HELD_OPTIONS = ("release", "settle", "sheet", "file")
OVERRIDE_OPTIONS = (
    "by_name", "inconclusive", "other_receipt", "other_plans", "out_of_season", "sequence_gap",
)  # fmt: skip


@click.command(help="Xử lý tệp giữ riêng số N: nhận vào, khép lại, in phiếu trả, chép tệp gốc.")
@DATABASE
@click.argument("number", metavar="N", type=int)
@click.option("--release", is_flag=True, help="Kiểm tra lại và nhận vào sổ.")
@click.option("--by-name", is_flag=True, help="Đồng ý đơn vị theo tên (N02).")
@click.option("--inconclusive", is_flag=True, help="Đồng ý dù chữ ký chưa kết luận (N09).")
@click.option("--other-receipt", is_flag=True, help="Đồng ý dù dẫn phiếu sổ không có (N16).")
@click.option("--other-plans", is_flag=True, help="Đồng ý dù thiếu kế hoạch đang áp dụng (N18).")
@click.option("--out-of-season", is_flag=True, help="Đồng ý dù kỳ báo cáo trái thời hạn (N19).")
@click.option("--sequence-gap", is_flag=True, help="Đồng ý dù số lần nộp nhảy quá xa (N20).")
@click.option("--settle", is_flag=True, help="Khép lại, không nhận.")
@click.option("--note", default="", help="Vì sao; được ghi vào nhật ký.")
@click.option("--sheet", is_flag=True, help="In phiếu trả cho xã (PDF), ghi vào -o.")
@click.option("--file", "file", is_flag=True, help="Chép tệp đã nhận, đúng từng byte, ra -o.")
@click.option("-o", "--output", type=any_path(), help="Nơi ghi phiếu hoặc tệp.")
@json_option
@handle_errors
def held(database: str, number: int, as_json: bool, **options: Any) -> int:
    """Apply the one action that is asked for, or print the file."""
    asked = [name for name in HELD_OPTIONS if options[name]]
    if len(asked) > 1:
        raise UsageError("Mỗi lần chỉ làm một việc: --release, --settle, --sheet hoặc --file.")
    register = open_register(database)
    if options["release"]:
        return _release_file(register, number, as_json, options)
    if options["settle"]:
        close_without_import(register, number, options["note"])
        print_json({"settled": number}) if as_json else echo_lines(f"Đã khép mục số {number}.")
        return 0
    if asked:
        return _write_file(register, number, as_json, options)
    quarantined = find_quarantined(register, number)
    if as_json:
        print_json(quarantine_json(quarantined))
    else:
        echo_lines(
            f"{quarantined.name} · {quarantined.code} · {quarantined.state_label}",
            quarantined.reason,
            quarantined.note,
        )
    return 0


def _release_file(register: Any, number: int, as_json: bool, options: dict[str, Any]) -> int:
    agreed = {name: bool(options[name]) for name in OVERRIDE_OPTIONS}
    allowed = import_overrides(options["note"], **agreed)
    done = release_file(register, number, allowed)
    if as_json:
        print_json(import_output.import_row_json(done))
    else:
        echo_lines(*import_output.import_lines([done]))
    return 1 if done.classification.is_quarantined else 0


def _write_file(register: Any, number: int, as_json: bool, options: dict[str, Any]) -> int:
    target: Path | None = options["output"]
    if target is None:
        raise UsageError("Hãy ghi -o: nơi ghi phiếu hoặc tệp.")
    (write_rejection_notice if options["sheet"] else write_received_file)(register, number, target)
    print_json({"written": target}) if as_json else echo_lines(f"Đã ghi {target}.")
    return 0
