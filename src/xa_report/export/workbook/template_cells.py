"""From answers to the template's cells: numbers and dates as such, everything else as text."""

from datetime import date
from decimal import Decimal

from xa_report.domain.item import ExternalScore, Item, ItemKind, ItemValue
from xa_report.domain.numbers import show_number
from xa_report.export.workbook import styles
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.pen import Pen

Plain = Decimal | date | str
"""What one cell can hold; an empty text is an empty cell."""
_EXACT_DIGITS = 15
"""Decimal digits that a spreadsheet's number keeps."""


def plain(value: ItemValue | None, item: Item) -> Plain:
    """What the value cell of an item holds."""
    if value is None:
        return ""
    if isinstance(value, ExternalScore):
        return value.score
    if isinstance(value, bool):
        return layout.YES if value else layout.NO
    if item.kind is ItemKind.CHOICE:
        return layout.option_texts(item).get(str(value), str(value))
    if isinstance(value, tuple):
        empty = layout.NO_ROWS if item.kind is ItemKind.TABLE else layout.NOTHING_TICKED
        return "" if value else empty
    return value


def shape_of(value: object, kind: ItemKind) -> str:
    """The number format of a value cell."""
    if kind is ItemKind.DATE:
        return styles.DATE
    if kind is ItemKind.COUNT:
        return styles.WHOLE
    number = value.score if isinstance(value, ExternalScore) else value
    if kind in (ItemKind.DECIMAL, ItemKind.MONEY, ItemKind.PERCENT, ItemKind.EXTERNAL):
        return styles.decimals(max(2, places(number)) if isinstance(number, Decimal) else 2)
    return styles.TEXT


def places(number: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def write_plain(
    pen: Pen, place: str, content: Plain, shape: str, style: str = styles.INPUT
) -> None:
    """Write a cell; numbers with more digits than a spreadsheet keeps are written as text."""
    if isinstance(content, Decimal) and len(content.as_tuple().digits) > _EXACT_DIGITS:
        content, shape = show_exactly(content), styles.TEXT
    if isinstance(content, str):
        pen.text(place, content, style)
        pen.sheet[place].number_format = shape
    elif isinstance(content, Decimal):
        pen.number(place, content, shape, style)
    else:
        pen.date(place, content, style)


def show_exactly(number: Decimal) -> str:
    """All digits of a number, the Vietnamese way."""
    return show_number(number, places(number))
