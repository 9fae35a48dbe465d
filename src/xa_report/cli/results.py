"""Checks a report and exports it."""

from pathlib import Path

import click

from xa_report.cli.assessment_json import assessment_json
from xa_report.cli.options import DB, PERIOD, period_of
from xa_report.cli.screen import any_path, json_option, print_json, progress, say, sentences
from xa_report.cli.telling import assessment_lines
from xa_report.workflow import commune as verbs
from xa_report.workflow.exporting import Options, export_unsigned


@click.command(help="Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.")
@DB
@PERIOD
@json_option
@sentences
def check(db: Path, period: str, as_json: bool) -> int:
    """Assess; 1 when findings block."""
    with verbs.open_commune(db, read_only=True) as opened:
        work = verbs.load(opened, period_of(period))
    if as_json:
        print_json(assessment_json(work))
    else:
        say(*assessment_lines(work))
    return 0 if work.assessment.submittable else 1


@click.command(help="Xuất báo cáo PDF và bảng tính Excel.")
@DB
@PERIOD
@click.option("-o", "--output", "folder", required=True, type=any_path())
@click.option("--unsigned", is_flag=True, required=True, help="Xuất bản chưa ký.")
@click.option("--draft", is_flag=True, help="Xuất cả khi chưa đủ điều kiện nộp, có ghi chú nháp.")
@json_option
@sentences
def export(db: Path, period: str, folder: Path, draft: bool, **shown: bool) -> None:
    """Write the PDF and the workbook."""
    with verbs.open_commune(db, read_only=True) as opened:
        work = verbs.load(opened, period_of(period))
        made = export_unsigned(work, folder, progress, Options(draft=draft))
    if shown["as_json"]:
        print_json({"ok": True, "pdf": made.pdf, "xlsx": made.xlsx})
    else:
        say(f"Đã xuất {made.pdf}", f"Đã xuất {made.xlsx}")
