"""Values of items by kind, in three forms: as typed, as shown, as JSON without floats."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xa_report.domain.dates import parse_date, show_date
from xa_report.domain.item import ExternalScore, Item, ItemKind, ItemValue, TableRow
from xa_report.domain.number_text import (
    NumberStyle,
    ValueFaultError,
    check_number_size,
    decimal_places,
    hidden_character_fault,
    parse_number,
    show_typed_number,
)
from xa_report.domain.numbers import show_exact_number
from xa_report.domain.text import strip_accents

# Lower case, with and without accents: workbooks filled in elsewhere hold all of them.
YES_WORDS = frozenset({"có", "co", "x", "1", "đúng", "yes", "true"})
NO_WORDS = frozenset({"không", "khong", "0", "sai", "no", "false"})


# Money in đồng has no smaller unit; in millions or billions it has.
_WHOLE_MONEY_UNITS = frozenset({"dong", "vnd"})
POINTS_UNIT = "điểm"
"""Unit of points, which nobody writes in groups: `1.250` points are 1,25."""
_NUMBER_STYLES = {
    ItemKind.COUNT: NumberStyle.WHOLE,
    ItemKind.PERCENT: NumberStyle.PLAIN,
    ItemKind.EXTERNAL: NumberStyle.PLAIN,
}


def number_style(item: Item) -> NumberStyle:
    """Return how numbers of an item are written."""
    if item.kind is ItemKind.MONEY and strip_accents(item.unit) in _WHOLE_MONEY_UNITS:
        return NumberStyle.WHOLE
    if item.kind is ItemKind.DECIMAL and item.unit == POINTS_UNIT:
        return NumberStyle.PLAIN
    return _NUMBER_STYLES.get(item.kind, NumberStyle.GROUPED)


def takes_percent_sign(item: Item) -> bool:
    """Return whether numbers of an item are percentages, as which a spreadsheet may hold them."""
    return item.kind is ItemKind.PERCENT or (item.kind is ItemKind.EXTERNAL and item.unit == "%")


def parse_number_text(text: str, item: Item) -> Decimal:
    """Parse a number in the style of the item's kind, a percent sign only where it is one.

    Raise ValueFaultError, AmbiguousNumberError where the number must be asked about.
    """
    if text.endswith("%"):
        if not takes_percent_sign(item):
            raise ValueFaultError(f"“{text}” có dấu %, số liệu này không tính theo %; hãy bỏ dấu %")
        text = text.removesuffix("%")
    value = parse_number(text, number_style(item))
    check_number(value, item)
    return value


def check_number(value: Decimal, item: Item) -> None:
    """Raise ValueFaultError for a number that no answer to the item can be.

    Bounds of the form are not looked at: a number outside of them is stored, and is a finding.
    """
    check_number_size(value)
    if item.kind is ItemKind.COUNT and (value < 0 or decimal_places(value)):
        shown = show_exact_number(value)
        raise ValueFaultError(f"“{shown}” không phải số đếm; ghi số nguyên từ 0 trở lên")
    if number_style(item) is NumberStyle.WHOLE and decimal_places(value):
        shown = show_exact_number(value)
        raise ValueFaultError(f"“{shown}” {item.unit} có phần thập phân; hãy ghi số nguyên")


def parse_date_text(text: str, item: Item) -> date:
    """Parse a day as `parse_date` does."""
    return parse_date(text)


def parse_yes_no(text: str, item: Item) -> bool:
    """Parse a word of YES_WORDS or NO_WORDS, whatever its case."""
    word = text.casefold()
    if word in YES_WORDS or word in NO_WORDS:
        return word in YES_WORDS
    raise ValueFaultError(f"“{text}” không rõ; ghi Có hoặc Không")


def parse_option(text: str, item: Item) -> str:
    """Return the id of an option that is written as id or label, whatever its case."""
    for key, label in (item.options or {}).items():
        if text.casefold() in (key.casefold(), label.casefold()):
            return key
    choices = "; ".join((item.options or {}).values())
    raise ValueFaultError(f"“{text}” không có trong danh sách ({choices})")


def parse_checklist(text: str, item: Item) -> tuple[str, ...]:
    """Parse options between semicolons; return their ids in the order of the item."""
    ticked = {parse_option(part.strip(), item) for part in text.split(";") if part.strip()}
    # In the item's order, once each: the same ticks are the same answer however they were typed.
    return tuple(key for key in item.options or {} if key in ticked)


def parse_external(text: str, item: Item) -> ExternalScore:
    """Parse a score; its source is the item's, its day is not known."""
    return ExternalScore(parse_number_text(text, item), item.source)


