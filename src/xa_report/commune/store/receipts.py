"""Receipts of the province in a store: kept whole, each applied in one transaction."""

import sqlite3

from xa_report.commune.store import fields, journal, receipt_rows
from xa_report.commune.store.database import StoreSession
from xa_report.commune.store.edits import FieldEdit, FieldKind
from xa_report.commune.store.receipt_rows import IncomingReceipt, OpenField, StoredReceipt
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.errors import UsageError


class ReceiptStore:
    """The receipts of one open file."""

    def __init__(self, session: StoreSession) -> None:
        """Work in an open session."""
        self._session = session

    def apply(self, incoming_receipt: IncomingReceipt) -> None:
        """Keep a receipt and move its report, in one transaction with its event."""
        with self._session.write() as conn:
            receipt_rows.insert_receipt(conn, self._session, incoming_receipt)

    def settle(self, incoming_receipt: IncomingReceipt, seq: int) -> None:
        """Apply a receipt that ends a correction, and restore the report as it was sent.

        All changes after the event of number `seq` are undone, in the same transaction.
        """
        with self._session.write() as conn:
            why = f"tỉnh chốt theo lần nộp {incoming_receipt.sequence}"
            edits = _edits_since_event(conn, incoming_receipt.period, seq)
            # The edits first: applying the receipt makes the report read-only.
            fields.save_edits(self._session, edits, why)
            self.apply(incoming_receipt)

    def of_period(self, period: Period) -> tuple[StoredReceipt, ...]:
        """Return the receipts of a period, the newest last."""
        with self._session.read() as conn:
            return receipt_rows.load_receipts(conn, period)

    def content(self, period: Period, number: int) -> bytes:
        """Return the PDF of a receipt; raise UsageError when there is none of that number."""
        with self._session.read() as conn:
            row = conn.execute(
                "SELECT bytes FROM receipts WHERE period = ? AND number = ?", (str(period), number)
            ).fetchone()
        if row is None:
            raise UsageError(f"Chưa nhận phiếu số {number} của báo cáo {period.label}.")
        content: bytes = row[0]
        return content

    def open_fields(self, period: Period) -> frozenset[OpenField] | None:
        """Return the fields to which the last receipt limits edits; None when it sets no limit."""
        with self._session.read() as conn:
            return receipt_rows.load_open_fields(conn, period)


def _edits_since_event(conn: sqlite3.Connection, period: Period, seq: int) -> tuple[FieldEdit, ...]:
    """Return edits that set each field to its value before its first change after an event."""
    before: dict[tuple[FieldKind, str], JsonValue] = {}
    for change in journal.changes_of_field(conn, period, None, None):
        if change.step > seq:
            before.setdefault((change.kind, change.id), change.before)
    return tuple(FieldEdit(period, kind, name, value) for (kind, name), value in before.items())
