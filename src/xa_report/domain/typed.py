"""The three shapes of an answer's value, per item kind: as typed, as shown, as stored.

As typed: the text people write (`1.234,5`, `05/01/2026`, `có`). As shown: the text they read. As
stored: JSON without floats; decimals are strings, dates are ISO.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xa_report.domain.dates import parse_date
from xa_report.domain.item import External, Item, ItemKind, Row, Value
from xa_report.domain.numbers import parse_number, show_number

Json = str | bool | list["Json"] | dict[str, "Json"] | None

YES = frozenset({"có", "co", "x", "1", "đúng", "yes", "true"})
NO = frozenset({"không", "khong", "0", "sai", "no", "false"})


class ValueFaultError(ValueError):
    """A text that is no value of the item; the message is a Vietnamese sentence."""


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


def _parse_number(text: str, item: Item) -> Decimal:
    try:
        value = parse_number(text.removesuffix("%"))
    except ValueError:
        raise ValueFaultError(f"“{text}” không phải là số; ghi như 1.234,5") from None
    if item.kind is ItemKind.COUNT and (value != value.to_integral_value() or value < 0):
        raise ValueFaultError(f"“{text}” không phải số đếm; ghi số nguyên từ 0 trở lên")
    return value


def _parse_date(text: str, item: Item) -> date:
    try:
        return parse_date(text)
    except ValueError:
        raise ValueFaultError(f"“{text}” không phải là ngày; ghi như 05/01/2026") from None


def _parse_yes_no(text: str, item: Item) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueFaultError(f"“{text}” không rõ; ghi Có hoặc Không")


def _option(text: str, item: Item) -> str:
    for key, label in (item.options or {}).items():
        if text.casefold() in (key.casefold(), label.casefold()):
            return key
    choices = "; ".join((item.options or {}).values())
    raise ValueFaultError(f"“{text}” không có trong danh sách ({choices})")


def _parse_checklist(text: str, item: Item) -> tuple[str, ...]:
    ticked = {_option(part.strip(), item) for part in text.split(";") if part.strip()}
    return tuple(key for key in item.options or {} if key in ticked)


def _parse_external(text: str, item: Item) -> External:
    return External(_parse_number(text, item), item.source)


def _parse_table(text: str, item: Item) -> Value:
    """One row a line, cells between bars: `Tên | 12/QĐ-UBND | 05/03/2026`."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(_parse_row(line, number, item) for number, line in enumerate(lines, start=1))


def _parse_row(line: str, number: int, item: Item) -> Row:
    columns = item.columns or {}
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) > len(columns):
        raise ValueFaultError(f"dòng {number} có {len(cells)} ô, bảng chỉ có {len(columns)} cột")
    return {key: cell_value(cell, columns[key]) for key, cell in zip(columns, cells, strict=False)}


def cell_value(text: str, kind: str) -> str | Decimal | date:
    """A cell of a table; an empty one stays an empty text."""
    if not text or kind == ItemKind.TEXT:
        return text
    item = Item("", "", ItemKind(kind))
    value = SHAPES[item.kind].parse(text, item)
    if isinstance(value, str | Decimal | date):
        return value
    raise ValueFaultError(f"“{text}” không dùng được trong bảng")


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


def _store_external(value: Value) -> Json:
    if not isinstance(value, External):
        raise TypeError(value)
    as_of = value.as_of.isoformat() if value.as_of else None
    return {"score": str(value.score), "source": value.source, "as_of": as_of}


def _load_external(stored: Json) -> Value:
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


def _store_table(value: Value) -> Json:
    rows = value if isinstance(value, tuple) else ()
    return [
        {key: _store_cell(cell) for key, cell in row.items()}
        for row in rows
        if isinstance(row, Mapping)
    ]


def _load_table(stored: Json) -> Value:
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(
        {key: _load_cell(cell) for key, cell in row.items()}
        for row in stored
        if isinstance(row, dict)
    )


def _load_text(stored: Json) -> Value:
    if not isinstance(stored, str):
        raise TypeError(stored)
    return stored


def _load_bool(stored: Json) -> Value:
    if not isinstance(stored, bool):
        raise TypeError(stored)
    return stored


def _load_options(stored: Json) -> Value:
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(str(key) for key in stored)


_NUMBER = Shape(_parse_number, _show_number, str, lambda stored: Decimal(str(stored)))

SHAPES: Mapping[ItemKind, Shape] = {
    ItemKind.COUNT: _NUMBER,
    ItemKind.DECIMAL: _NUMBER,
    ItemKind.MONEY: _NUMBER,
    ItemKind.PERCENT: _NUMBER,
    ItemKind.DATE: Shape(
        _parse_date,
        lambda value, _: f"{value:%d/%m/%Y}",
        str,
        lambda stored: date.fromisoformat(str(stored)),
    ),
    ItemKind.YES_NO: Shape(
        _parse_yes_no, lambda value, _: "Có" if value else "Không", bool, _load_bool
    ),
    ItemKind.CHOICE: Shape(_option, _show_options, str, _load_text),
    ItemKind.CHECKLIST: Shape(
        _parse_checklist,
        _show_options,
        lambda value: [str(key) for key in value] if isinstance(value, tuple) else [],
        _load_options,
    ),
    ItemKind.TEXT: Shape(lambda text, _: text, lambda value, _: str(value), str, _load_text),
    ItemKind.TABLE: Shape(_parse_table, _show_table, _store_table, _load_table),
    ItemKind.EXTERNAL: Shape(_parse_external, _show_external, _store_external, _load_external),
}
