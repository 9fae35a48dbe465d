"""Engine of a register: address, locking, migrations, bulk inserts, errors as sentences."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from xa_report.errors import EnvironmentFailedError, StoreTooNewError, UsageError

FEW_ROWS = 200
"""Up to so many rows INSERT is as fast as a COPY of PostgreSQL."""
MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
CHECK_SENTENCE = "Hãy kiểm tra đường dẫn, ổ đĩa, máy chủ và quyền truy cập."
BUSY_SENTENCE = "Sổ “{where}” đang có người khác ghi quá lâu. Hãy thử lại sau ít phút."
FULL_SENTENCE = (
    "Ổ đĩa chứa sổ “{where}” đã đầy; việc đang làm dở chưa được ghi. Hãy dọn ổ đĩa rồi làm lại."
)
# The first row of which a sign stands in the message or is the SQLSTATE decides, so the broad
# words ("connection", "server") come last. PostgreSQL's messages may be translated, its codes not:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
REFUSAL_SENTENCES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("database is locked", "lock timeout", "55P03"), BUSY_SENTENCE),
    (("disk is full", "53100", "No space left"), FULL_SENTENCE),
    (
        ("not a database", "malformed"),
        "“{where}” không phải là sổ của tỉnh, hoặc tệp đã hỏng. Hãy chọn đúng tệp, hoặc khôi phục "
        "từ bản sao lưu.",
    ),
    (
        ("unable to open", "readonly database", "disk I/O error"),
        "Không mở được sổ “{where}”. Hãy kiểm tra thư mục, ổ đĩa và quyền ghi.",
    ),
    (
        ("password authentication", "no password supplied", "28P01", "role "),
        "Máy chủ không nhận tên hoặc mật khẩu của “{where}”. Hãy kiểm tra lại với người quản trị.",
    ),
    (
        ("does not exist",),
        "Máy chủ không có cơ sở dữ liệu của “{where}”. Hãy kiểm tra tên với người quản trị.",
    ),
    (
        ("permission denied", "42501"),
        "Tài khoản trong “{where}” không đủ quyền. Hãy đề nghị người quản trị cấp quyền.",
    ),
    (
        ("connection", "server", "resolve host", "timeout", "57P0"),
        "Không liên lạc được với máy chủ của “{where}”. Hãy kiểm tra mạng và máy chủ rồi làm lại.",
    ),
)
BUSY_TIMEOUT_MS, CONNECT_TIMEOUT_SECONDS = 60_000, 10
"""Milliseconds that a writer waits for its turn, and seconds that a server may take to answer."""
PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    # Takes effect in a new file only. Packages are stored in pieces of 4 MiB, for which pages of
    # the usual 4 KiB are too many.
    "page_size=16384",
    "journal_mode=WAL",
    # Not NORMAL: after a power cut the last commits would be missing, their sticks sent back.
    "synchronous=FULL",
    "foreign_keys=ON",
    # In pages, 64 MiB: a commit is durable in the WAL, moving it to the file can wait for more.
    "wal_autocheckpoint=4096",
)
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
WRITE_LOCK_NUMBER = 7_031_025
"""Key of the advisory lock of PostgreSQL's writers; any number will do that never changes."""
READING_OPTIONS = {"reading": True}
_ADDRESS = (
    "Không hiểu nơi đặt sổ “{}”. Hãy ghi đường dẫn tệp, hoặc địa chỉ "
    "postgresql+psycopg://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu."
)


def bulk_insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows into a table; its name and columns are written into the statement unquoted."""
    if rows and connection.dialect.name == "postgresql" and len(rows) > FEW_ROWS:
        _execute_rows(connection, f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
    else:
        bulk_upsert(connection, table, columns, rows, "")


def bulk_upsert(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    otherwise: str,
) -> None:
    """Insert rows; `otherwise` is the ON CONFLICT clause, "" when rows never exist already."""
    if rows:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        marks = ", ".join([mark] * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {otherwise}"  # noqa: S608
        connection.exec_driver_sql(statement, rows)


def _execute_rows(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    # A cursor of psycopg: SQLAlchemy and the DB-API have no COPY.
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def migrate_register(connection: Connection) -> None:
    """Apply all missing steps, inside the caller's transaction."""
    config = _alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def has_pending_steps(connection: Connection) -> bool:
    """Return whether a step is missing; raise StoreTooNewError for a step that is unknown here."""
    script = ScriptDirectory.from_config(_alembic_config())
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {step.revision for step in script.walk_revisions()}:
        raise StoreTooNewError(
            "Sổ của tỉnh do phiên bản xa-report mới hơn ghi. Hãy cài phiên bản mới rồi mở lại; "
            "sổ chưa bị thay đổi."
        )
    return current != script.get_current_head()


def _alembic_config() -> Config:
    config = Config()
    # Alembic reads its options with configparser, where % begins a reference to another option.
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def address_without_password(url: URL) -> str:
    """Return the path of a register's file, or its address with the password hidden."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def refusal_sentence(url: URL, error: DBAPIError) -> str:
    """Return a sentence for what a database refused."""
    message = str(error.orig or error)
    state = getattr(error.orig, "sqlstate", None) or ""
    for signs, words in REFUSAL_SENTENCES:
        if _contains_any(signs, f"{message} {state}"):
            return words.format(where=address_without_password(url))
    first = message.splitlines()[0] if message else type(error).__name__
    return (
        f"Không làm việc được với sổ “{address_without_password(url)}” ({first}). {CHECK_SENTENCE}"
    )


def _contains_any(signs: Iterable[str], text: str) -> bool:
    return any(sign in text for sign in signs)


def parse_database_url(database: str) -> URL:
    """Return the URL of a register that is named by a path or a database URL; raise UsageError."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database)))
    try:
        url = make_url(database)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise UsageError(_ADDRESS.format(_printable_address(database))) from error
    if not url.database or kind not in DRIVERS:
        raise UsageError(_ADDRESS.format(_printable_address(database)))
    return url.set(drivername=DRIVERS[kind])


def _printable_address(database: str) -> str:
    """Return as much of an address as certainly holds no password."""
    return f"{database.partition('://')[0]}://…"


def create_register_engine(url: URL, *, pooled: bool = False) -> Engine:
    """Create an engine whose write transactions begin at once, so that writers wait in turn.

    Its connections are closed after each transaction; `pooled` keeps them until it is disposed of.
    """
    pool = QueuePool if pooled else NullPool
    if url.get_backend_name() == "postgresql":
        timeout = (
            {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        )
        return create_engine(url, poolclass=pool, connect_args=timeout)
    engine = create_engine(url, poolclass=pool)
    event.listen(engine, "connect", _disable_driver_begin)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _disable_driver_begin(connection: Any, _record: object) -> None:
    """Turn off the driver's own BEGIN, which would come too late, and set the pragmas.

    https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    """
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_at_once(connection: Connection) -> None:
    # A transaction that reads first and writes later fails with SQLITE_BUSY without waiting when
    # somebody else wrote in between; IMMEDIATE takes its turn at the beginning.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def acquire_write_lock(connection: Connection) -> None:
    """Wait until no other writer of PostgreSQL has an open transaction; SQLite has its own lock."""
    # Numbers are the highest ones so far plus one, and events a chain: writers may not overlap.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK_NUMBER})


@contextmanager
def translate_database_errors(url: URL) -> Iterator[None]:
    """Turn errors of the database into EnvironmentFailedError with a sentence."""
    try:
        yield
    except DBAPIError as error:
        raise EnvironmentFailedError(refusal_sentence(url, error)) from error
