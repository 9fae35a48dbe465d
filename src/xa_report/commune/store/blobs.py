"""Content kept under its SHA-256: definitions, evidence files and the outputs of a submission."""

import mimetypes
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256 as hash_of
from pathlib import Path

from xa_report.commune.store.database import StoreSession
from xa_report.commune.store.journal import append_event
from xa_report.domain.canonical_json import normalize_text
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.report import Report
from xa_report.errors import UsageError

FORM_KIND, PLAN_KIND = "form", "plan"
MAX_EVIDENCE_BYTES = 256 * 1024 * 1024
"""A file is read whole and stored in one row: an office PC has 4 GB of memory for all."""


@dataclass(frozen=True, slots=True)
class NewDefinition:
    """A form or a plan to be kept."""

    kind: str
    """`form` or `plan`."""
    id: str
    version: str
    canonical: bytes


class DefinitionStore:
    """The definitions of one open file."""

    def __init__(self, session: StoreSession) -> None:
        """Work in an open session."""
        self._session = session

    def put(self, kind: str, id: str, version: str, canonical: bytes, sha256: str) -> None:
        """Keep a `form` or a `plan`.

        Raise UsageError when the bytes do not have the hash, or the same id and version has other
        bytes already.
        """
        if hash_of(canonical).hexdigest() != sha256:
            raise UsageError(
                f"Nội dung của “{id}” không khớp mã băm {sha256[:12]}…; tệp đã bị sửa hoặc hỏng. "
                "Hãy lấy lại tệp do tỉnh ban hành."
            )
        save_definition(self._session, kind, id=id, version=version, canonical=canonical)

    def canonical(self, sha256: str) -> bytes:
        """Return the canonical bytes of a definition; raise UsageError when there is none."""
        with self._session.read() as conn:
            return read_definition_bytes(conn, sha256)

    def hashes(self, kind: str) -> tuple[str, ...]:
        """Return the hashes of all definitions of a kind (`form`, `plan`), the newest last."""
        with self._session.read() as conn:
            return definition_hashes(conn, kind)


def save_definition(
    session: StoreSession, kind: str, *, id: str, version: str, canonical: bytes
) -> str:
    """Keep a definition by its kind, id and version; return its hash.

    Raise UsageError when the same id and version stand for other bytes.
    """
    digest = hash_of(canonical).hexdigest()
    with session.write() as conn:
        stored = conn.execute(
            "SELECT sha256 FROM definitions WHERE kind = ? AND id = ? AND version = ?",
            (kind, id, version),
        ).fetchone()
        if stored is None:
            row = (digest, kind, id, version)
            conn.execute(
                "INSERT INTO definitions (sha256, kind, id, version, canonical) "
                "VALUES (?, ?, ?, ?, ?)",
                (*row, canonical),
            )
            keys = ("sha256", "kind", "id", "version")
            append_event(conn, session, "definition", dict(zip(keys, row, strict=True)))
        elif stored[0] != digest:
            raise UsageError(
                f"“{id}” phiên bản “{version}” đã có trong tệp số liệu với nội dung khác. "
                "Hãy xin tỉnh bản có số phiên bản mới; bản cũ được giữ nguyên."
            )
    return digest


def read_definition_bytes(conn: sqlite3.Connection, digest: str) -> bytes:
    """Return the canonical bytes of a definition; raise UsageError when there is none."""
    row = conn.execute("SELECT canonical FROM definitions WHERE sha256 = ?", (digest,)).fetchone()
    if row is None:
        raise UsageError(
            f"Không có bộ tiêu chí hoặc kế hoạch mang mã {digest[:12]}… trong tệp số liệu. "
            "Hãy nạp lại tệp do tỉnh ban hành."
        )
    canonical: bytes = row[0]
    return canonical


def definition_hashes(conn: sqlite3.Connection, kind: str) -> tuple[str, ...]:
    """Return the hashes of all definitions of a kind, in the order of their arrival."""
    rows = conn.execute("SELECT sha256 FROM definitions WHERE kind = ? ORDER BY position", (kind,))
    return tuple(digest for (digest,) in rows)


def require_definition(conn: sqlite3.Connection, kind: str, digest: str) -> None:
    """Raise UsageError unless the hash is of a stored definition of the kind."""
    row = conn.execute("SELECT kind FROM definitions WHERE sha256 = ?", (digest,)).fetchone()
    if row is None or row[0] != kind:
        what = {FORM_KIND: "bộ tiêu chí", PLAN_KIND: "kế hoạch"}[kind]
        raise UsageError(
            f"Mã {digest[:12]}… không phải là {what} nào trong tệp số liệu. "
            f"Hãy nạp {what} trước khi tạo báo cáo."
        )


