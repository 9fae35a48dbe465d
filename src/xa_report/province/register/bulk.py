"""Many rows at once, at the speed of the driver."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

FEW = 200
"""So many rows are not worth a COPY of PostgreSQL."""


def insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows into a table of ours; the names are never anybody else's words."""
    if rows and connection.dialect.name == "postgresql" and len(rows) > FEW:
        _copy(connection, f"COPY {table} ({', '.join(columns)}) FROM STDIN", rows)
    else:
        upsert(connection, table, columns, rows, "")


def upsert(
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


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    cursor: Any = connection.connection.cursor()  # of psycopg: the common interface has no COPY
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
