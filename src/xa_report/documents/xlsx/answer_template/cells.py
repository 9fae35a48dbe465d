"""Cells of the answer template: from answers to cell contents and back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.utils.datetime import from_excel, to_excel

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.dates import YEARS, check_day, show_date
from xa_report.domain.item import ExternalScore, Item, ItemKind, ItemValue
from xa_report.domain.item_values import (
    POINTS_UNIT,
    check_number,
    parse_cell,
    parse_date_text,
    parse_value,
    takes_percent_sign,
)
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.numbers import show_number
from xa_report.domain.text import strip_accents

PlainContent = Decimal | date | str
"""Content of one cell; an empty text is an empty cell."""
_EXACT_DIGITS = 15
"""Decimal digits that a spreadsheet's number keeps."""
CellContent = str | int | float | bool | date | None
# In quoted texts, after a backslash and in brackets a % does not multiply.
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LAST_SERIAL = 100_000
"""Exclusive bound of day numbers: above the year 2099 in both date systems."""
_LARGEST = 10**20
"""Exclusive bound of numbers: above any figure of a commune; infinity and NaN fail it too."""
# What officials write where there is nothing to report, as `strip_accents` leaves it.
_NOTHING_AROSE = re.compile(
    r"[-–—−./_*\s]+|kps|n/a|na|x|(khong|ko|k|chua)( (co|phat sinh|thuc hien))*( .*)?"
)
LEAVE_EMPTY_ADVICE = "không có gì để báo cáo thì để trống ô này"
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
    if cell.data_type == "f":
        raise ValueFaultError(
            "ô có công thức nhưng chưa có kết quả; hãy mở tệp bằng Excel hoặc LibreOffice rồi lưu"
            " lại, hoặc nhập thẳng giá trị"
        )
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
        return show_date(raw_content)
    return (
        raw_content
        if isinstance(raw_content, str)
        else format(_shown_decimal(raw_content), "f").replace(".", ",")
    )


def read_answer_value(cell: Cell, item: Item, advice: str = LEAVE_EMPTY_ADVICE) -> ItemValue | None:
    """Return the answer of a value cell; None when empty, ValueFaultError when unusable.

    `advice` says where to write that nothing arose; a value cell cannot hold it.
    """
    content = cell_content(cell)
    if content is None:
        return None
    if isinstance(content, str):
        return parse_typed_text(content, item, advice)
    if item.kind in _NUMBER_KINDS:
        return _number_value(cell, content, item)
    if item.kind is ItemKind.DATE:
        return _date_from_content(cell, content)
    return parse_typed_text(content_text(content), item, advice)


def parse_typed_text(text: str, item: Item, advice: str = LEAVE_EMPTY_ADVICE) -> ItemValue:
    """Parse a text of a value cell; raise ValueFaultError, with `advice` for “không phát sinh”."""
    try:
        return _option_key(text, item) if item.kind is ItemKind.CHOICE else parse_value(text, item)
    except ValueFaultError as error:
        if says_nothing_arose(text):
            raise ValueFaultError(f"“{text}” không phải là giá trị; {advice}") from error
        raise


def says_nothing_arose(text: str) -> bool:
    """Return whether a text is what officials write where there is nothing to report."""
    return bool(_NOTHING_AROSE.fullmatch(" ".join(strip_accents(text).split())))


def read_date(cell: Cell) -> date | None:
    """Return the date of a cell; None when empty, ValueFaultError when it is no date."""
    content = cell_content(cell)
    if content is None:
        return None
    if isinstance(content, str):
        return parse_date_text(content, Item("", "", ItemKind.DATE))
    return _date_from_content(cell, content)


def read_points(cell: Cell) -> Decimal | None:
    """Return the points of a cell; None when empty, ValueFaultError when it is no number."""
    value = read_answer_value(cell, Item("", "", ItemKind.DECIMAL, POINTS_UNIT))
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
    if isinstance(content, bool | date) or not isinstance(content, int | float):
        raise ValueFaultError(f"“{content_text(content)}” không phải là số; ghi như 1.234,5")
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


def _date_from_content(cell: Cell, content: CellContent) -> date:
    """Return the day of a cell that holds a date or, without a date format, its number."""
    epoch = cell.parent.parent.epoch
    if isinstance(content, date):
        # Excel makes 18/07/1905 of a year that is typed into a cell with a date format.
        year = int(to_excel(content, epoch))
        if year in YEARS:
            raise ValueFaultError(
                f"“{year}” là năm, không phải ngày (bảng tính hiểu là {show_date(content)});"
                f" hãy ghi đủ ngày, tháng, năm như 05/01/{year}"
            )
        check_day(content)
        return content
    is_number = isinstance(content, int | float) and not isinstance(content, bool)
    if is_number and max(YEARS) < float(content or 0) < _LAST_SERIAL:
        moment = from_excel(int(content or 0), epoch)
        if isinstance(moment, datetime) and moment.year in YEARS:
            return moment.date()
    return parse_date_text(content_text(content), Item("", "", ItemKind.DATE))


def _option_key(text: str, item: Item) -> ItemValue:
    folded = " ".join(text.split()).casefold()
    for key, shown in layout.option_texts(item).items():
        if shown.casefold() == folded:
            return key
    return parse_value(text, item)
