"""Values of items as people type them."""

from datetime import date
from decimal import Decimal

from xa_report.domain.dates import parse_date
from xa_report.domain.item import External, Item, ItemKind, Row, Value
from xa_report.domain.numbers import parse_number


class ValueFaultError(ValueError):
    """A text that is no value of the item; the message is a Vietnamese sentence."""


YES = frozenset({"có", "co", "x", "1", "đúng", "yes", "true"})
NO = frozenset({"không", "khong", "0", "sai", "no", "false"})


def parse_number_text(text: str, item: Item) -> Decimal:
    """A number; a count must be whole and not negative."""
    try:
        value = parse_number(text.removesuffix("%"))
    except ValueError:
        raise ValueFaultError(f"“{text}” không phải là số; ghi như 1.234,5") from None
    if item.kind is ItemKind.COUNT and (value != value.to_integral_value() or value < 0):
        raise ValueFaultError(f"“{text}” không phải số đếm; ghi số nguyên từ 0 trở lên")
    return value


def parse_date_text(text: str, item: Item) -> date:
    """A day."""
    try:
        return parse_date(text)
    except ValueError:
        raise ValueFaultError(f"“{text}” không phải là ngày; ghi như 05/01/2026") from None


def parse_yes_no(text: str, item: Item) -> bool:
    """Có or Không, and what people write instead."""
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise ValueFaultError(f"“{text}” không rõ; ghi Có hoặc Không")


def option_of(text: str, item: Item) -> str:
    """The id of an option, given as id or label."""
    for key, label in (item.options or {}).items():
        if text.casefold() in (key.casefold(), label.casefold()):
            return key
    choices = "; ".join((item.options or {}).values())
    raise ValueFaultError(f"“{text}” không có trong danh sách ({choices})")


def parse_checklist(text: str, item: Item) -> tuple[str, ...]:
    """Options between semicolons, in the order of the item."""
    ticked = {option_of(part.strip(), item) for part in text.split(";") if part.strip()}
    return tuple(key for key in item.options or {} if key in ticked)


def parse_external(text: str, item: Item) -> External:
    """A score; its source is the item's."""
    return External(parse_number_text(text, item), item.source)


def parse_table(text: str, item: Item) -> Value:
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
    return parse_date_text(text, item) if kind == ItemKind.DATE else parse_number_text(text, item)
