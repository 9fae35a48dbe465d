"""What may not be edited while the province has opened only some criteria."""

import sqlite3
from collections.abc import Iterable

from xa_report.commune.store.edit import KIND_LABELS, Edit, Kind
from xa_report.commune.store.receipt_rows import OpenField, opened
from xa_report.domain.period import Period
from xa_report.errors import UsageError

ALWAYS_OPEN = frozenset({Kind.REASON, Kind.LETTERHEAD})


def require_unlocked(conn: sqlite3.Connection, period: Period, edits: Iterable[Edit]) -> None:
    """Refuse edits of what the last receipt did not open; called inside the edits' transaction."""
    fields = opened(conn, period)
    if fields is None:
        return
    for edit in edits:
        if edit.kind not in ALWAYS_OPEN and not _open(conn, edit, fields):
            raise UsageError(_refusal(edit, fields))


def _open(conn: sqlite3.Connection, edit: Edit, fields: frozenset[OpenField]) -> bool:
    if edit.kind is Kind.DOCUMENT:
        # How a file is cited shows wherever it is proof, so all of these must be open.
        codes = _proven_by(conn, edit)
        return all((Kind.EVIDENCE, code) in fields for code in codes)
    name = edit.id.rpartition("#")[0] if edit.kind is Kind.EVIDENCE else edit.id
    return (edit.kind, name) in fields


def _proven_by(conn: sqlite3.Connection, edit: Edit) -> list[str]:
    rows = conn.execute(
        "SELECT id FROM fields WHERE period = ? AND kind = ? AND substr(id, -64) = ?",
        (str(edit.period), Kind.EVIDENCE, edit.id),
    )
    return [name.rpartition("#")[0] for (name,) in rows]


def _refusal(edit: Edit, fields: frozenset[OpenField]) -> str:
    codes = ", ".join(sorted(name for kind, name in fields if kind is Kind.EXPLANATION))
    return (
        f"Không sửa được {_named(edit)}: tỉnh chỉ mở lại tiêu chí {codes}, các tiêu chí khác phải "
        "giữ nguyên như đã nộp. Hãy sửa trong những tiêu chí được mở, hoặc đề nghị tỉnh mở thêm."
    )


def _named(edit: Edit) -> str:
    what = KIND_LABELS[edit.kind]
    if edit.kind is Kind.ANSWER:
        return f"{what} “{edit.id}”"
    if edit.kind is Kind.DOCUMENT:
        return f"{what} đã dùng cho tiêu chí khác"
    return f"{what} của tiêu chí {edit.id.rpartition('#')[0] or edit.id}"
