"""Rows of receipts, and of the fields that a receipt opened for correction."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from xa_report.commune.store.database import StoreSession
from xa_report.commune.store.edits import FIELD_KIND_LABELS, FieldEdit, FieldKind
from xa_report.commune.store.journal import append_event
from xa_report.domain.period import Period
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError

OpenField = tuple[FieldKind, str]
"""Kind and id: an answer by item; typed points, explanation and evidence by criterion."""
ALWAYS_OPEN_KINDS = frozenset({FieldKind.REASON, FieldKind.LETTERHEAD})
"""Kinds that no return limits: a corrected report has new warnings, a new date and number."""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt that was applied."""

    sequence: int
    """Number of the submission that it answers."""
    number: int
    kind: ReceiptKind
    sha256: str
    """Of its PDF."""


@dataclass(frozen=True, slots=True)
class IncomingReceipt:
    """A receipt to be applied, with the state and number that the report gets by it."""

    period: Period
    sequence: int
    number: int
    kind: ReceiptKind
    content: bytes
    state: ReportState
    report_sequence: int
    """Sequence number of the report afterwards."""
    opened: Sequence[OpenField] = ()


def load_receipts(conn: sqlite3.Connection, period: Period) -> tuple[StoredReceipt, ...]:
    """Return the receipts of a period, the newest last."""
    rows = conn.execute(
        "SELECT sequence, number, kind, sha256 FROM receipts WHERE period = ? ORDER BY number",
        (str(period),),
    )
    return tuple(
        StoredReceipt(seq, number, ReceiptKind(kind), digest) for seq, number, kind, digest in rows
    )


def load_open_fields(conn: sqlite3.Connection, period: Period) -> frozenset[OpenField] | None:
    """Return the fields that the last receipt opened; None when it did not return the report."""
    receipts = load_receipts(conn, period)
    if not receipts or receipts[-1].kind is not ReceiptKind.RETURNED:
        return None
    rows = conn.execute(
        "SELECT kind, id FROM unlocked WHERE period = ? AND number = ?",
        (str(period), receipts[-1].number),
    )
    return frozenset((FieldKind(kind), name) for kind, name in rows)


def insert_receipt(
    conn: sqlite3.Connection, session: StoreSession, incoming_receipt: IncomingReceipt
) -> None:
    """Store a receipt and move its report on, with the event of both."""
    period, digest = str(incoming_receipt.period), sha256(incoming_receipt.content).hexdigest()
    conn.execute(
        "INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?)",
        (
            period,
            incoming_receipt.number,
            incoming_receipt.sequence,
            incoming_receipt.kind,
            digest,
            incoming_receipt.content,
        ),
    )
    fields = _sorted_fields(incoming_receipt.opened)
    conn.executemany(
        "INSERT INTO unlocked VALUES (?, ?, ?, ?)",
        [(period, incoming_receipt.number, kind, name) for kind, name in fields],
    )
    conn.execute(
        "UPDATE reports SET state = ?, sequence = ? WHERE period = ?",
        (incoming_receipt.state, incoming_receipt.report_sequence, period),
    )
    payload = {
        "period": period,
        "number": incoming_receipt.number,
        "sequence": incoming_receipt.sequence,
        "kind": incoming_receipt.kind,
        "sha256": digest,
        "state": incoming_receipt.state,
        "report_sequence": incoming_receipt.report_sequence,
        "opened": [[kind, name] for kind, name in fields],
    }
    append_event(conn, session, "receipt", payload)


def _sorted_fields(fields: Iterable[OpenField]) -> list[OpenField]:
    return sorted(set(fields))


def require_reopened(conn: sqlite3.Connection, period: Period, edits: Iterable[FieldEdit]) -> None:
    """Raise UsageError for edits of what the last receipt did not open.

    Called inside the edits' transaction, which is rolled back then.
    """
    fields = load_open_fields(conn, period)
    if fields is None:
        return
    for edit in edits:
        if edit.kind not in ALWAYS_OPEN_KINDS and not _is_open(conn, edit, fields):
            raise UsageError(_locked_sentence(edit, fields))


def _is_open(conn: sqlite3.Connection, edit: FieldEdit, fields: frozenset[OpenField]) -> bool:
    code = edit.id.rpartition("#")[0]
    if edit.kind is FieldKind.DOCUMENT and code:
        return (FieldKind.EVIDENCE, code) in fields
    if edit.kind is FieldKind.DOCUMENT:
        # One for the whole file shows at every criterion that it proves: all must be open.
        codes = _criteria_proven_by(conn, edit)
        return all((FieldKind.EVIDENCE, code) in fields for code in codes)
    name = code if edit.kind is FieldKind.EVIDENCE else edit.id
    return (edit.kind, name) in fields


def _criteria_proven_by(conn: sqlite3.Connection, edit: FieldEdit) -> list[str]:
    rows = conn.execute(
        # The id is `code#sha256`, and a hash has 64 digits.
        "SELECT id FROM fields WHERE period = ? AND kind = ? AND substr(id, -64) = ?",
        (str(edit.period), FieldKind.EVIDENCE, edit.id),
    )
    return [name.rpartition("#")[0] for (name,) in rows]


def _locked_sentence(edit: FieldEdit, fields: frozenset[OpenField]) -> str:
    # An opened criterion always has its explanation among the fields, once.
    codes = ", ".join(sorted(name for kind, name in fields if kind is FieldKind.EXPLANATION))
    return (
        f"Không sửa được {_edited_field_label(edit)}: tỉnh chỉ mở lại tiêu chí {codes}, các tiêu "
        "chí khác phải giữ nguyên như đã nộp. Hãy sửa trong những tiêu chí được mở, hoặc đề nghị "
        "tỉnh mở thêm."
    )


def _edited_field_label(edit: FieldEdit) -> str:
    what = FIELD_KIND_LABELS[edit.kind]
    if edit.kind is FieldKind.ANSWER:
        return f"{what} “{edit.id}”"
    if edit.kind is FieldKind.DOCUMENT and "#" not in edit.id:
        return f"{what} đã dùng cho tiêu chí khác"
    return f"{what} của tiêu chí {edit.id.rpartition('#')[0] or edit.id}"
