"""One connection to a store's file: how it is opened, and its failures put into sentences."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from xa_report.errors import EnvironmentFailedError, StoreDamagedError, UsageError, XaReportError

APPLICATION_ID = 0x58615265
"""`XaRe`, in the head of every file of this program."""

_FOR_WRITING = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_ENVIRONMENT = {
    sqlite3.SQLITE_FULL: "Ổ đĩa đã đầy khi ghi tệp “{name}”. "
    "Hãy giải phóng dung lượng rồi làm lại thao tác vừa rồi.",
    sqlite3.SQLITE_READONLY: "Không được phép ghi vào tệp “{name}”. "
    "Hãy bỏ thuộc tính chỉ đọc hoặc chép tệp sang thư mục mà bạn được ghi.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được tệp “{name}”. "
    "Hãy kiểm tra đường dẫn và quyền truy cập thư mục chứa tệp.",
    sqlite3.SQLITE_BUSY: "Tệp “{name}” đang bận vì một chương trình khác. "
    "Hãy đóng chương trình đó rồi thử lại.",
    sqlite3.SQLITE_IOERR: "Không đọc hoặc ghi được tệp “{name}” vì lỗi ổ đĩa. "
    "Hãy kiểm tra ổ đĩa (USB còn cắm không?) rồi thử lại.",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into errors that a user can act on; bugs pass through."""
    try:
        yield
    except sqlite3.Error as error:
        known = _known(path, getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise
        raise known from error


def connect(path: Path) -> Database:
    """Open an existing or new file for writing: WAL, every commit flushed to the disk."""
    # SQLite itself opens a write-protected file without a word.
    if path.exists() and not os.access(path, os.W_OK):
        raise _environment(path, sqlite3.SQLITE_READONLY)
    db = _database(sqlite3.connect(path, isolation_level=None))
    try:
        for statement in _FOR_WRITING:
            db.conn.execute(statement)
    except sqlite3.Error:
        db.close()
        raise
    return db


def connect_read_only(path: Path) -> Database:
    """Open an existing file without writing to it, also on a medium that cannot be written."""
    address = path.resolve().as_uri() + "?mode=ro"
    try:
        return _reading(address)
    except sqlite3.OperationalError:
        # Beside a file on such a medium no WAL index can be made; without a WAL none is needed.
        wal = path.with_name(f"{path.name}-wal")
        if not path.is_file() or (wal.exists() and wal.stat().st_size > 0):
            raise
        return _reading(f"{address}&immutable=1")


def _reading(address: str) -> Database:
    db = _database(sqlite3.connect(address, uri=True, isolation_level=None))
    try:
        db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, execute_plugins=False)


def _known(path: Path, code: int) -> XaReportError | None:
    if code in _DAMAGED:
        return damaged(path)
    return _environment(path, code) if code in _ENVIRONMENT else None


def _environment(path: Path, code: int) -> EnvironmentFailedError:
    return EnvironmentFailedError(_ENVIRONMENT[code].format(name=path.name))


def damaged(path: Path, what: str = "") -> StoreDamagedError:
    """Make the error for a file that is not intact, with what to do."""
    detail = f" ({what})" if what else ""
    return StoreDamagedError(
        f"Tệp “{path.name}” bị hỏng{detail}. Hãy giữ nguyên tệp này và khôi phục từ bản sao lưu "
        f"gần nhất trong thư mục “{path.name}.backups” (lệnh `xa-report commune restore`)."
    )


def require_file(path: Path) -> None:
    """Refuse a path without a file, and an empty file."""
    if not path.is_file():
        raise UsageError(f"Không có tệp “{path}”. Hãy kiểm tra lại tên và thư mục.")
    if path.stat().st_size == 0:
        raise damaged(path, "tệp rỗng")
