"""Field edits as durable transactions: save, undo and redo."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from xa_report.commune.report_states import ReportAct, next_report_state
from xa_report.commune.store import journal
from xa_report.commune.store.database import StoreSession
from xa_report.commune.store.edits import (
    ChangeStatus,
    EditAction,
    FieldChange,
    FieldEdit,
    FieldKind,
)
from xa_report.commune.store.journal import append_event
from xa_report.commune.store.receipt_rows import require_reopened
from xa_report.domain.canonical_json import normalize_text
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError

WrittenField = tuple[FieldEdit, JsonValue]
"""An edit that was written, and the value before it."""


@dataclass(frozen=True, slots=True)
class EditStep:
    """Head of one step: period, act, reason, and the earlier step that it undoes or redoes."""

    period: Period
    act: EditAction
    why: str
    target: int | None = None


def save_edits(
    session: StoreSession, edits: Sequence[FieldEdit], why: str
) -> tuple[FieldChange, ...]:
    """Store edits of one period, all or none; fields that stay as they are leave no trace.

    Raise ValueError for edits of several periods, UsageError when the report may not be edited.
    """
    if not edits:
        return ()
    period = edits[0].period
    if any(edit.period != period for edit in edits):
        raise ValueError("edits of several periods at once")
    with session.write() as conn:
        require_editable(conn, period)
        checked = [_checked_edit(conn, edit) for edit in edits]
        changes = _record_step(conn, session, EditStep(period, EditAction.EDIT, why), checked)
        if changes:
            # As in every editor: typing after an undo ends the chance to redo.
            journal.drop_undone_steps(conn, period)
    return changes


def undo_step(session: StoreSession, period: Period) -> tuple[FieldChange, ...]:
    """Undo the last step that is in force; return its changes, empty when there is none."""
    with session.write() as conn:
        require_editable(conn, period)
        target = journal.last_done_step(conn, period)
        if target is None:
            return ()
        edits = [
            FieldEdit(period, change.kind, change.id, change.before)
            # Backwards: a step may have changed one field twice.
            for change in reversed(journal.changes_of_step(conn, target))
        ]
        journal.set_step_status(conn, target, ChangeStatus.UNDONE)
        return _record_step(conn, session, EditStep(period, EditAction.UNDO, "", target), edits)


def redo_step(session: StoreSession, period: Period) -> tuple[FieldChange, ...]:
    """Redo the step that was undone last; return its changes, empty when there is none."""
    with session.write() as conn:
        require_editable(conn, period)
        target = journal.first_undone_step(conn, period)
        if target is None:
            return ()
        edits = [
            FieldEdit(period, change.kind, change.id, change.after)
            for change in journal.changes_of_step(conn, target)
        ]
        journal.set_step_status(conn, target, ChangeStatus.DONE)
        return _record_step(conn, session, EditStep(period, EditAction.REDO, "", target), edits)


def require_editable(conn: sqlite3.Connection, period: Period) -> None:
    """Raise UsageError for a period without a report, or with one whose state forbids edits."""
    row = conn.execute("SELECT state FROM reports WHERE period = ?", (str(period),)).fetchone()
    if row is None:
        raise UsageError(f"Chưa có báo cáo {period.label}. Hãy tạo báo cáo cho kỳ này trước.")
    next_report_state(period, ReportState(row[0]), ReportAct.EDIT)


def _checked_edit(conn: sqlite3.Connection, edit: FieldEdit) -> FieldEdit:
    """Return the edit with its id normalized; raise UsageError when its file is not stored."""
    if edit.kind is FieldKind.EVIDENCE and edit.value is not None:
        sha256 = edit.id.rpartition("#")[2]
        if conn.execute("SELECT 1 FROM files WHERE sha256 = ?", (sha256,)).fetchone() is None:
            raise UsageError(
                "Tài liệu kiểm chứng chưa có trong tệp số liệu. Hãy thêm tệp tài liệu trước khi "
                "gắn vào tiêu chí."
            )
    return replace(edit, id=normalize_text(edit.id))


def _record_step(
    conn: sqlite3.Connection, session: StoreSession, step: EditStep, edits: Sequence[FieldEdit]
) -> tuple[FieldChange, ...]:
    """Write the fields, the event and the history of one step."""
    # Empty tuples of `_write_field` drop out: only fields that changed are logged.
    written = [(edit, before) for edit in edits for before in _write_field(conn, edit)]
    if not written:
        return ()
    require_reopened(conn, step.period, [edit for edit, _ in written])
    event = append_event(conn, session, "change", _event_payload(step, written))
    changes = tuple(
        FieldChange(
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
            status=ChangeStatus.DONE if step.act is EditAction.EDIT else ChangeStatus.NONE,
        )
        for edit, before in written
    )
    journal.insert_changes(conn, event.at, changes)
    return changes


def _write_field(conn: sqlite3.Connection, edit: FieldEdit) -> tuple[JsonValue, ...]:
    """Set a field; return its value before in a tuple, which is empty when nothing changed.

    The tuple tells an empty field (None) from one that kept its value.
    """
    key, after = (str(edit.period), edit.kind, edit.id), journal.field_value_to_text(edit.value)
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
    return (journal.field_value_from_text(before),)


def _event_payload(step: EditStep, written_fields: Sequence[WrittenField]) -> object:
    return {
        "period": str(step.period),
        "act": step.act,
        "why": step.why,
        "target": step.target,
        "fields": [[edit.kind, edit.id, before, edit.value] for edit, before in written_fields],
    }
