"""Open register database: one writer at a time, any number of readers."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select

from xa_report.domain.dates import Clock, utc_now
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.province.database import tables
from xa_report.province.database.engine import (
    READING_OPTIONS,
    acquire_write_lock,
    create_register_engine,
    has_pending_steps,
    migrate_register,
    parse_database_url,
    translate_database_errors,
)
from xa_report.province.database.events import append_register_event


def current_user_name() -> str:
    """Return the name of the person who is logged in, `?` when the system has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in containers
        return "?"


@dataclass(frozen=True, slots=True)
class RegisterDatabase:
    """A register and its user; connections are opened when they are needed."""

    engine: Engine
    province: Unit
    who: str = field(default_factory=current_user_name)
    clock: Clock = utc_now

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open one unchanging view."""
        with translate_database_errors(self.engine.url), self.engine.connect() as bare:
            connection = bare.execution_options(**READING_OPTIONS)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open one transaction: all of it is saved afterwards, or nothing.

        Waits for other writers; raise EnvironmentFailedError when they take longer than a minute.
        """
        with translate_database_errors(self.engine.url), self.engine.begin() as connection:
            acquire_write_lock(connection)
            yield connection

    @contextmanager
    def dry_run(self) -> Iterator[Connection]:
        """Open a transaction of which nothing is saved."""
        with translate_database_errors(self.engine.url), self.engine.connect() as connection:
            connection.begin()
            acquire_write_lock(connection)
            yield connection
            connection.rollback()

    @contextmanager
    def pooled(self) -> Iterator["RegisterDatabase"]:
        """Open the same register on connections that stay open, for many short transactions."""
        engine = create_register_engine(self.engine.url, pooled=True)
        try:
            yield replace(self, engine=engine)
        finally:
            engine.dispose()

    def now(self) -> str:
        """Return the present time as it is stored: ISO 8601, UTC, milliseconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def log(self, connection: Connection, what: str, payload: object) -> None:
        """Append an event to the log, inside the caller's transaction."""
        append_register_event(connection, what, payload, moment=self.now(), who=self.who)

    @property
    def supports_several_users(self) -> bool:
        """True when people at several machines may work in it at once."""
        return bool(self.engine.dialect.name == "postgresql")


def register_file(database: str) -> Path | None:
    """Return the file of a register that is named by a path or a URL; None on a server."""
    url = parse_database_url(database)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def require_new_file(path: Path | None) -> None:
    """Raise UsageError when the file of a register exists already."""
    if path is not None and path.exists():
        raise UsageError(f"Đã có tệp “{path}”. Hãy chọn tên khác hoặc mở sổ đó để làm tiếp.")


def create_register_database(
    database: str, province: Unit, who: str = "", clock: Clock = utc_now
) -> RegisterDatabase:
    """Create a register for a province; raise UsageError when there is one already."""
    url = parse_database_url(database)
    require_new_file(register_file(database))
    register = RegisterDatabase(
        create_register_engine(url), province, who or current_user_name(), clock
    )
    with register.write() as connection:
        if inspect(connection).has_table("meta"):
            raise UsageError("Cơ sở dữ liệu này đã có sổ của tỉnh. Hãy mở sổ đó để làm tiếp.")
        migrate_register(connection)
        named = {"province_code": province.code, "province_name": province.name}
        named |= {"province_kind": province.kind}
        rows = [{"key": key, "value": value} for key, value in named.items()]
        connection.execute(tables.META.insert(), rows)
        register.log(connection, "register", named)
    return register


def open_register_database(
    database: str, who: str = "", clock: Clock = utc_now
) -> RegisterDatabase:
    """Open a register and upgrade it; raise UsageError when there is none.

    Raise StoreTooNewError when a newer program upgraded it.
    """
    url = parse_database_url(database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise UsageError(
            f"Không có sổ “{url.database}”. Hãy kiểm tra đường dẫn, hoặc tạo sổ mới bằng lệnh "
            "“xa-report province init”."
        )
    engine = create_register_engine(url)
    with translate_database_errors(url), engine.begin() as connection:
        if not inspect(connection).has_table("meta"):
            raise UsageError("Nơi này chưa có sổ của tỉnh. Hãy tạo sổ bằng “province init”.")
        if has_pending_steps(connection):
            acquire_write_lock(connection)
            migrate_register(connection)
        rows = connection.execute(select(tables.META.c.key, tables.META.c.value))
        meta = {row.key: row.value for row in rows}
    province = Unit(meta["province_code"], meta["province_name"], meta["province_kind"])
    return RegisterDatabase(engine, province, who or current_user_name(), clock)
