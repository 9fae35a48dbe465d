"""Values of items as JSON without floats, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xa_report.domain.item import External, Value

Json = str | bool | list["Json"] | dict[str, "Json"] | None


def store_external(value: Value) -> Json:
    """A score with its source and day."""
    if not isinstance(value, External):
        raise TypeError(value)
    as_of = value.as_of.isoformat() if value.as_of else None
    return {"score": str(value.score), "source": value.source, "as_of": as_of}


def load_external(stored: Json) -> Value:
    """The way back of `store_external`."""
    if not isinstance(stored, dict):
        raise TypeError(stored)
    as_of = stored["as_of"]
    day = date.fromisoformat(str(as_of)) if as_of else None
    return External(Decimal(str(stored["score"])), str(stored["source"]), day)


def _store_cell(cell: object) -> Json:
    kind = "d" if isinstance(cell, date) else "n" if isinstance(cell, Decimal) else "t"
    return [kind, cell.isoformat() if isinstance(cell, date) else str(cell)]


def _load_cell(stored: Json) -> str | Decimal | date:
    if not isinstance(stored, list):
        raise TypeError(stored)
    kind, text = str(stored[0]), str(stored[1])
    return date.fromisoformat(text) if kind == "d" else Decimal(text) if kind == "n" else text


def store_table(value: Value) -> Json:
    """Rows; each cell carries its kind."""
    rows = value if isinstance(value, tuple) else ()
    return [
        {key: _store_cell(cell) for key, cell in row.items()}
        for row in rows
        if isinstance(row, Mapping)
    ]


def load_table(stored: Json) -> Value:
    """The way back of `store_table`."""
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(
        {key: _load_cell(cell) for key, cell in row.items()}
        for row in stored
        if isinstance(row, dict)
    )


def load_text(stored: Json) -> Value:
    """A text as it is."""
    if not isinstance(stored, str):
        raise TypeError(stored)
    return stored


def load_bool(stored: Json) -> Value:
    """Yes or no."""
    if not isinstance(stored, bool):
        raise TypeError(stored)
    return stored


def load_options(stored: Json) -> Value:
    """Option ids."""
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(str(key) for key in stored)
