"""Commands `template` and `fill`: answers by workbook or file."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, any_path, existing_path, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.errors import UsageError
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import ImportSummary, import_answer_file


@click.command(help="Ghi bảng tính trống (hoặc đã có số liệu) để đồng nghiệp điền.")
@DB
@PERIOD
@click.option("-o", "--output", required=True, type=any_path())
@handle_errors
def template(db: Path, period: str, output: Path) -> None:
    """Write the workbook to be filled."""
    from xa_report.workflow.commune.answer_template import export_answer_template

    with database_file.open_commune_file(db) as opened:
        # `start_report`: for many the template is the first step of a period.
        export_answer_template(report.start_report(opened, parse_period(period)), output)
    echo_lines(
        f"Đã ghi {output}. Điền xong, chạy: xa-report commune fill {db} --period {period} {output}"
    )


@click.command(help="Nhập số liệu từ tệp .toml hoặc bảng tính đã điền.")
@DB
@PERIOD
@click.argument("file", metavar="TỆP", type=existing_path(dir_okay=False))
@json_option
@handle_errors
def fill(db: Path, period: str, file: Path, as_json: bool) -> None:
    """Enter all answers of a file, or none."""
    with database_file.open_commune_file(db) as opened:
        done = _import_answers(opened, report.start_report(opened, parse_period(period)), file)
    answered, of = done.work.assessment.answered_counts
    if as_json:
        counts = {"changed": done.changed, "answered": answered, "criteria": of}
        print_json({"ok": True, **counts, "remarks": list(done.remarks)})
    else:
        echo_lines(*done.remarks)
        echo_lines(
            f"Đã nhập {done.changed} mục từ {file.name}; {answered}/{of} tiêu chí có số liệu."
        )


def _import_answers(
    commune_file: CommuneFile, assessed_report: AssessedReport, path: Path
) -> ImportSummary:
    match path.suffix.lower():
        case ".toml":
            return import_answer_file(commune_file, assessed_report, path)
        case ".xlsx":
            # Loaded here: a file of answers as text need not wait for openpyxl.
            from xa_report.workflow.commune.answer_template import import_answer_template

            return import_answer_template(commune_file, assessed_report, path)
    raise UsageError(f"Không nhận được tệp {path.name}; hãy dùng tệp .toml hoặc .xlsx.")
