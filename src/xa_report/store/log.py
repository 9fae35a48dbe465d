"""The event log: what happened to the file, each row chained to the one before by its hash."""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256

from xa_report.store.canonical import dump
from xa_report.store.session import Session

GENESIS = "0" * 64
"""What the first event has for a previous hash."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log without its hash."""

    seq: int
    at: str
    who: str
    what: str
    payload: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical JSON of the row, previous hash included."""
        row = {
            "seq": self.seq,
            "at": self.at,
            "who": self.who,
            "what": self.what,
            "payload": self.payload,
            "previous": self.previous,
        }
        return sha256(dump(row).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last event: who knows it can tell whether a log was cut or written anew."""

    seq: int
    hash: str


def append(conn: sqlite3.Connection, session: Session, what: str, payload: object) -> Event:
    """Chain an event to the log, inside the caller's transaction."""
    last = head(conn)
    event = Event(last.seq + 1, session.now(), session.who, what, dump(payload), last.hash)
    conn.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (*astuple(event), event.hash))
    return event


def head(conn: sqlite3.Connection) -> LogHead:
    """Return the number and hash of the last event."""
    row = conn.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return LogHead(*row) if row else LogHead(0, GENESIS)


def events(conn: sqlite3.Connection) -> Iterator[tuple[Event, str]]:
    """Yield every event in order with the hash that is stored for it."""
    for *row, stored in conn.execute("SELECT * FROM events ORDER BY seq"):
        yield Event(*row), stored


def chain_faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Say where the chain of events is broken; empty when it is whole."""
    faults, previous = [], GENESIS
    for number, (event, stored) in enumerate(events(conn), start=1):
        if event.seq != number:
            faults.append(f"Nhật ký: thiếu dòng {number} hoặc thừa dòng {event.seq}")
            break
        if event.previous != previous:
            faults.append(f"Nhật ký, dòng {number}: không nối với dòng trước")
        if event.hash != stored:
            faults.append(f"Nhật ký, dòng {number}: nội dung đã bị sửa ngoài chương trình")
        previous = stored
    return tuple(faults)
