"""Output of commands: lines, JSON, tables, progress and errors with exit codes."""

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from xa_report.domain.text import escape_control_chars_in_lines
from xa_report.errors import FaultsError, XaReportError

P = ParamSpec("P")


def echo_lines(*lines: str) -> None:
    """Print lines to the output stream."""
    for line in lines:
        # Names of files and signers are strangers' texts: their escapes would steer the terminal.
        click.echo(escape_control_chars_in_lines(line))


def print_json(document: object) -> None:
    """Print one JSON document; exact numbers are texts."""
    # Vietnamese stays readable; `cli/main.py` has set the streams to UTF-8.
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain_value))


def _plain_value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    # A JSON number would become a binary float in most readers.
    if isinstance(value, Decimal | Fraction | Path):
        return str(value)
    # A datetime too, which is a subclass; it keeps its time.
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def echo_progress(what: str, done: int, of: int) -> None:
    """Print progress to the error stream, so that the output stays clean."""
    click.echo(f"[{done}/{of}] {what}", err=True)


def handle_errors(command: Callable[P, int | None]) -> Callable[P, None]:
    """Make a command exit with its return value, and print a deliberate error as a sentence."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs) or 0
        # Deliberate errors alone: any other is a fault of ours and shows where it came from.
        except XaReportError as error:
            code = error.exit_code
            # All commands with --json name it so (`json_option`).
            _echo_error(error, bool(kwargs.get("as_json")))
        # Now: an error of the last flush at exit would make the code 120, see
        # https://docs.python.org/3/library/sys.html#sys.exit
        sys.stdout.flush()
        # Not returned: click exits with 0 whatever a command returns, see `standalone_mode` in
        # https://click.palletsprojects.com/en/stable/api/#click.Command.main
        raise SystemExit(code)

    return run


def _echo_error(error: XaReportError, as_json: bool) -> None:
    if as_json:
        faults = [str(fault) for fault in error.faults] if isinstance(error, FaultsError) else []
        sentence = error.sentence if isinstance(error, FaultsError) else str(error)
        print_json({"ok": False, "error": sentence, "faults": faults})
    else:
        click.echo(escape_control_chars_in_lines(str(error)), err=True)


def align_table(rows: list[list[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Return rows as lines with aligned columns; those in `right`, counted from 0, to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return ["  ".join(_aligned_cells(row, widths, right)).rstrip() for row in rows]


def _aligned_cells(row: list[str], widths: list[int], right: frozenset[int]) -> list[str]:
    return [
        cell.rjust(width) if index in right else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
