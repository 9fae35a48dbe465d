"""The event log: what happened to the file, each row chained to the one before by its hash."""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from xa_report.commune.store.session import Session
from xa_report.domain import hash_chain
from xa_report.domain.canonical_json import dump_normalized
from xa_report.domain.hash_chain import GENESIS_HASH, LogEvent


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last event: who knows it can tell whether a log was cut or written anew."""

    seq: int
    hash: str


def append(conn: sqlite3.Connection, session: Session, what: str, payload: object) -> LogEvent:
    """Chain an event to the log, inside the caller's transaction."""
    last = head(conn)
    event = LogEvent(
        last.seq + 1, session.now(), session.who, what, dump_normalized(payload), last.hash
    )
    conn.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (*astuple(event), event.hash))
    return event


def head(conn: sqlite3.Connection) -> LogHead:
    """Return the number and hash of the last event."""
    row = conn.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return LogHead(*row) if row else LogHead(0, GENESIS_HASH)


def events(conn: sqlite3.Connection) -> Iterator[tuple[LogEvent, str]]:
    """Yield every event in order with the hash that is stored for it."""
    for *row, stored in conn.execute("SELECT * FROM events ORDER BY seq"):
        yield LogEvent(*row), stored


def chain_faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Say where the chain of events is broken; empty when it is whole."""
    return hash_chain.find_chain_faults(events(conn))
