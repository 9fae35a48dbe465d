"""Tells the files of this program from other SQLite files, without opening them for work."""

import sqlite3
from contextlib import closing
from pathlib import Path

from xa_report.commune.store.connect import APPLICATION_ID, connect_read_only

HEAD = b"SQLite format 3\x00"


def is_foreign_database(path: Path, table: str) -> bool:
    """Whether a file is an SQLite file that is not ours and has a table of that name."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEAD)) != HEAD:
                return False
        with closing(connect_read_only(path)) as db:
            (number,) = db.conn.execute("PRAGMA application_id").fetchone()
            return number != APPLICATION_ID and table in db.table_names()
    except (OSError, sqlite3.Error):
        # What is wrong with it is said by whoever opens it.
        return False
