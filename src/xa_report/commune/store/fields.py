"""Fields: an edit, taking it back and doing it again, each one durable transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xa_report.commune.report_states import ReportAct, next_state
from xa_report.commune.store import history
from xa_report.commune.store.edit import Act, Change, Edit, Kind, Status
from xa_report.commune.store.locks import require_unlocked
from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.domain.canonical_json import normalize_text
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError

Written = tuple[Edit, JsonValue]
"""An edit that was made and the value before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done at once: which act, on which period, of which earlier step, and why."""

    period: Period
    act: Act
    why: str
    target: int | None = None


def save(session: Session, edits: Sequence[Edit], why: str) -> tuple[Change, ...]:
    """Store edits of one period, all or none; fields that stay as they are leave no trace."""
    if not edits:
        return ()
    period = edits[0].period
    if any(edit.period != period for edit in edits):
        raise ValueError("edits of several periods at once")
    with session.write() as conn:
        require_editable(conn, period)
        wanted = [_checked(conn, edit) for edit in edits]
        changes = _record(conn, session, Step(period, Act.EDIT, why), wanted)
        if changes:
            history.drop_undone(conn, period)
    return changes


def undo(session: Session, period: Period) -> tuple[Change, ...]:
    """Take the last standing step back; empty when there is none."""
    with session.write() as conn:
        require_editable(conn, period)
        target = history.last_done(conn, period)
        if target is None:
            return ()
        edits = [
            Edit(period, change.kind, change.id, change.before)
            for change in reversed(history.of_step(conn, target))
        ]
        history.mark(conn, target, Status.UNDONE)
        return _record(conn, session, Step(period, Act.UNDO, "", target), edits)


def redo(session: Session, period: Period) -> tuple[Change, ...]:
    """Do the step that was undone last once more; empty when there is none."""
    with session.write() as conn:
        require_editable(conn, period)
        target = history.first_undone(conn, period)
        if target is None:
            return ()
        edits = [
            Edit(period, change.kind, change.id, change.after)
            for change in history.of_step(conn, target)
        ]
        history.mark(conn, target, Status.DONE)
        return _record(conn, session, Step(period, Act.REDO, "", target), edits)


def require_editable(conn: sqlite3.Connection, period: Period) -> None:
    """Refuse a period without a report, and a report that is closed."""
    row = conn.execute("SELECT state FROM reports WHERE period = ?", (str(period),)).fetchone()
    if row is None:
        raise UsageError(f"Chưa có báo cáo {period.label}. Hãy tạo báo cáo cho kỳ này trước.")
    next_state(period, ReportState(row[0]), ReportAct.EDIT)


def _checked(conn: sqlite3.Connection, edit: Edit) -> Edit:
    if edit.kind is Kind.EVIDENCE and edit.value is not None:
        sha256 = edit.id.rpartition("#")[2]
        if conn.execute("SELECT 1 FROM files WHERE sha256 = ?", (sha256,)).fetchone() is None:
            raise UsageError(
                "Tài liệu kiểm chứng chưa có trong tệp số liệu. Hãy thêm tệp tài liệu trước khi "
                "gắn vào tiêu chí."
            )
    return replace(edit, id=normalize_text(edit.id))


def _record(
    conn: sqlite3.Connection, session: Session, step: Step, edits: Sequence[Edit]
) -> tuple[Change, ...]:
    """Write the fields, the event and the history of one step."""
    written = [(edit, before) for edit in edits for before in _write(conn, edit)]
    if not written:
        return ()
    require_unlocked(conn, step.period, [edit for edit, _ in written])
    event = append(conn, session, "change", _payload(step, written))
    changes = tuple(
        Change(
            step=event.seq,
            at=datetime.fromisoformat(event.at),
            who=event.who,
            period=step.period,
            kind=edit.kind,
            id=edit.id,
            before=before,
            after=edit.value,
            act=step.act,
            target=step.target,
            status=Status.DONE if step.act is Act.EDIT else Status.NONE,
        )
        for edit, before in written
    )
    history.insert(conn, event.at, changes)
    return changes


def _write(conn: sqlite3.Connection, edit: Edit) -> tuple[JsonValue, ...]:
    """Set a field; return what it was before, or nothing when it is so already."""
    key, after = (str(edit.period), edit.kind, edit.id), history.text_of(edit.value)
    row = conn.execute(
        "SELECT value FROM fields WHERE period = ? AND kind = ? AND id = ?", key
    ).fetchone()
    before = row[0] if row else None
    if before == after:
        return ()
    if after is None:
        conn.execute("DELETE FROM fields WHERE period = ? AND kind = ? AND id = ?", key)
    else:
        conn.execute("INSERT OR REPLACE INTO fields VALUES (?, ?, ?, ?)", (*key, after))
    return (history.value_of(before),)


def _payload(step: Step, written: Sequence[Written]) -> object:
    return {
        "period": str(step.period),
        "act": step.act,
        "why": step.why,
        "target": step.target,
        "fields": [[edit.kind, edit.id, before, edit.value] for edit, before in written],
    }
