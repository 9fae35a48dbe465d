"""Command `drives`: drives that can be written to."""

import click

from xa_report.cli.options import json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.workflow.shared.environment import list_writable_drives


@click.command(help="Các ổ đĩa ghi được: chỗ trống, kiểu tệp, USB đứng trước.")
@json_option
@handle_errors
def drives(as_json: bool) -> None:
    """List drives, sticks first."""
    drives_found = list_writable_drives()
    if as_json:
        print_json(
            [
                {
                    "path": drive.path,
                    "label": drive.label,
                    "file_system": drive.file_system,
                    "free": drive.free,
                    "removable": drive.removable,
                }
                for drive in drives_found
            ]
        )
    else:
        echo_lines(*(drive.list_text for drive in drives_found))
