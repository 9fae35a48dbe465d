"""Connection of an open store: pragmas, transactions, SQLite errors as sentences, its unit."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date
from pathlib import Path

from sqlite_utils import Database

from xa_report.commune.store.writer_lock import WriterLock
from xa_report.domain.dates import Clock
from xa_report.domain.unit import Unit
from xa_report.errors import EnvironmentFailedError, StoreDamagedError, UsageError, XaReportError

APPLICATION_ID = 0x58615265
"""`XaRe`, in the head of every file of this program."""

# FULL: in WAL mode NORMAL may lose the last commits at a power cut, and a commit is what the user
# was shown as saved (https://sqlite.org/pragma.html#pragma_synchronous).
_WRITING_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_ENVIRONMENT_SENTENCES = {
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
def translate_sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into errors that a user can act on; other errors pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the primary code, the rest says more (https://sqlite.org/rescode.html).
        translated = _error_of_code(path, getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if translated is None:
            raise
        raise translated from error


def connect_for_writing(path: Path) -> Database:
    """Open an existing or new file for writing: WAL, every commit flushed to the disk."""
    # SQLite opens a write-protected file silently and fails at the first write only.
    if path.exists() and not os.access(path, os.W_OK):
        raise _environment_error(path, sqlite3.SQLITE_READONLY)
    db = _configured_database(sqlite3.connect(path, isolation_level=None))
    try:
        for statement in _WRITING_PRAGMAS:
            db.conn.execute(statement)
    except sqlite3.Error:
        db.close()
        raise
    return db


def connect_read_only(path: Path) -> Database:
    """Open an existing file without writing to it, also on a medium that cannot be written."""
    address = path.resolve().as_uri() + "?mode=ro"
    try:
        return _connect_by_address(address)
    except sqlite3.OperationalError:
        # A WAL index cannot be made on a medium that is write-protected; without a WAL none is
        # needed, and `immutable` keeps SQLite from trying (https://sqlite.org/wal.html).
        wal = path.with_name(f"{path.name}-wal")
        if not path.is_file() or (wal.exists() and wal.stat().st_size > 0):
            raise
        return _connect_by_address(f"{address}&immutable=1")


def _connect_by_address(address: str) -> Database:
    db = _configured_database(sqlite3.connect(address, uri=True, isolation_level=None))
    try:
        # SQLite opens the file when it is first read: only now a wrong or locked one shows.
        db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _configured_database(connection: sqlite3.Connection) -> Database:
    # Plugins of sqlite-utils that happen to be installed could register functions and run code.
    return Database(connection, execute_plugins=False)


def _error_of_code(path: Path, code: int) -> XaReportError | None:
    if code in _DAMAGE_CODES:
        return damaged_file_error(path)
    return _environment_error(path, code) if code in _ENVIRONMENT_SENTENCES else None


def _environment_error(path: Path, code: int) -> EnvironmentFailedError:
    return EnvironmentFailedError(_ENVIRONMENT_SENTENCES[code].format(name=path.name))


def damaged_file_error(path: Path, what: str = "") -> StoreDamagedError:
    """Build the error for a file that is not intact, with what to do."""
    detail = f" ({what})" if what else ""
    return StoreDamagedError(
        f"Tệp “{path.name}” bị hỏng{detail}. Hãy giữ nguyên tệp này và khôi phục từ bản sao lưu "
        f"gần nhất trong thư mục “{path.name}.backups” (lệnh `xa-report commune restore`)."
    )


def require_nonempty_file(path: Path) -> None:
    """Raise UsageError for a path without a file, StoreDamagedError for an empty one."""
    if not path.is_file():
        raise UsageError(f"Không có tệp “{path}”. Hãy kiểm tra lại tên và thư mục.")
    if path.stat().st_size == 0:
        raise damaged_file_error(path, "tệp rỗng")


@dataclass(frozen=True, slots=True)
class StoreSession:
    """An open connection with the file's path, its user, clock and lock."""

    path: Path
    db: Database
    who: str
    clock: Clock
    lock: WriterLock | None
    """None when the file is open for reading only."""
    notices: tuple[str, ...] = ()
    """Sentences for the user about what did not hinder the opening."""

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Open one durable transaction: all of it is on the disk afterwards, or none.

        Raise UsageError when the file is open for reading only. Inside of another transaction it
        becomes a part of that one.
        """
        if self.lock is None:
            raise UsageError(
                f"Tệp “{self.path.name}” đang mở ở chế độ chỉ đọc nên không ghi được. "
                "Hãy đóng cửa sổ đang giữ tệp rồi mở lại để ghi."
            )
        with translate_sqlite_errors(self.path), self.db.atomic():
            yield self.db.conn

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Open one unchanging view, also while another process writes."""
        with translate_sqlite_errors(self.path), self.db.atomic():
            yield self.db.conn

    def now(self) -> str:
        """Return the present time as it is stored: ISO 8601, UTC, milliseconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def close(self) -> None:
        """Close the file and let the next writer in."""
        try:
            self.db.close()
        finally:
            if self.lock is not None:
                self.lock.release()


UNIT_COLUMNS = tuple(field.name for field in fields(Unit))


def unit_to_row(unit: Unit) -> dict[str, str | None]:
    """Return the columns of a unit as texts; `formed` is ISO 8601 or None."""
    row: dict[str, str | None] = {name: getattr(unit, name) for name in UNIT_COLUMNS}
    return row | {"formed": unit.formed.isoformat() if unit.formed else None}


def save_owner(conn: sqlite3.Connection, unit: Unit) -> None:
    """Store the unit of a new file."""
    conn.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", tuple(unit_to_row(unit).values()))


def load_owner(conn: sqlite3.Connection) -> Unit:
    """Return the unit whose file it is."""
    row = conn.execute(
        "SELECT code, name, kind, province_code, province_name, formed FROM unit"
    ).fetchone()
    code, name, kind, province_code, province_name, formed = row
    day = date.fromisoformat(formed) if formed else None
    return Unit(code, name, kind, province_code, province_name, day)


SQLITE_HEADER = b"SQLite format 3\x00"


def is_foreign_database(path: Path, table: str) -> bool:
    """Return whether a file is an SQLite file of another program with a table of that name.

    False for a file that cannot be read.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(SQLITE_HEADER)) != SQLITE_HEADER:
                return False
        with closing(connect_read_only(path)) as db:
            (number,) = db.conn.execute("PRAGMA application_id").fetchone()
            return number != APPLICATION_ID and table in db.table_names()
    except (OSError, sqlite3.Error):
        # Opening the file reports what is wrong with it.
        return False
