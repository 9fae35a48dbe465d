"""What the commands of a commune share: the file, the period, days."""

from datetime import date, datetime

import click

from xa_report.cli.screen import any_path
from xa_report.domain.period import Period
from xa_report.errors import UsageError

DB = click.argument("db", metavar="DB", type=any_path())
PERIOD = click.option(
    "--period", required=True, metavar="KỲ", help="2026, 2026-Q1, 2026-H1, 2026-9M"
)
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


def period_of(text: str) -> Period:
    """Read a period; raise UsageError with its sentence."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def day_of(moment: datetime | None) -> date | None:
    """The day that an option names."""
    return moment.date() if moment else None
