"""Command `export`: a report as a package, or as PDF and workbook."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, any_path, json_option, parse_period
from xa_report.cli.output import echo_lines, echo_progress, handle_errors, print_json
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
@handle_errors
def export(db: Path, period: str, folder: Path, **options: bool) -> None:
    """Write the package of a signed report, or the files that an option names instead."""
    # A draft is never signed, so that --draft alone is enough.
    unsigned = options["unsigned"] or options["draft"]
    # Writing is needed for signed exports alone: they change the state of the report.
    with database_file.open_commune_file(db, read_only=unsigned) as opened:
        work = report.load_report(opened, parse_period(period))
        if unsigned:
            outputs = export_unsigned_report(
                work, folder, echo_progress, ExportOptions(draft=options["draft"])
            )
            files = {"pdf": outputs.pdf, "xlsx": outputs.xlsx}
        elif options["for_signing"]:
            files = {"pdf": export_for_signing(opened, work, folder)}
        else:
            files = {"package": export_package(opened, work, folder, echo_progress)}
            if options["loose"]:
                files["pdf"], files["xlsx"] = export_loose_files(opened, work, folder)
    if options["as_json"]:
        print_json({"ok": True, **files})
    else:
        echo_lines(*(f"Đã xuất {path}" for path in files.values()))
