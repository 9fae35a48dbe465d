"""Evidence files: their bytes are kept once, under the hash of the content."""

import mimetypes
import sqlite3
from hashlib import sha256
from pathlib import Path

from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.domain.canonical_json import normalize_text
from xa_report.domain.evidence import EvidenceFile
from xa_report.errors import UsageError

LARGEST = 256 * 1024 * 1024
"""Bytes: what an office PC holds in memory beside everything else."""

# Asked for by name here, because the registry of a Windows PC answers differently on each.
_TYPES = mimetypes.MimeTypes()
for _suffix, _type in {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".webp": "image/webp",
    ".heic": "image/heic",
}.items():
    _TYPES.add_type(_type, _suffix)


def add(session: Session, source: Path | bytes, name: str) -> EvidenceFile:
    """Keep a file; one that is kept already is returned under the name it was given first."""
    content = source if isinstance(source, bytes) else _content(source)
    name = normalize_text(name)
    _require_usable(len(content), name)
    digest = sha256(content).hexdigest()
    kept = EvidenceFile(digest, name, len(content), mediatype(name))
    with session.write() as conn:
        found = one(conn, digest)
        if found is not None:
            return found
        row = (kept.sha256, kept.name, kept.size, kept.mediatype)
        conn.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", (*row, content))
        keys = ("sha256", "name", "size", "mediatype")
        append(conn, session, "file", dict(zip(keys, row, strict=True)))
    return kept


def every(conn: sqlite3.Connection) -> tuple[EvidenceFile, ...]:
    """Return all files without their bytes."""
    rows = conn.execute("SELECT sha256, name, size, mediatype FROM files ORDER BY sha256")
    return tuple(EvidenceFile(*row) for row in rows)


def one(conn: sqlite3.Connection, digest: str) -> EvidenceFile | None:
    """Return a file without its bytes."""
    row = conn.execute(
        "SELECT sha256, name, size, mediatype FROM files WHERE sha256 = ?", (digest,)
    ).fetchone()
    return EvidenceFile(*row) if row else None


def content_of(conn: sqlite3.Connection, digest: str) -> bytes:
    """Return the bytes of a file."""
    row = conn.execute("SELECT bytes FROM files WHERE sha256 = ?", (digest,)).fetchone()
    if row is None:
        raise UsageError(
            f"Không có tài liệu kiểm chứng mang mã {digest[:12]}… trong tệp số liệu. "
            "Hãy thêm lại tệp tài liệu."
        )
    content: bytes = row[0]
    return content


def mediatype(name: str) -> str:
    """Tell the media type from the file's name."""
    return _TYPES.guess_type(name)[0] or "application/octet-stream"


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        _require_usable(size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Không đọc được tài liệu “{path}”: tệp đã bị xóa, chuyển chỗ hoặc bạn không có quyền "
            "đọc. Hãy chọn lại tệp."
        ) from error


def _require_usable(size: int, name: str) -> None:
    if size == 0:
        raise UsageError(f"Tài liệu “{name}” rỗng (0 byte). Hãy chọn lại tệp có nội dung.")
    if size > LARGEST:
        raise UsageError(
            f"Tài liệu “{name}” lớn hơn {LARGEST // 2**20} MB. Hãy quét lại ở độ phân giải thấp "
            "hơn hoặc tách thành nhiều tệp."
        )
