"""Click arguments and options that several commands share."""

from pathlib import Path
from typing import Any

import click

from xa_report.domain.period import Period
from xa_report.errors import UsageError

json_option = click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")


def existing_path(**options: Any) -> click.Path:
    """Return the type of a path that must exist."""
    return click.Path(exists=True, path_type=Path, **options)


def any_path() -> click.Path:
    """Return the type of a path that need not exist yet."""
    return click.Path(path_type=Path)


# Not `existing_path`: `init` makes the file, and the store says best what is wrong with one.
DB = click.argument("db", metavar="DB", type=any_path())
PERIOD = click.option(
    "--period", required=True, metavar="KỲ", help="2026, 2026-Q1, 2026-H1, 2026-9M"
)


def parse_period(text: str) -> Period:
    """Read a period (`2026`, `2026-Q1`); raise UsageError with its sentence."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


DATABASE = click.argument("database", metavar="DB")
"""Argument as text, because a database URL is no path."""
ANY_VALUE = {"ignore_unknown_options": True}
"""Settings of commands with a typed value: `-5` is one, not an option that nobody knows."""
