"""Kind of a database file: a commune's store, or a province's register."""

from pathlib import Path
from typing import Literal

from xa_report.commune.store.database import is_foreign_database

DatabaseKind = Literal["commune", "province"]
REGISTER_TABLE = "cases"
"""Table that every register of a province has, and no commune's file."""


def detect_database_kind(database: str) -> DatabaseKind:
    """Return the kind of database behind a path or URL; commune when it cannot be read."""
    # Only a register can live on a server; a commune's store is always a file.
    if "://" in database:
        return "province"
    return "province" if is_foreign_database(Path(database), REGISTER_TABLE) else "commune"
