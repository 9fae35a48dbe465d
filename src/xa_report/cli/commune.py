"""`xa-report commune`: a commune's file from its beginning to the exported report."""

import click

from xa_report.cli import begin, enter, record, results
from xa_report.cli import receive as receiving
from xa_report.cli import sign as signing
from xa_report.cli import workbook as own
from xa_report.cli.letterhead import letterhead

COMMANDS = (
    begin.init, enter.template, enter.fill, enter.attach, letterhead, results.check,
    signing.sign, results.export, signing.adopt, signing.reopen, receiving.receive,
    own.workbook, record.history, record.backup, record.restore, record.verify_log,
)  # fmt: skip


@click.group(help="Tệp số liệu của xã, phường.")
def commune() -> None:
    """Hold the commands of a commune."""


for command in COMMANDS:
    commune.add_command(command)
