"""Small numbers in place of the names of units, periods and figures; a number never changes."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Connection, func, select

from xa_report.province.register.tables import FIGURE_LABELS

FEW = 3
"""So many names are looked up one by one; of more, the whole kind is read."""


class Label(StrEnum):
    """What a number stands for."""

    UNIT = "unit"
    PERIOD = "period"
    REF = "ref"


def number(connection: Connection, kind: Label, name: str) -> int | None:
    """The number of one name; None when it was never given one."""
    return _known(connection, kind, [name]).get(name)


class Labels:
    """The numbers that one transaction has met so far, and new ones for new names."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[Label, dict[str, int]] = {kind: {} for kind in Label}

    def of(self, kind: Label, names: Iterable[str]) -> dict[str, int]:
        """The number of each name, and of others of its kind."""
        own = self._numbers[kind]
        fresh = [name for name in dict.fromkeys(names) if name not in own]
        if fresh:
            own |= _known(self._connection, kind, fresh)
            self._give(kind, [name for name in fresh if name not in own])
        return own

    def _give(self, kind: Label, names: list[str]) -> None:
        if not names:
            return
        last = self._connection.execute(select(func.max(FIGURE_LABELS.c.id))).scalar() or 0
        made = {name: number for number, name in enumerate(names, start=last + 1)}
        rows = [{"id": number, "kind": kind, "name": name} for name, number in made.items()]
        self._connection.execute(FIGURE_LABELS.insert(), rows)
        self._numbers[kind] |= made


def _known(connection: Connection, kind: Label, names: list[str]) -> dict[str, int]:
    known = FIGURE_LABELS.c
    query = select(known.name, known.id).where(known.kind == kind)
    if len(names) <= FEW:
        query = query.where(known.name.in_(names))
    return {row.name: row.id for row in connection.execute(query)}
