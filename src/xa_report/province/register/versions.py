"""Rows that several people may change: nobody overwrites what they have not seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, TableClause, and_, select

from xa_report.errors import ConflictError
from xa_report.province.register.register import Register


@dataclass(frozen=True, slots=True)
class Spot:
    """One row by its key, and what people call it."""

    table: TableClause
    key: Mapping[str, str]
    called: str
    """`điểm tiêu chí 3.2 của Xã Tân Hội`."""

    def where(self) -> ColumnElement[bool]:
        """The condition that finds it."""
        return and_(*(self.table.c[name] == value for name, value in self.key.items()))

    def row(self, connection: Connection) -> Row[Any] | None:
        """The row as it stands; None when there is none yet."""
        return connection.execute(select(self.table).where(self.where())).first()


def put(
    register: Register,
    connection: Connection,
    spot: Spot,
    values: Mapping[str, object],
    seen: int,
) -> int:
    """Write a row that was seen at a version, 0 when there was none; return the new version.

    Raise ConflictError naming who changed what meanwhile.
    """
    row = spot.row(connection)
    if (row.version if row is not None else 0) != seen:
        raise ConflictError(_sentence(spot, row))
    written = {**values, "version": seen + 1, "changed": register.now(), "who": register.who}
    if row is None:
        connection.execute(spot.table.insert().values(**spot.key, **written))
    else:
        connection.execute(spot.table.update().where(spot.where()).values(**written))
    return seen + 1


def _sentence(spot: Spot, row: Row[Any] | None) -> str:
    if row is None:
        return f"Không còn {spot.called} như lúc mở. Hãy xem lại rồi nhập."
    now = getattr(row, "value", None) or getattr(row, "text", "")
    return (
        f"{row.who} vừa sửa {spot.called} lúc {row.changed[:16].replace('T', ' ')} (UTC), nay là "
        f"{now or 'đã bỏ'}. Chưa ghi gì; hãy xem lại rồi nhập."
    )
