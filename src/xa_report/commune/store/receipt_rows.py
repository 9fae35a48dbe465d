"""The rows of receipts: what was applied, what is to be, and the fields that each opens."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from xa_report.commune.store.edit import Kind
from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.domain.period import Period
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState

OpenField = tuple[Kind, str]
"""An answer by item, or typed points, explanation and evidence by criterion."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt that was applied."""

    sequence: int
    """Of the submission that it answers."""
    number: int
    kind: ReceiptKind
    sha256: str
    """Of its PDF."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A receipt to be applied, and what it does to the report."""

    period: Period
    sequence: int
    number: int
    kind: ReceiptKind
    content: bytes
    state: ReportState
    report_sequence: int
    """Of the report afterwards."""
    opened: Sequence[OpenField] = ()


def every(conn: sqlite3.Connection, period: Period) -> tuple[Kept, ...]:
    """Return the receipts of a period, the newest last."""
    rows = conn.execute(
        "SELECT sequence, number, kind, sha256 FROM receipts WHERE period = ? ORDER BY number",
        (str(period),),
    )
    return tuple(Kept(seq, number, ReceiptKind(kind), digest) for seq, number, kind, digest in rows)


def opened(conn: sqlite3.Connection, period: Period) -> frozenset[OpenField] | None:
    """Return what may be edited while the last receipt is one that returns the report."""
    kept = every(conn, period)
    if not kept or kept[-1].kind is not ReceiptKind.RETURNED:
        return None
    rows = conn.execute(
        "SELECT kind, id FROM unlocked WHERE period = ? AND number = ?",
        (str(period), kept[-1].number),
    )
    return frozenset((Kind(kind), name) for kind, name in rows)


def apply(conn: sqlite3.Connection, session: Session, coming: Coming) -> None:
    """Keep a receipt and move its report, with its event."""
    period, digest = str(coming.period), sha256(coming.content).hexdigest()
    conn.execute(
        "INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?)",
        (period, coming.number, coming.sequence, coming.kind, digest, coming.content),
    )
    fields = _sorted(coming.opened)
    conn.executemany(
        "INSERT INTO unlocked VALUES (?, ?, ?, ?)",
        [(period, coming.number, kind, name) for kind, name in fields],
    )
    conn.execute(
        "UPDATE reports SET state = ?, sequence = ? WHERE period = ?",
        (coming.state, coming.report_sequence, period),
    )
    payload = {
        "period": period,
        "number": coming.number,
        "sequence": coming.sequence,
        "kind": coming.kind,
        "sha256": digest,
        "state": coming.state,
        "report_sequence": coming.report_sequence,
        "opened": [[kind, name] for kind, name in fields],
    }
    append(conn, session, "receipt", payload)


def _sorted(fields: Iterable[OpenField]) -> list[OpenField]:
    return sorted(set(fields))
