"""Command `check`: assessment of a report."""

from pathlib import Path

import click

from xa_report.cli.commune.assessment_output import assessment_json, assessment_lines
from xa_report.cli.options import DB, PERIOD, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.workflow.commune import database_file, report


@click.command(help="Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.")
@DB
@PERIOD
@json_option
@handle_errors
def check(db: Path, period: str, as_json: bool) -> int:
    """Assess and print; return 1 when the report may not be submitted."""
    # Read-only, so that it also works while a window holds the file for writing.
    with database_file.open_commune_file(db, read_only=True) as opened:
        work = report.load_report(opened, parse_period(period))
    if as_json:
        print_json(assessment_json(work))
    else:
        echo_lines(*assessment_lines(work))
    return 0 if work.assessment.is_submittable else 1
