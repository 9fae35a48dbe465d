"""The three shapes of an answer's value, per item kind: as typed, as shown, as stored.

As typed: the text people write (`1.234,5`, `05/01/2026`, `có`). As shown: the text they read. As
stored: JSON without floats; decimals are strings, dates are ISO.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xa_report.domain.item import External, Item, ItemKind, Row, Value
from xa_report.domain.numbers import show_number
from xa_report.domain.typed_storing import (
    Json,
    load_bool,
    load_external,
    load_options,
    load_table,
    load_text,
    store_external,
    store_table,
)
from xa_report.domain.typed_texts import (
    ValueFaultError,
    option_of,
    parse_checklist,
    parse_date_text,
    parse_external,
    parse_number_text,
    parse_table,
    parse_yes_no,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How values of one kind are read, shown, stored and loaded."""

    parse: Callable[[str, Item], Value]
    show: Callable[[Value, Item], str]
    store: Callable[[Value], Json]
    load: Callable[[Json], Value]


def parse(text: str, item: Item) -> Value:
    """Read what a person typed; raise ValueFaultError with what to do."""
    return SHAPES[item.kind].parse(unicodedata.normalize("NFC", text).strip(), item)


def show(value: Value, item: Item) -> str:
    """Write a value as people read it, without its unit."""
    return SHAPES[item.kind].show(value, item)


def store(value: Value, kind: ItemKind) -> Json:
    """The value as JSON without floats."""
    return SHAPES[kind].store(value)


def load(stored: Json, kind: ItemKind) -> Value:
    """A stored value; raise ValueFaultError when it is none of the kind."""
    try:
        return SHAPES[kind].load(stored)
    except (TypeError, KeyError, ValueError, AttributeError, InvalidOperation) as error:
        raise ValueFaultError(f"giá trị lưu {stored!r} không đúng kiểu {kind}") from error


def _show_number(value: Value, item: Item) -> str:
    return show_number(value) if isinstance(value, Decimal) else str(value)


def _show_row(row: Row, item: Item) -> str:
    """The cells in the order of the columns, so that an empty one keeps its place."""
    return " | ".join(show_cell(row.get(key, "")) for key in item.columns or row)


def show_cell(cell: str | Decimal | date) -> str:
    """A cell of a table as people read it."""
    if isinstance(cell, Decimal):
        return show_number(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def _show_options(value: Value, item: Item) -> str:
    keys = value if isinstance(value, tuple) else (value,)
    return "; ".join((item.options or {}).get(str(key), str(key)) for key in keys)


def _show_external(value: Value, item: Item) -> str:
    return show_number(value.score) if isinstance(value, External) else str(value)


def _show_table(value: Value, item: Item) -> str:
    rows = value if isinstance(value, tuple) else ()
    return "\n".join(_show_row(row, item) for row in rows if isinstance(row, Mapping))


_NUMBER = Shape(parse_number_text, _show_number, str, lambda stored: Decimal(str(stored)))

SHAPES: Mapping[ItemKind, Shape] = {
    ItemKind.COUNT: _NUMBER,
    ItemKind.DECIMAL: _NUMBER,
    ItemKind.MONEY: _NUMBER,
    ItemKind.PERCENT: _NUMBER,
    ItemKind.DATE: Shape(
        parse_date_text,
        lambda value, _: f"{value:%d/%m/%Y}",
        str,
        lambda stored: date.fromisoformat(str(stored)),
    ),
    ItemKind.YES_NO: Shape(
        parse_yes_no, lambda value, _: "Có" if value else "Không", bool, load_bool
    ),
    ItemKind.CHOICE: Shape(option_of, _show_options, str, load_text),
    ItemKind.CHECKLIST: Shape(
        parse_checklist,
        _show_options,
        lambda value: [str(key) for key in value] if isinstance(value, tuple) else [],
        load_options,
    ),
    ItemKind.TEXT: Shape(lambda text, _: text, lambda value, _: str(value), str, load_text),
    ItemKind.TABLE: Shape(parse_table, _show_table, store_table, load_table),
    ItemKind.EXTERNAL: Shape(parse_external, _show_external, store_external, load_external),
}
