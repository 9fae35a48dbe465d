"""What was made of a report: kept by period and number of submission, replaced whole."""

import sqlite3
from collections.abc import Mapping
from hashlib import sha256

from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.domain.report import Report


def put(session: Session, report: Report, files: Mapping[str, bytes]) -> None:
    """Keep files of a submission by name; a name that is there gets the new bytes."""
    key = (str(report.period), report.sequence)
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    with session.write() as conn:
        conn.executemany(
            "INSERT INTO outputs VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes",
            [(*key, name, hashes[name], content) for name, content in files.items()],
        )
        payload = {"period": key[0], "sequence": key[1], "files": hashes}
        append(conn, session, "outputs", payload)


def get(conn: sqlite3.Connection, report: Report) -> dict[str, bytes]:
    """Return the files of a submission by name; empty when nothing was made yet."""
    rows = conn.execute(
        "SELECT name, bytes FROM outputs WHERE period = ? AND sequence = ?",
        (str(report.period), report.sequence),
    )
    return dict(rows.fetchall())
