"""Kind of a database file: a commune's store, or a province's register."""

from pathlib import Path
from typing import Literal

from xa_report.commune.store.database import is_foreign_database

DatabaseKind = Literal["commune", "province"]
REGISTER_TABLE = "cases"
"""A table that every register of a province has, and no commune's file."""


def detect_database_kind(database: str) -> DatabaseKind:
    """What a path or a database URL leads to; what cannot be told is left to the commune's side."""
    if "://" in database:
        return "province"
    return "province" if is_foreign_database(Path(database), REGISTER_TABLE) else "commune"
