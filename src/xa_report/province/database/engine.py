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
"""So many rows are not worth a COPY of PostgreSQL."""


def bulk_insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows into a table of ours; the names are never anybody else's words."""
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
    """Insert rows; `otherwise` says what happens where there is one already."""
    if rows:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        marks = ", ".join([mark] * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {otherwise}"  # noqa: S608
        connection.exec_driver_sql(statement, rows)


def _execute_rows(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    cursor: Any = connection.connection.cursor()  # of psycopg: the common interface has no COPY
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"


def migrate_register(connection: Connection) -> None:
    """Apply every step that is missing, inside the caller's transaction."""
    config = _alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def has_pending_steps(connection: Connection) -> bool:
    """Whether a step is missing; raise StoreTooNewError when there is one too many."""
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
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


CHECK_SENTENCE = "Hãy kiểm tra đường dẫn, ổ đĩa, máy chủ và quyền truy cập."
BUSY_SENTENCE = "Sổ “{where}” đang có người khác ghi quá lâu. Hãy thử lại sau ít phút."
FULL_SENTENCE = (
    "Ổ đĩa chứa sổ “{where}” đã đầy; việc đang làm dở chưa được ghi. Hãy dọn ổ đĩa rồi làm lại."
)
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


def address_without_password(url: URL) -> str:
    """Where a register lies: the file, or the address with its password hidden."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def refusal_sentence(url: URL, error: DBAPIError) -> str:
    """Say what a database refused."""
    said = str(error.orig or error)
    state = getattr(error.orig, "sqlstate", None) or ""
    for signs, words in REFUSAL_SENTENCES:
        if _contains_any(signs, f"{said} {state}"):
            return words.format(where=address_without_password(url))
    first = said.splitlines()[0] if said else type(error).__name__
    return (
        f"Không làm việc được với sổ “{address_without_password(url)}” ({first}). {CHECK_SENTENCE}"
    )


def _contains_any(signs: Iterable[str], text: str) -> bool:
    return any(sign in text for sign in signs)


BUSY_TIMEOUT_MS, CONNECT_TIMEOUT_SECONDS = 60_000, 10
"""Milliseconds that a writer waits for its turn, and seconds for a server."""
PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "page_size=16384",  # of a new file: received packages lie in it, a piece of 2 MB and more each
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=4096",  # pages: what is committed is durable without being moved at once
)
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
WRITE_LOCK_NUMBER = 7_031_025
"""The key of the lock that PostgreSQL's writers take one after another."""
READING_OPTIONS = {"reading": True}


def parse_database_url(database: str) -> URL:
    """The address of a register that is named by a path or by a database URL."""
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
    """As much of an address as certainly holds no password."""
    return f"{database.partition('://')[0]}://…"


_ADDRESS = (
    "Không hiểu nơi đặt sổ “{}”. Hãy ghi đường dẫn tệp, hoặc địa chỉ "
    "postgresql+psycopg://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu."
)


def create_register_engine(url: URL, *, pooled: bool = False) -> Engine:
    """An engine whose transactions begin at once, so that writers wait instead of failing.

    Its connections are closed after each transaction; `pooled` keeps them until it is disposed of.
    """
    pool = QueuePool if pooled else NullPool
    if url.get_backend_name() == "postgresql":
        patience = (
            {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        )
        return create_engine(url, poolclass=pool, connect_args=patience)
    engine = create_engine(url, poolclass=pool)
    event.listen(engine, "connect", _disable_driver_begin)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _disable_driver_begin(connection: Any, _record: object) -> None:
    """Let SQLAlchemy say BEGIN itself: Python's driver would begin too late."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_at_once(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def acquire_write_lock(connection: Connection) -> None:
    """Wait until no other writer of PostgreSQL is in the middle of something."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK_NUMBER})


@contextmanager
def translate_database_errors(url: URL) -> Iterator[None]:
    """Turn what the database refuses into a sentence."""
    try:
        yield
    except DBAPIError as error:
        raise EnvironmentFailedError(refusal_sentence(url, error)) from error
