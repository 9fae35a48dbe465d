"""A receipt that ends a correction: the report is again what was sent, and the receipt is kept."""

import sqlite3

from xa_report.domain.period import Period
from xa_report.domain.typed_storing import Json
from xa_report.store import fields, history
from xa_report.store.edit import Edit, Kind
from xa_report.store.receipts import Coming, Receipts
from xa_report.store.session import Session


def settle(session: Session, coming: Coming, seq: int) -> None:
    """Take back all that was changed after an event and apply a receipt, in one transaction."""
    with session.write() as conn:
        why = f"tỉnh chốt theo lần nộp {coming.sequence}"
        fields.save(session, _edits_back(conn, coming.period, seq), why)
        Receipts(session).apply(coming)


def _edits_back(conn: sqlite3.Connection, period: Period, seq: int) -> tuple[Edit, ...]:
    """What every field was before it was first changed after an event."""
    before: dict[tuple[Kind, str], Json] = {}
    for change in history.of_field(conn, period, None, None):
        if change.step > seq:
            before.setdefault((change.kind, change.id), change.before)
    return tuple(Edit(period, kind, name, value) for (kind, name), value in before.items())