# An own instance: the functions of the module ask the registry of Windows, which differs by PC.
_MEDIA_TYPES = mimetypes.MimeTypes()
for _suffix, _type in {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".webp": "image/webp",
    ".heic": "image/heic",
}.items():
    _MEDIA_TYPES.add_type(_type, _suffix)


def add_evidence_file(session: StoreSession, source: Path | bytes, name: str) -> EvidenceFile:
    """Keep a file; return a file of the same bytes that is kept already, under its first name.

    Raise UsageError when it is empty, too large or cannot be read.
    """
    content = source if isinstance(source, bytes) else _read_source(source)
    name = normalize_text(name)
    _require_usable_size(len(content), name)
    digest = hash_of(content).hexdigest()
    evidence = EvidenceFile(digest, name, len(content), guess_media_type(name))
    with session.write() as conn:
        existing = find_evidence_file(conn, digest)
        if existing is not None:
            return existing
        row = (evidence.sha256, evidence.name, evidence.size, evidence.mediatype)
        conn.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", (*row, content))
        keys = ("sha256", "name", "size", "mediatype")
        append_event(conn, session, "file", dict(zip(keys, row, strict=True)))
    return evidence


def load_evidence_files(conn: sqlite3.Connection) -> tuple[EvidenceFile, ...]:
    """Return all files without their bytes, by hash."""
    rows = conn.execute("SELECT sha256, name, size, mediatype FROM files ORDER BY sha256")
    return tuple(EvidenceFile(*row) for row in rows)


def find_evidence_file(conn: sqlite3.Connection, digest: str) -> EvidenceFile | None:
    """Return a file without its bytes; None when there is none of that hash."""
    row = conn.execute(
        "SELECT sha256, name, size, mediatype FROM files WHERE sha256 = ?", (digest,)
    ).fetchone()
    return EvidenceFile(*row) if row else None


def load_evidence_bytes(conn: sqlite3.Connection, digest: str) -> bytes:
    """Return the bytes of a file; raise UsageError when there is none of that hash."""
    row = conn.execute("SELECT bytes FROM files WHERE sha256 = ?", (digest,)).fetchone()
    if row is None:
        raise UsageError(
            f"Không có tài liệu kiểm chứng mang mã {digest[:12]}… trong tệp số liệu. "
            "Hãy thêm lại tệp tài liệu."
        )
    content: bytes = row[0]
    return content


def guess_media_type(name: str) -> str:
    """Return the media type that the file's name tells, `application/octet-stream` by default."""
    return _MEDIA_TYPES.guess_type(name)[0] or "application/octet-stream"


def _read_source(path: Path) -> bytes:
    try:
        # Before reading: a film dropped by mistake must not fill the memory first.
        _require_usable_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"Không đọc được tài liệu “{path}”: tệp đã bị xóa, chuyển chỗ hoặc bạn không có quyền "
            "đọc. Hãy chọn lại tệp."
        ) from error


def _require_usable_size(size: int, name: str) -> None:
    if size == 0:
        raise UsageError(f"Tài liệu “{name}” rỗng (0 byte). Hãy chọn lại tệp có nội dung.")
    if size > MAX_EVIDENCE_BYTES:
        raise UsageError(
            f"Tài liệu “{name}” lớn hơn {MAX_EVIDENCE_BYTES // 2**20} MB. Hãy quét lại ở độ phân "
            "giải thấp hơn hoặc tách thành nhiều tệp."
        )


def save_outputs(
    conn: sqlite3.Connection, session: StoreSession, report: Report, files: Mapping[str, bytes]
) -> None:
    """Keep files of a submission by name; a file of the same name is replaced."""
    key = (str(report.period), report.sequence)
    hashes = {name: hash_of(content).hexdigest() for name, content in files.items()}
    conn.executemany(
        "INSERT INTO outputs VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes",
        [(*key, name, hashes[name], content) for name, content in files.items()],
    )
    payload = {"period": key[0], "sequence": key[1], "files": hashes}
    append_event(conn, session, "outputs", payload)


def load_outputs(conn: sqlite3.Connection, report: Report) -> dict[str, bytes]:
    """Return the files of a submission by name; empty when there are none yet."""
    rows = conn.execute(
        "SELECT name, bytes FROM outputs WHERE period = ? AND sequence = ?",
        (str(report.period), report.sequence),
    )
    return dict(rows.fetchall())
