"""Definitions as they were received: canonical bytes under their hash."""

import sqlite3
from hashlib import sha256 as hash_of

from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.errors import UsageError

FORM, PLAN = "form", "plan"


class Definitions:
    """The definitions of one open file."""

    def __init__(self, session: Session) -> None:
        """Work in an open session."""
        self._session = session

    def put(self, kind: str, id: str, version: str, canonical: bytes, sha256: str) -> None:
        """Keep a `form` or a `plan`; the same id and version with other bytes is refused."""
        if hash_of(canonical).hexdigest() != sha256:
            raise UsageError(
                f"Nội dung của “{id}” không khớp mã băm {sha256[:12]}…; tệp đã bị sửa hoặc hỏng. "
                "Hãy lấy lại tệp do tỉnh ban hành."
            )
        put(self._session, kind, (id, version), canonical)

    def canonical(self, sha256: str) -> bytes:
        """Return the canonical bytes of a definition."""
        with self._session.read() as conn:
            return get(conn, sha256)

    def hashes(self, kind: str) -> tuple[str, ...]:
        """Return the hashes of all definitions of a kind (`form`, `plan`), the newest last."""
        with self._session.read() as conn:
            return hashes(conn, kind)


def put(session: Session, kind: str, label: tuple[str, str], canonical: bytes) -> str:
    """Keep a definition by its id and version; return its hash.

    Raise UsageError when the same id and version stand for other bytes.
    """
    digest = hash_of(canonical).hexdigest()
    with session.write() as conn:
        found = conn.execute(
            "SELECT sha256 FROM definitions WHERE kind = ? AND id = ? AND version = ?",
            (kind, *label),
        ).fetchone()
        if found is None:
            row = (digest, kind, *label)
            conn.execute(
                "INSERT INTO definitions (sha256, kind, id, version, canonical) "
                "VALUES (?, ?, ?, ?, ?)",
                (*row, canonical),
            )
            keys = ("sha256", "kind", "id", "version")
            append(conn, session, "definition", dict(zip(keys, row, strict=True)))
        elif found[0] != digest:
            raise UsageError(
                f"“{label[0]}” phiên bản “{label[1]}” đã có trong tệp số liệu với nội dung khác. "
                "Hãy xin tỉnh bản có số phiên bản mới; bản cũ được giữ nguyên."
            )
    return digest


def get(conn: sqlite3.Connection, digest: str) -> bytes:
    """Return the canonical bytes of a definition."""
    row = conn.execute("SELECT canonical FROM definitions WHERE sha256 = ?", (digest,)).fetchone()
    if row is None:
        raise UsageError(
            f"Không có bộ tiêu chí hoặc kế hoạch mang mã {digest[:12]}… trong tệp số liệu. "
            "Hãy nạp lại tệp do tỉnh ban hành."
        )
    canonical: bytes = row[0]
    return canonical


def hashes(conn: sqlite3.Connection, kind: str) -> tuple[str, ...]:
    """Return the hashes of all definitions of a kind, in the order of their arrival."""
    rows = conn.execute("SELECT sha256 FROM definitions WHERE kind = ? ORDER BY position", (kind,))
    return tuple(digest for (digest,) in rows)


def require(conn: sqlite3.Connection, kind: str, digest: str) -> None:
    """Refuse a hash that stands for no definition of a kind."""
    row = conn.execute("SELECT kind FROM definitions WHERE sha256 = ?", (digest,)).fetchone()
    if row is None or row[0] != kind:
        what = {FORM: "bộ tiêu chí", PLAN: "kế hoạch"}[kind]
        raise UsageError(
            f"Mã {digest[:12]}… không phải là {what} nào trong tệp số liệu. "
            f"Hãy nạp {what} trước khi tạo báo cáo."
        )
