"""Group of commands that imports the module of a command when the command is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Import path of a command, and its line in the listing of its group.

    `attribute` is the command's name in `module`. `short_help` repeats the first sentence of the
    command's own help, so that a listing need not import the module; a test compares the two.
    """

    module: str
    attribute: str
    short_help: str

    def load(self) -> click.Command:
        """Import the module; raise TypeError when the attribute is no command."""
        command = getattr(import_module(self.module), self.attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.module}.{self.attribute} is no command")
        return command


class LazyGroup(click.Group):
    """Group whose commands are named in a table and imported one by one.

    Most commands need pyHanko, SQLAlchemy or reportlab, each up to half a second of a processor:
    who asks for one command or for a listing does not wait for the libraries of all the others.

    `commands` holds stand-ins that know nothing but their line in the listing: click reads the
    names there for its suggestions. `get_command` answers with the real command.
    """

    def __init__(
        self, name: str | None = None, *, table: Mapping[str, LazyCommand], **options: Any
    ) -> None:
        stands = {word: click.Command(word, help=row.short_help) for word, row in table.items()}
        super().__init__(name, commands=stands, **options)
        self.table = dict(table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name; None when the table has no such name."""
        row = self.table.get(cmd_name)
        return row.load() if row is not None else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the listing from the stand-ins, as a plain group would, without any import."""
        # Not our own method: it asks `get_command`, which would import every module.
        click.Group(commands=self.commands).format_commands(ctx, formatter)
