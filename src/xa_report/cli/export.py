"""`xa-report commune export`: a report as a package, or as PDF and workbook."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, period_of
from xa_report.cli.screen import any_path, json_option, print_json, progress, say, sentences
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.export_report import ExportOptions, export_unsigned_report
from xa_report.workflow.commune.sign_report import (
    export_for_signing,
    export_loose_files,
    export_package,
)


@click.command(help="Đóng gói báo cáo đã ký; hoặc xuất PDF và Excel chưa ký (--unsigned).")
@DB
@PERIOD
@click.option("-o", "--output", "folder", required=True, type=any_path())
@click.option("--unsigned", is_flag=True, help="Xuất PDF và Excel chưa ký, để xem hoặc in.")
@click.option("--draft", is_flag=True, help="Với --unsigned: xuất cả khi chưa đủ điều kiện nộp.")
@click.option("--loose", is_flag=True, help="Ghi thêm PDF và Excel đã ký bên cạnh gói.")
@click.option("--for-signing", is_flag=True, help="Chốt và xuất PDF để ký bằng công cụ khác.")
@json_option
@sentences
def export(db: Path, period: str, folder: Path, **wanted: bool) -> None:
    """Write the package of a signed report, or what was asked for instead."""
    unsigned = wanted["unsigned"] or wanted["draft"]
    with database_file.open_commune_file(db, read_only=unsigned) as opened:
        work = report.load_report(opened, period_of(period))
        if unsigned:
            made = export_unsigned_report(
                work, folder, progress, ExportOptions(draft=wanted["draft"])
            )
            files = {"pdf": made.pdf, "xlsx": made.xlsx}
        elif wanted["for_signing"]:
            files = {"pdf": export_for_signing(opened, work, folder)}
        else:
            files = {"package": export_package(opened, work, folder, progress)}
            if wanted["loose"]:
                files["pdf"], files["xlsx"] = export_loose_files(opened, work, folder)
    if wanted["as_json"]:
        print_json({"ok": True, **files})
    else:
        say(*(f"Đã xuất {path}" for path in files.values()))