def parse_table(text: str, item: Item) -> ItemValue:
    """Parse one row a line, cells between bars: `Tên | 12/QĐ-UBND | 05/03/2026`."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(_parse_row(line, number, item) for number, line in enumerate(lines, start=1))


def _parse_row(line: str, number: int, item: Item) -> TableRow:
    columns = item.columns or {}
    # A cell cannot hold a bar itself: there is no escape, the parser splits at every one.
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) > len(columns):
        raise ValueFaultError(f"dòng {number} có {len(cells)} ô, bảng chỉ có {len(columns)} cột")
    # A row may be shorter than the columns: cells at its end that are empty need not be typed.
    return {key: parse_cell(cell, columns[key]) for key, cell in zip(columns, cells, strict=False)}


def parse_cell(text: str, kind: str) -> str | Decimal | date:
    """Parse a cell of a table by the kind of its column; an empty one stays an empty text."""
    if not text or kind == ItemKind.TEXT:
        return text
    item = Item("", "", ItemKind(kind))
    return parse_date_text(text, item) if kind == ItemKind.DATE else parse_number_text(text, item)


JsonValue = str | bool | list["JsonValue"] | dict[str, "JsonValue"] | None


def external_to_json(value: ItemValue) -> JsonValue:
    """Return a score with its source and day; raise TypeError for another value."""
    if not isinstance(value, ExternalScore):
        raise TypeError(value)
    as_of = value.as_of.isoformat() if value.as_of else None
    return {"score": str(value.score), "source": value.source, "as_of": as_of}


def external_from_json(stored: JsonValue) -> ItemValue:
    """Reverse `external_to_json`; raise TypeError, KeyError or ValueError."""
    if not isinstance(stored, dict):
        raise TypeError(stored)
    as_of = stored["as_of"]
    day = date.fromisoformat(str(as_of)) if as_of else None
    return ExternalScore(Decimal(str(stored["score"])), str(stored["source"]), day)


def _cell_to_json(cell: object) -> JsonValue:
    # The kind goes along: the text `5` and the number 5 would look alike.
    kind = "d" if isinstance(cell, date) else "n" if isinstance(cell, Decimal) else "t"
    return [kind, cell.isoformat() if isinstance(cell, date) else str(cell)]


def _cell_from_json(stored: JsonValue) -> str | Decimal | date:
    if not isinstance(stored, list):
        raise TypeError(stored)
    kind, text = str(stored[0]), str(stored[1])
    return date.fromisoformat(text) if kind == "d" else Decimal(text) if kind == "n" else text


def table_to_json(value: ItemValue) -> JsonValue:
    """Return the rows; each cell carries its kind: `d` day, `n` number, `t` text."""
    rows = value if isinstance(value, tuple) else ()
    return [
        {key: _cell_to_json(cell) for key, cell in row.items()}
        for row in rows
        if isinstance(row, Mapping)
    ]


def table_from_json(stored: JsonValue) -> ItemValue:
    """Reverse `table_to_json`; raise TypeError or ValueError."""
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(
        {key: _cell_from_json(cell) for key, cell in row.items()}
        for row in stored
        if isinstance(row, dict)
    )


def text_from_json(stored: JsonValue) -> ItemValue:
    """Return a text as it is; raise TypeError for anything else."""
    if not isinstance(stored, str):
        raise TypeError(stored)
    return stored


def bool_from_json(stored: JsonValue) -> ItemValue:
    """Return yes or no as it is; raise TypeError for anything else."""
    if not isinstance(stored, bool):
        raise TypeError(stored)
    return stored


def options_from_json(stored: JsonValue) -> ItemValue:
    """Return option ids; raise TypeError when it is no list."""
    if not isinstance(stored, list):
        raise TypeError(stored)
    return tuple(str(key) for key in stored)


@dataclass(frozen=True, slots=True)
class ValueCodec:
    """Functions that parse, show, store and load the values of one kind."""

    parse: Callable[[str, Item], ItemValue]
    show: Callable[[ItemValue, Item], str]
    store: Callable[[ItemValue], JsonValue]
    load: Callable[[JsonValue], ItemValue]


def parse_value(text: str, item: Item) -> ItemValue:
    """Read what a person typed; raise ValueFaultError with what to do."""
    # Some keyboards write a letter and its tone mark apart: to a comparison another text.
    typed = unicodedata.normalize("NFC", text).strip()
    if item.kind not in (ItemKind.TEXT, ItemKind.TABLE) and (
        fault := hidden_character_fault(typed)
    ):
        raise ValueFaultError(fault)
    return VALUE_CODECS[item.kind].parse(typed, item)


def format_value(value: ItemValue, item: Item) -> str:
    """Write a value as people read it, without its unit."""
    return VALUE_CODECS[item.kind].show(value, item)


def value_to_json(value: ItemValue, kind: ItemKind) -> JsonValue:
    """Return the value as JSON; numbers and days become texts, so that they stay exact."""
    return VALUE_CODECS[kind].store(value)


def value_from_json(stored: JsonValue, kind: ItemKind) -> ItemValue:
    """Return a stored value; raise ValueFaultError when it is none of the kind."""
    try:
        return VALUE_CODECS[kind].load(stored)
    # All that a value of another kind can raise; InvalidOperation is no ValueError:
    # https://docs.python.org/3/library/decimal.html#signals
    except (TypeError, KeyError, ValueError, AttributeError, InvalidOperation) as error:
        raise ValueFaultError(f"giá trị lưu {stored!r} không đúng kiểu {kind}") from error


def _format_number(value: ItemValue, item: Item) -> str:
    """Write all digits of a stored number, so that it is read back as the same number."""
    if isinstance(value, Decimal):
        return show_typed_number(value, number_style(item))
    return str(value)


def _format_row(row: TableRow, item: Item) -> str:
    """Write the cells in the order of the columns; an empty one keeps its bar."""
    kinds = item.columns or dict.fromkeys(row, ItemKind.DECIMAL.value)
    return " | ".join(format_cell(row.get(key, ""), kind) for key, kind in kinds.items())


def format_cell(cell: str | Decimal | date, kind: str = ItemKind.DECIMAL) -> str:
    """Write a cell of a table as people read it; `kind` is that of its column."""
    if isinstance(cell, Decimal):
        return show_typed_number(cell, number_style(Item("", "", ItemKind(kind))))
    return show_date(cell) if isinstance(cell, date) else cell


def _format_options(value: ItemValue, item: Item) -> str:
    keys = value if isinstance(value, tuple) else (value,)
    return "; ".join((item.options or {}).get(str(key), str(key)) for key in keys)


def _format_external(value: ItemValue, item: Item) -> str:
    if isinstance(value, ExternalScore):
        return show_typed_number(value.score, NumberStyle.PLAIN)
    return str(value)


def _format_table(value: ItemValue, item: Item) -> str:
    rows = value if isinstance(value, tuple) else ()
    return "\n".join(_format_row(row, item) for row in rows if isinstance(row, Mapping))


# Stored as text: JSON numbers become binary floats in most readers.
_NUMBER_CODEC = ValueCodec(
    parse_number_text, _format_number, str, lambda stored: Decimal(str(stored))
)

VALUE_CODECS: Mapping[ItemKind, ValueCodec] = {
    ItemKind.COUNT: _NUMBER_CODEC,
    ItemKind.DECIMAL: _NUMBER_CODEC,
    ItemKind.MONEY: _NUMBER_CODEC,
    ItemKind.PERCENT: _NUMBER_CODEC,
    ItemKind.DATE: ValueCodec(
        parse_date_text,
        lambda value, _: show_date(value) if isinstance(value, date) else str(value),
        str,
        lambda stored: date.fromisoformat(str(stored)),
    ),
    ItemKind.YES_NO: ValueCodec(
        parse_yes_no, lambda value, _: "Có" if value else "Không", bool, bool_from_json
    ),
    ItemKind.CHOICE: ValueCodec(parse_option, _format_options, str, text_from_json),
    ItemKind.CHECKLIST: ValueCodec(
        parse_checklist,
        _format_options,
        lambda value: [str(key) for key in value] if isinstance(value, tuple) else [],
        options_from_json,
    ),
    ItemKind.TEXT: ValueCodec(
        lambda text, _: text, lambda value, _: str(value), str, text_from_json
    ),
    ItemKind.TABLE: ValueCodec(parse_table, _format_table, table_to_json, table_from_json),
    ItemKind.EXTERNAL: ValueCodec(
        parse_external, _format_external, external_to_json, external_from_json
    ),
}
