"""The unit that a file belongs to."""

import sqlite3
from dataclasses import fields
from datetime import date

from xa_report.domain.unit import Unit

COLUMNS = tuple(field.name for field in fields(Unit))


def row_of(unit: Unit) -> dict[str, str | None]:
    """Write a unit as texts, by column."""
    row: dict[str, str | None] = {name: getattr(unit, name) for name in COLUMNS}
    return row | {"formed": unit.formed.isoformat() if unit.formed else None}


def write(conn: sqlite3.Connection, unit: Unit) -> None:
    """Store the unit of a new file."""
    conn.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", tuple(row_of(unit).values()))


def read(conn: sqlite3.Connection) -> Unit:
    """Return the unit of a file."""
    row = conn.execute(
        "SELECT code, name, kind, province_code, province_name, formed FROM unit"
    ).fetchone()
    code, name, kind, province_code, province_name, formed = row
    day = date.fromisoformat(formed) if formed else None
    return Unit(code, name, kind, province_code, province_name, day)
