"""Hash-chained event log of the register."""

from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Connection, select

from xa_report.domain import hash_chain
from xa_report.domain.canonical_json import dump_normalized
from xa_report.domain.hash_chain import GENESIS_HASH, LogEvent
from xa_report.province.database.tables import EVENTS


def append_register_event(
    connection: Connection, what: str, payload: object, *, moment: str, who: str
) -> LogEvent:
    """Append an event to the chain; return it. The caller's transaction is the only writer."""
    last = connection.execute(
        select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS_HASH)
    event = LogEvent(seq + 1, moment, who, what, dump_normalized(payload), previous)
    connection.execute(EVENTS.insert().values(**asdict(event), hash=event.hash))
    return event


def iter_register_events(connection: Connection) -> Iterator[hash_chain.StoredEvent]:
    """Yield every event in order with the hash that is stored for it."""
    for *row, stored in connection.execute(select(EVENTS).order_by(EVENTS.c.seq)):
        yield hash_chain.StoredEvent(LogEvent(*row), stored)


def register_chain_faults(connection: Connection) -> tuple[str, ...]:
    """Return a sentence for each break of the chain of events; empty when it is whole."""
    return hash_chain.find_chain_faults(iter_register_events(connection))
