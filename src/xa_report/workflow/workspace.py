"""Tells a commune's file from a province's register before anything of it is loaded."""

from pathlib import Path
from typing import Literal

from xa_report.commune.store.database import is_foreign_database

Kind = Literal["commune", "province"]
REGISTER_TABLE = "cases"
"""A table that every register of a province has, and no commune's file."""


def kind_of(database: str) -> Kind:
    """What a path or a database URL leads to; what cannot be told is left to the commune's side."""
    if "://" in database:
        return "province"
    return "province" if is_foreign_database(Path(database), REGISTER_TABLE) else "commune"
