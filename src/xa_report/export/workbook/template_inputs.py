"""From the template's cells to answers: typed cells, text numbers and text dates alike."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from openpyxl.cell.cell import Cell

from xa_report.domain.item import Item, ItemKind, ItemValue
from xa_report.domain.item_values import ValueFaultError, parse_cell, parse_value
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.text import unescape

Content = str | int | float | bool | date | None

_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Day numbers of 2000 to 2099."""
_LARGEST = 10**20
"""No figure of a commune comes near; an endless number is not below it either."""
_PERCENT_KINDS = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})
_NUMBER_KINDS = _PERCENT_KINDS | {ItemKind.COUNT, ItemKind.DECIMAL, ItemKind.MONEY}


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing that is wrong in a workbook: sheet, cell, what, and what to do."""

    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"Trang “{self.sheet}”, ô {self.cell}: {self.message}"


def content(cell: Cell) -> Content:
    """What a cell holds; texts are NFC without outer spaces, empty ones are None."""
    value = cell.value
    if cell.data_type == "e":
        raise ValueFaultError(f"ô báo lỗi {value}; hãy sửa công thức hoặc nhập giá trị")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return unicodedata.normalize("NFC", unescape(value)).strip() or None
    if isinstance(value, int | float) and not abs(value) < _LARGEST:
        raise ValueFaultError("số trong ô quá lớn; hãy nhập lại giá trị")
    if value is None or isinstance(value, bool | int | float | date):
        return value
    raise ValueFaultError(f"“{value}” không dùng được; hãy nhập lại giá trị")


def text_of(cell: Cell) -> str:
    """A cell as text; numbers and dates are written the Vietnamese way."""
    return as_text(content(cell))


def as_text(found: Content) -> str:
    """Content as a person would have typed it."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return layout.YES if found else layout.NO
    if isinstance(found, date):
        return f"{found:%d/%m/%Y}"
    return found if isinstance(found, str) else format(_decimal(found), "f").replace(".", ",")


def value_of(cell: Cell, item: Item) -> ItemValue | None:
    """The answer that a value cell gives; None when it is empty."""
    found = content(cell)
    if found is None:
        return None
    if item.kind in _NUMBER_KINDS:
        return parse_value(_number_text(cell, found, item.kind), item)
    if item.kind is ItemKind.DATE:
        return _date(found, item)
    if item.kind is ItemKind.CHOICE:
        return _choice(as_text(found), item)
    return parse_value(as_text(found), item)


def date_of(cell: Cell) -> date | None:
    """The date that a cell gives; None when it is empty."""
    found = content(cell)
    value = None if found is None else _date(found, Item("", "", ItemKind.DATE))
    return value if isinstance(value, date) else None


def points_of(cell: Cell) -> Decimal | None:
    """The points that a cell gives; None when it is empty."""
    value = value_of(cell, Item("", "", ItemKind.DECIMAL))
    return value if isinstance(value, Decimal) else None


def table_cell(cell: Cell, kind: str) -> str | Decimal | date:
    """A cell of a table; an empty one is an empty text."""
    if kind == ItemKind.TEXT:
        return text_of(cell)
    value = value_of(cell, Item("", "", ItemKind(kind)))
    return value if isinstance(value, str | Decimal | date) else parse_cell("", kind)


def _decimal(number: float) -> Decimal:
    """The decimal that a spreadsheet shows for its number."""
    exact = Decimal(repr(number))
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _number_text(cell: Cell, found: Content, kind: ItemKind) -> str:
    if isinstance(found, bool | date):
        raise ValueFaultError(f"“{as_text(found)}” không phải là số; ghi như 1.234,5")
    if not isinstance(found, int | float) or not _percent_format(cell):
        return as_text(found)
    if kind not in _PERCENT_KINDS:
        raise ValueFaultError("ô đang ở dạng phần trăm; hãy nhập con số không kèm dấu %")
    hundredfold = _decimal(found) * 100
    return format(hundredfold.normalize(), "f").replace(".", ",")


def _percent_format(cell: Cell) -> bool:
    """Whether the suite turned a typed 65% into 0.65."""
    return "%" in _LITERALS.sub("", cell.number_format)


def _date(found: Content, item: Item) -> ItemValue:
    if isinstance(found, date):
        return found
    serial = isinstance(found, int | float) and not isinstance(found, bool)
    if serial and _FIRST_SERIAL <= float(found or 0) <= _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=int(found or 0))
    return parse_value(as_text(found), item)


def _choice(text: str, item: Item) -> ItemValue:
    folded = " ".join(text.split()).casefold()
    for key, shown in layout.option_texts(item).items():
        if shown.casefold() == folded:
            return key
    return parse_value(text, item)
