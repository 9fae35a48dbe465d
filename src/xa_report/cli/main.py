"""The program's one way in from the command line."""

import sys
from collections.abc import Callable

import click

from xa_report import __version__
from xa_report.cli.commune import commune
from xa_report.cli.demo import demo
from xa_report.cli.drives import drives
from xa_report.cli.forms import forms
from xa_report.cli.keys import keys
from xa_report.cli.province.group import province
from xa_report.cli.verify import verify

Opener = Callable[[str | None], int]


@click.group(
    invoke_without_command=True,
    help="Tự đánh giá cải cách hành chính cấp xã: không có lệnh thì mở cửa sổ.",
)
@click.option("--db", help="Tệp số liệu của xã, hoặc sổ của tỉnh, để mở trong cửa sổ.")
@click.version_option(__version__, message="xa-report %(version)s")
@click.pass_context
def cli(context: click.Context, db: str | None) -> None:
    """Open the window when no command is given."""
    if context.invoked_subcommand is None:
        opener: Opener = context.obj
        raise SystemExit(opener(db))


cli.add_command(forms)
cli.add_command(commune)
cli.add_command(demo)
cli.add_command(verify)
cli.add_command(drives)
cli.add_command(keys)
cli.add_command(province)


def run(opener: Opener) -> None:
    """Run the command line; `opener` opens the window on a file."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes may speak a code page without Vietnamese letters.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli.main(prog_name="xa-report", obj=opener)
