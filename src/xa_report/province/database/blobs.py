"""Received bytes under their SHA-256, in chunks of 4 MiB a row."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, select

from xa_report.errors import StoreDamagedError
from xa_report.province.database.tables import BLOBS, CHUNKS

CHUNK_SIZE = 4 * 2**20
"""Bytes of a row: PostgreSQL and its driver hold a whole value in memory, several times."""


def save_blob_bytes(connection: Connection, content: bytes) -> str:
    """Save bytes; return their hash."""
    digest = sha256(content).hexdigest()
    chunks = (content[at : at + CHUNK_SIZE] for at in range(0, len(content), CHUNK_SIZE))
    _save_chunks(connection, digest, len(content), chunks)
    return digest


def save_blob_file(connection: Connection, path: Path, digest: str, length: int) -> bool:
    """Save a file of known hash and length; return whether it still has that hash.

    When it has not, the caller must roll its transaction back. Bytes that are saved already are
    not read again. Raise OSError when the file cannot be read.
    """
    seen = sha256()

    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_SIZE):
                seen.update(chunk)
                yield chunk

    fresh = _save_chunks(connection, digest, length, chunks())
    return not fresh or seen.hexdigest() == digest


def _save_chunks(connection: Connection, digest: str, length: int, chunks: Iterator[bytes]) -> bool:
    if has_blob(connection, digest):
        return False
    connection.execute(BLOBS.insert().values(sha256=digest, size=length))
    for position, chunk in enumerate(chunks):
        row = {"sha256": digest, "position": position, "bytes": chunk}
        connection.execute(CHUNKS.insert().values(**row))
    return True


def has_blob(connection: Connection, digest: str) -> bool:
    """Return whether bytes of this hash are saved."""
    rows = connection.execute(select(BLOBS.c.sha256).where(BLOBS.c.sha256 == digest))
    return rows.first() is not None


def blob_size(connection: Connection, digest: str) -> int | None:
    """Return the number of bytes under a hash; None when there are none."""
    size = connection.execute(select(BLOBS.c.size).where(BLOBS.c.sha256 == digest)).scalar()
    return None if size is None else int(size)


def iter_blob_chunks(connection: Connection, digest: str) -> Iterator[bytes]:
    """Yield saved bytes piece by piece; raise StoreDamagedError after the last when not intact."""
    seen, known = sha256(), CHUNKS.c
    rows = connection.execute(
        select(known.bytes).where(known.sha256 == digest).order_by(known.position)
    )
    for row in rows:
        seen.update(row.bytes)
        yield bytes(row.bytes)
    if seen.hexdigest() != digest:
        raise StoreDamagedError(
            f"Tệp đã nhận {digest[:12]}… trong sổ không còn nguyên vẹn. Hãy khôi phục sổ từ bản "
            "sao lưu."
        )


def read_blob(connection: Connection, digest: str) -> bytes:
    """Return saved bytes whole; raise StoreDamagedError when they are not intact."""
    return b"".join(iter_blob_chunks(connection, digest))
