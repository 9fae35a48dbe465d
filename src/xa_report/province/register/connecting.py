"""Connects to a register: an SQLite file, or PostgreSQL when several people work at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from xa_report.errors import EnvironmentFailedError, UsageError

PRAGMAS = (
    "page_size=16384",  # of a new file: received packages lie in it, a piece of 2 MB and more each
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "wal_autocheckpoint=4096",  # pages: what is committed is durable without being moved at once
)
WRITERS = 7_031_025
"""The key of the lock that PostgreSQL's writers take one after another."""
READING = {"reading": True}


def url_of(database: str) -> URL:
    """The address of a register that is named by a path or by a database URL."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database)))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise UsageError(_ADDRESS.format(database.partition("@")[2] or database)) from error
    if url.get_backend_name() not in {"postgresql", "sqlite"}:
        raise UsageError(_ADDRESS.format(url.render_as_string()))
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


_ADDRESS = (
    "Không hiểu nơi đặt sổ “{}”. Hãy ghi đường dẫn tệp, hoặc địa chỉ "
    "postgresql+psycopg://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu."
)


def engine_of(url: URL, *, steady: bool = False) -> Engine:
    """An engine whose transactions begin at once, so that writers wait instead of failing.

    Its connections are closed after each transaction; `steady` keeps them until it is disposed of.
    """
    try:
        engine = create_engine(url, poolclass=QueuePool if steady else NullPool)
    except (NoSuchModuleError, ImportError) as error:
        raise UsageError(_ADDRESS.format(url.render_as_string())) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Let SQLAlchemy say BEGIN itself: Python's driver would begin too late."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def take_turn(connection: Connection) -> None:
    """Wait until no other writer of PostgreSQL is in the middle of something."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database refuses into a sentence."""
    try:
        yield
    except DBAPIError as error:
        raise EnvironmentFailedError(_sentence(url, error)) from error


def _sentence(url: URL, error: DBAPIError) -> str:
    where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    reason = str(error.orig or error).splitlines()[0]
    if url.get_backend_name() == "sqlite" and "locked" in reason:
        return f"Sổ “{where}” đang có người khác ghi quá lâu. Hãy thử lại sau ít phút."
    if isinstance(error, DatabaseError) and "not a database" in reason:
        return f"“{where}” không phải là sổ của tỉnh. Hãy chọn đúng tệp."
    return (
        f"Không làm việc được với sổ “{where}” ({reason}). Hãy kiểm tra đường dẫn, ổ đĩa, máy chủ "
        "và quyền truy cập."
    )
