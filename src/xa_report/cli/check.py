"""`xa-report commune check`: a report is assessed and the result shown."""

from pathlib import Path

import click

from xa_report.cli.assessment_json import assessment_json
from xa_report.cli.options import DB, PERIOD, period_of
from xa_report.cli.screen import json_option, print_json, say, sentences
from xa_report.cli.telling import assessment_lines
from xa_report.workflow.commune import database_file, report


@click.command(help="Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.")
@DB
@PERIOD
@json_option
@sentences
def check(db: Path, period: str, as_json: bool) -> int:
    """Assess; 1 when findings block."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        work = report.load_report(opened, period_of(period))
    if as_json:
        print_json(assessment_json(work))
    else:
        say(*assessment_lines(work))
    return 0 if work.assessment.submittable else 1
