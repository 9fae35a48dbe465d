"""Enters answers: a template for colleagues, and filling."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, period_of
from xa_report.cli.screen import any_path, existing, json_option, print_json, say, sentences
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.import_answers import export_answer_template, import_answers


@click.command(help="Ghi bảng tính trống (hoặc đã có số liệu) để đồng nghiệp điền.")
@DB
@PERIOD
@click.option("-o", "--output", required=True, type=any_path())
@sentences
def template(db: Path, period: str, output: Path) -> None:
    """Write the workbook to be filled."""
    with database_file.open_commune_file(db) as opened:
        export_answer_template(report.start_report(opened, period_of(period)), output)
    say(f"Đã ghi {output}. Điền xong, chạy: xa-report commune fill {db} --period {period} {output}")


@click.command(help="Nhập số liệu từ tệp .toml hoặc bảng tính đã điền.")
@DB
@PERIOD
@click.argument("file", metavar="TỆP", type=existing(dir_okay=False))
@json_option
@sentences
def fill(db: Path, period: str, file: Path, as_json: bool) -> None:
    """Enter all answers of a file, or none."""
    with database_file.open_commune_file(db) as opened:
        done = import_answers(opened, report.start_report(opened, period_of(period)), file)
    answered, of = done.work.assessment.answered
    if as_json:
        counts = {"changed": done.changed, "answered": answered, "criteria": of}
        print_json({"ok": True, **counts, "remarks": list(done.remarks)})
    else:
        say(*done.remarks)
        say(f"Đã nhập {done.changed} mục từ {file.name}; {answered}/{of} tiêu chí có số liệu.")
