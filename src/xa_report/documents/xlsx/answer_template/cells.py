"""Cells of the answer template: from answers to cell contents and back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from openpyxl.cell.cell import Cell

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.item import ExternalScore, Item, ItemKind, ItemValue
from xa_report.domain.item_values import check_number, parse_cell, parse_value, takes_percent_sign
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.numbers import show_number

PlainContent = Decimal | date | str
"""Content of one cell; an empty text is an empty cell."""
_EXACT_DIGITS = 15
"""Decimal digits that a spreadsheet's number keeps."""
CellContent = str | int | float | bool | date | None
# In quoted texts, after a backslash and in brackets a % does not multiply.
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# Not 1899-12-31: Excel counts a day 1900-02-29, which never was.
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""Day numbers of 2000 to 2099."""
_LARGEST = 10**20
"""Exclusive bound of numbers: above any figure of a commune; infinity and NaN fail it too."""
_NUMBER_KINDS = frozenset(
    {ItemKind.PERCENT, ItemKind.EXTERNAL, ItemKind.COUNT, ItemKind.DECIMAL, ItemKind.MONEY}
)


def plain_content(value: ItemValue | None, item: Item) -> PlainContent:
    """Return the content of an item's value cell."""
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


def cell_format(value: object, kind: ItemKind) -> str:
    """Return the number format of a value cell."""
    if kind is ItemKind.DATE:
        return cell_styles.DATE_FORMAT
    if kind is ItemKind.COUNT:
        return cell_styles.WHOLE_FORMAT
    number = value.score if isinstance(value, ExternalScore) else value
    if kind in (ItemKind.DECIMAL, ItemKind.MONEY, ItemKind.PERCENT, ItemKind.EXTERNAL):
        return cell_styles.decimal_format(
            max(2, decimal_places(number)) if isinstance(number, Decimal) else 2
        )
    return cell_styles.TEXT_FORMAT


def decimal_places(number: Decimal) -> int:
    """Return the number of decimals that a number is written with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def write_plain_cell(
    writer: SheetWriter,
    coordinate: str,
    content: PlainContent,
    shape: str,
    style: str = cell_styles.INPUT,
) -> None:
    """Write a cell; numbers with more digits than a spreadsheet keeps are written as text."""
    if isinstance(content, Decimal) and len(content.as_tuple().digits) > _EXACT_DIGITS:
        content, shape = exact_number_text(content), cell_styles.TEXT_FORMAT
    if isinstance(content, str):
        writer.text(coordinate, content, style)
        writer.sheet[coordinate].number_format = shape
    elif isinstance(content, Decimal):
        writer.number(coordinate, content, shape, style)
    else:
        writer.date(coordinate, content, style)


def exact_number_text(number: Decimal) -> str:
    """Return all digits of a number, the Vietnamese way."""
    return show_number(number, decimal_places(number))


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault of a workbook: sheet, cell, and a message that says what to do."""

    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"Trang “{self.sheet}”, ô {self.cell}: {self.message}"


def cell_content(cell: Cell) -> CellContent:
    """Return the content of a cell; texts are NFC without outer spaces, empty ones None.

    Raise ValueFaultError for an error value, a number that is too large and any other type.
    """
    value = cell.value
    if cell.data_type == "e":
        raise ValueFaultError(f"ô báo lỗi {value}; hãy sửa công thức hoặc nhập giá trị")
    # Before date: a datetime is a date, too.
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return unicodedata.normalize("NFC", unescape_cell_text(value)).strip() or None
    if isinstance(value, int | float) and not abs(value) < _LARGEST:
        raise ValueFaultError("số trong ô quá lớn; hãy nhập lại giá trị")
    if value is None or isinstance(value, bool | int | float | date):
        return value
    raise ValueFaultError(f"“{value}” không dùng được; hãy nhập lại giá trị")


def read_text(cell: Cell) -> str:
    """Return a cell as text, numbers and dates the Vietnamese way."""
    return content_text(cell_content(cell))


def content_text(raw_content: CellContent) -> str:
    """Return content as a person would have typed it."""
    if raw_content is None:
        return ""
    if isinstance(raw_content, bool):
        return layout.YES if raw_content else layout.NO
    if isinstance(raw_content, date):
        return f"{raw_content:%d/%m/%Y}"
    return (
        raw_content
        if isinstance(raw_content, str)
        else format(_shown_decimal(raw_content), "f").replace(".", ",")
    )


def read_answer_value(cell: Cell, item: Item) -> ItemValue | None:
    """Return the answer of a value cell; None when empty, ValueFaultError when unusable."""
    content = cell_content(cell)
    if content is None:
        return None
    if item.kind in _NUMBER_KINDS:
        return _number_value(cell, content, item)
    if item.kind is ItemKind.DATE:
        return _date_from_content(content, item)
    if item.kind is ItemKind.CHOICE:
        return _option_key(content_text(content), item)
    return parse_value(content_text(content), item)


def read_date(cell: Cell) -> date | None:
    """Return the date of a cell; None when empty, ValueFaultError when it is no date."""
    content = cell_content(cell)
    value = None if content is None else _date_from_content(content, Item("", "", ItemKind.DATE))
    return value if isinstance(value, date) else None


def read_points(cell: Cell) -> Decimal | None:
    """Return the points of a cell; None when empty, ValueFaultError when it is no number."""
    value = read_answer_value(cell, Item("", "", ItemKind.DECIMAL))
    return value if isinstance(value, Decimal) else None


def read_table_cell(cell: Cell, kind: str) -> str | Decimal | date:
    """Return the value of a table's cell; an empty cell is an empty text."""
    if kind == ItemKind.TEXT:
        return read_text(cell)
    value = read_answer_value(cell, Item("", "", ItemKind(kind)))
    return value if isinstance(value, str | Decimal | date) else parse_cell("", kind)


def _shown_decimal(number: float) -> Decimal:
    """Return the decimal that a spreadsheet shows for its number."""
    # Spreadsheets show 15 digits: a computed 434.99999999999994 is 435 to everybody who sees it.
    exact = Decimal(f"{number:.{_EXACT_DIGITS}g}")
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _number_value(cell: Cell, content: CellContent, item: Item) -> ItemValue:
    if isinstance(content, bool | date):
        raise ValueFaultError(f"“{content_text(content)}” không phải là số; ghi như 1.234,5")
    if not isinstance(content, int | float):
        return parse_value(content_text(content), item)
    number = _shown_decimal(content)
    if _has_percent_format(cell):
        if not takes_percent_sign(item):
            raise ValueFaultError("ô đang ở dạng phần trăm; hãy nhập con số không kèm dấu %")
        number = (number * 100).normalize()
    check_number(number, item)
    return ExternalScore(number, item.source) if item.kind is ItemKind.EXTERNAL else number


def _has_percent_format(cell: Cell) -> bool:
    """Return whether the office suite stored a typed 65% as 0.65."""
    return "%" in _LITERALS.sub("", cell.number_format)


def _date_from_content(raw_content: CellContent, item: Item) -> ItemValue:
    if isinstance(raw_content, date):
        return raw_content
    # A cell without a date format holds the number of the day.
    serial = isinstance(raw_content, int | float) and not isinstance(raw_content, bool)
    if serial and _FIRST_SERIAL <= float(raw_content or 0) <= _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=int(raw_content or 0))
    return parse_value(content_text(raw_content), item)


def _option_key(text: str, item: Item) -> ItemValue:
    folded = " ".join(text.split()).casefold()
    for key, shown in layout.option_texts(item).items():
        if shown.casefold() == folded:
            return key
    return parse_value(text, item)
