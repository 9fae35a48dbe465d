"""Append-only history of field changes, and the hash-chained event log."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from xa_report.commune.store.database import StoreSession
from xa_report.commune.store.edits import ChangeStatus, EditAction, FieldChange, FieldKind
from xa_report.domain import hash_chain
from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.hash_chain import GENESIS_HASH, LogEvent
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period

_HISTORY_COLUMNS = "step, at, who, period, kind, id, before, after, act, target, status"


def insert_changes(conn: sqlite3.Connection, at: str, changes: Sequence[FieldChange]) -> None:
    """Store the changes of one step, in their order; `at` is the time of its event."""
    conn.executemany(
        f"INSERT INTO history ({_HISTORY_COLUMNS}, position) "  # noqa: S608
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*_row_from_change(change, at), position) for position, change in enumerate(changes)],
    )


def changes_of_field(
    conn: sqlite3.Connection, period: Period | None, kind: FieldKind | None, id: str | None
) -> tuple[FieldChange, ...]:
    """Return the changes of the given period, kind and id (None: of any), oldest first."""
    filters = {"period": period and str(period), "kind": kind, "id": id}
    named = {column: value for column, value in filters.items() if value is not None}
    where = " AND ".join(f"{column} = :{column}" for column in named) or "1"
    rows = conn.execute(
        f"SELECT {_HISTORY_COLUMNS} FROM history WHERE {where} ORDER BY step, position",  # noqa: S608
        named,
    )
    return tuple(_change_from_row(row) for row in rows)


def changes_of_step(conn: sqlite3.Connection, step: int) -> tuple[FieldChange, ...]:
    """Return the changes of one step, in their order."""
    rows = conn.execute(
        f"SELECT {_HISTORY_COLUMNS} FROM history WHERE step = ? ORDER BY position",  # noqa: S608
        (step,),
    )
    return tuple(_change_from_row(row) for row in rows)


def last_done_step(conn: sqlite3.Connection, period: Period) -> int | None:
    """Return the step that undo takes back; None when there is none."""
    row = conn.execute(
        "SELECT step FROM history WHERE period = ? AND status = 'done' ORDER BY step DESC LIMIT 1",
        (str(period),),
    ).fetchone()
    return row[0] if row else None


def first_undone_step(conn: sqlite3.Connection, period: Period) -> int | None:
    """Return the step that redo repeats; None when there is none."""
    # Steps are undone from the last to the first, so the first of them was undone last.
    row = conn.execute(
        "SELECT min(step) FROM history WHERE period = ? AND status = 'undone'", (str(period),)
    ).fetchone()
    step: int | None = row[0]
    return step


def set_step_status(conn: sqlite3.Connection, step: int, status: ChangeStatus) -> None:
    """Set the status of all changes of a step."""
    conn.execute("UPDATE history SET status = ? WHERE step = ?", (status, step))


def drop_undone_steps(conn: sqlite3.Connection, period: Period) -> None:
    """Mark all undone steps of a period as dropped, so that they cannot be redone."""
    conn.execute(
        "UPDATE history SET status = 'dropped' WHERE period = ? AND status = 'undone'",
        (str(period),),
    )


def field_value_to_text(value: JsonValue) -> str | None:
    """Return a field's value as stored JSON; None for an empty field."""
    return None if value is None else dump_normalized(value)


def field_value_from_text(text: str | None) -> JsonValue:
    """Parse a field's stored JSON; None is an empty field."""
    value: JsonValue = None if text is None else loads(text)
    return value


def _row_from_change(change: FieldChange, at: str) -> tuple[object, ...]:
    return (
        *(change.step, at, change.who, str(change.period), change.kind, change.id),
        *(field_value_to_text(change.before), field_value_to_text(change.after)),
        *(change.act, change.target, change.status),
    )


def _change_from_row(row: Sequence[str]) -> FieldChange:
    step, at, who, period, kind, id, before, after, act, target, status = row
    return FieldChange(
        step=int(step),
        at=datetime.fromisoformat(at),
        who=who,
        period=Period.parse(period),
        kind=FieldKind(kind),
        id=id,
        before=field_value_from_text(before),
        after=field_value_from_text(after),
        act=EditAction(act),
        target=None if target is None else int(target),
        status=ChangeStatus(status),
    )


@dataclass(frozen=True, slots=True)
class EventLogHead:
    """Number and hash of the last event; they prove later that a log was not cut or rewritten."""

    seq: int
    hash: str


def append_event(
    conn: sqlite3.Connection, session: StoreSession, what: str, payload: object
) -> LogEvent:
    """Append an event to the chain, inside the caller's transaction; return it."""
    last = read_log_head(conn)
    event = LogEvent(
        last.seq + 1, session.now(), session.who, what, dump_normalized(payload), last.hash
    )
    conn.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (*astuple(event), event.hash))
    return event


def read_log_head(conn: sqlite3.Connection) -> EventLogHead:
    """Return the number and hash of the last event; 0 and the genesis hash when there is none."""
    row = conn.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return EventLogHead(*row) if row else EventLogHead(0, GENESIS_HASH)


def iter_events(conn: sqlite3.Connection) -> Iterator[hash_chain.StoredEvent]:
    """Yield every event in order with the hash that is stored for it."""
    for *row, stored in conn.execute("SELECT * FROM events ORDER BY seq"):
        yield hash_chain.StoredEvent(LogEvent(*row), stored)


def log_chain_faults(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return a sentence for each break of the chain of events; empty when it is whole."""
    return hash_chain.find_chain_faults(iter_events(conn))
