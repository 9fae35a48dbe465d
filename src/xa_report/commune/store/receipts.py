"""Receipts of the province: kept whole, applied once, each with the fields that it opens."""

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
from xa_report.errors import UsageError

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


class Receipts:
    """The receipts of one open file."""

    def __init__(self, session: Session) -> None:
        """Work in an open session."""
        self._session = session

    def apply(self, coming: Coming) -> None:
        """Keep a receipt and move its report, in one transaction with its event."""
        with self._session.write() as conn:
            _apply(conn, self._session, coming)

    def every(self, period: Period) -> tuple[Kept, ...]:
        """Return the receipts of a period, the newest last."""
        with self._session.read() as conn:
            return every(conn, period)

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

    def opened(self, period: Period) -> frozenset[OpenField] | None:
        """Return the fields to which the last receipt limits edits; None when it does not."""
        with self._session.read() as conn:
            return opened(conn, period)


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


def _apply(conn: sqlite3.Connection, session: Session, coming: Coming) -> None:
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
