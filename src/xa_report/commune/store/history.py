"""The history: every change of every field, by rows that are only ever added to."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from xa_report.commune.store.edit import Act, Change, Kind, Status
from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period

_COLUMNS = "step, at, who, period, kind, id, before, after, act, target, status"


def insert(conn: sqlite3.Connection, at: str, changes: Sequence[Change]) -> None:
    """Add the changes of one step."""
    conn.executemany(
        f"INSERT INTO history ({_COLUMNS}, position) "  # noqa: S608
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*_row(change, at), position) for position, change in enumerate(changes)],
    )


def of_field(
    conn: sqlite3.Connection, period: Period | None, kind: Kind | None, id: str | None
) -> tuple[Change, ...]:
    """Return the changes of all fields or of those that are named, oldest first."""
    wanted = {"period": period and str(period), "kind": kind, "id": id}
    named = {column: value for column, value in wanted.items() if value is not None}
    where = " AND ".join(f"{column} = :{column}" for column in named) or "1"
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM history WHERE {where} ORDER BY step, position",  # noqa: S608
        named,
    )
    return tuple(_change(row) for row in rows)


def of_step(conn: sqlite3.Connection, step: int) -> tuple[Change, ...]:
    """Return the changes of one step, in their order."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM history WHERE step = ? ORDER BY position",  # noqa: S608
        (step,),
    )
    return tuple(_change(row) for row in rows)


def last_done(conn: sqlite3.Connection, period: Period) -> int | None:
    """Return the step that undo takes back."""
    row = conn.execute(
        "SELECT step FROM history WHERE period = ? AND status = 'done' ORDER BY step DESC LIMIT 1",
        (str(period),),
    ).fetchone()
    return row[0] if row else None


def first_undone(conn: sqlite3.Connection, period: Period) -> int | None:
    """Return the step that redo does once more."""
    row = conn.execute(
        "SELECT min(step) FROM history WHERE period = ? AND status = 'undone'", (str(period),)
    ).fetchone()
    step: int | None = row[0]
    return step


def mark(conn: sqlite3.Connection, step: int, status: Status) -> None:
    """Say whether a step still stands."""
    conn.execute("UPDATE history SET status = ? WHERE step = ?", (status, step))


def drop_undone(conn: sqlite3.Connection, period: Period) -> None:
    """Give up redoing what was undone."""
    conn.execute(
        "UPDATE history SET status = 'dropped' WHERE period = ? AND status = 'undone'",
        (str(period),),
    )


def text_of(value: JsonValue) -> str | None:
    """Write a field's value as it is stored; an empty field has no text."""
    return None if value is None else dump_normalized(value)


def value_of(text: str | None) -> JsonValue:
    """Read a field's value; no text is an empty field."""
    value: JsonValue = None if text is None else loads(text)
    return value


def _row(change: Change, at: str) -> tuple[object, ...]:
    return (
        *(change.step, at, change.who, str(change.period), change.kind, change.id),
        *(text_of(change.before), text_of(change.after)),
        *(change.act, change.target, change.status),
    )


def _change(row: Sequence[str]) -> Change:
    step, at, who, period, kind, id, before, after, act, target, status = row
    return Change(
        step=int(step),
        at=datetime.fromisoformat(at),
        who=who,
        period=Period.parse(period),
        kind=Kind(kind),
        id=id,
        before=value_of(before),
        after=value_of(after),
        act=Act(act),
        target=None if target is None else int(target),
        status=Status(status),
    )
