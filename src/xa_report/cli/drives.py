"""`xa-report drives`: where a package can be written."""

import click

from xa_report.cli.screen import json_option, print_json, say, sentences
from xa_report.workflow.shared.environment import list_writable_drives


@click.command(help="Các ổ đĩa ghi được: chỗ trống, kiểu tệp, USB đứng trước.")
@json_option
@sentences
def drives(as_json: bool) -> None:
    """List drives, sticks first."""
    found = list_writable_drives()
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
                for drive in found
            ]
        )
    else:
        say(*(drive.shown for drive in found))
