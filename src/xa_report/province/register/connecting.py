"""Connects to a register: an SQLite file, or PostgreSQL when several people work at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.province.register.refusals import sentence

PATIENCE, CONNECT = 60_000, 10
"""Milliseconds that a writer waits for its turn, and seconds for a server."""
PRAGMAS = (
    f"busy_timeout={PATIENCE}",
    "page_size=16384",  # of a new file: received packages lie in it, a piece of 2 MB and more each
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=4096",  # pages: what is committed is durable without being moved at once
)
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
WRITERS = 7_031_025
"""The key of the lock that PostgreSQL's writers take one after another."""
READING = {"reading": True}


def url_of(database: str) -> URL:
    """The address of a register that is named by a path or by a database URL."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database)))
    try:
        url = make_url(database)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise UsageError(_ADDRESS.format(_scheme(database))) from error
    if not url.database or kind not in DRIVERS:
        raise UsageError(_ADDRESS.format(_scheme(database)))
    return url.set(drivername=DRIVERS[kind])


def _scheme(database: str) -> str:
    """As much of an address as certainly holds no password."""
    return f"{database.partition('://')[0]}://…"


_ADDRESS = (
    "Không hiểu nơi đặt sổ “{}”. Hãy ghi đường dẫn tệp, hoặc địa chỉ "
    "postgresql+psycopg://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu."
)


def engine_of(url: URL, *, steady: bool = False) -> Engine:
    """An engine whose transactions begin at once, so that writers wait instead of failing.

    Its connections are closed after each transaction; `steady` keeps them until it is disposed of.
    """
    pool = QueuePool if steady else NullPool
    if url.get_backend_name() == "postgresql":
        patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT}
        return create_engine(url, poolclass=pool, connect_args=patience)
    engine = create_engine(url, poolclass=pool)
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
        connection.execute(text(f"SET LOCAL lock_timeout = {PATIENCE}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database refuses into a sentence."""
    try:
        yield
    except DBAPIError as error:
        raise EnvironmentFailedError(sentence(url, error)) from error
