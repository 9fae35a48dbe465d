"""Proof that a file is what its log says: the chain is whole and the tables follow from it."""

import sqlite3

from xa_report.store.log import chain_faults


def faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Say what does not agree; empty when all is intact."""
    return chain_faults(conn)
