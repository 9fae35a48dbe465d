"""How commands name a register: a file, or the address of a database."""

import click

DATABASE = click.argument("database", metavar="DB")
"""A text, because an address is no path."""
