"""Command `reopen`: a signed report becomes a draft again."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, parse_period
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.workflow.commune import database_file, report


@click.command(help="Mở lại báo cáo đã ký để sửa; các chữ ký cũ không còn giá trị.")
@DB
@PERIOD
@handle_errors
def reopen(db: Path, period: str) -> None:
    """Make a signed report a draft again."""
    with database_file.open_commune_file(db) as opened:
        report.reopen_signed_report(opened, report.load_report(opened, parse_period(period)))
    echo_lines("Đã mở lại báo cáo. Sửa xong phải ký lại từ đầu.")
