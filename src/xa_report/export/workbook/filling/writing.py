"""Putting values into cells: numbers as numbers, dates as dates, texts that stay texts."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.numbers import is_date_format

from xa_report.domain.workbook_values import FillValue, FillValues
from xa_report.export.workbook import styles
from xa_report.export.workbook.filling.placeholders import Placeholder, Spot, place, replaced
from xa_report.export.workbook.pen import put_text
from xa_report.export.workbook.text import clean, cut, escape, fits, safe

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_LONG = "#,##0.00##"
"""For 96.4730290… in a cell without a format of its own."""
_FIRST_YEAR = 1900
"""Spreadsheets know no day before."""


def fill_spot(spot: Spot, values: FillValues, further: FillValues | None = None) -> Iterator[str]:
    """Fill a cell with placeholders; yield a sentence for what is cut or changes its look.

    In a row of a commune `values` are the commune's, `further` the province's: those win for
    placeholders without `#`.
    """

    def value_of(asked: Placeholder) -> FillValue:
        if further is not None and not asked.repeats and asked.name in further:
            return further[asked.name]
        return values[asked.name]

    cell = spot.cell
    if isinstance(cell.value, CellRichText):
        yield f"{place(cell)}: chữ nhiều kiểu trong một ô được ghi theo kiểu của cả ô."
    if spot.alone is not None:
        yield from fill_cell(cell, value_of(spot.alone))
        return
    shown = {asked: value_of(asked).text for asked in spot.asked}
    text = replaced(spot.text, {asked: escape(clean(part)) for asked, part in shown.items()})
    if not fits(text):
        yield _cut(cell, text)
        text = cut(text)
    put_text(cell, text)


def fill_cell(cell: Cell, given: FillValue) -> Iterator[str]:
    """Put one value into a cell; yield a sentence when a text had to be cut."""
    value = given.value
    if isinstance(value, Fraction):
        share = given.percent and shows_percent(cell.number_format)
        cell.value = _plain(value / 100 if share else value)
        if cell.number_format == "General" and (value * 100).denominator != 1:
            cell.number_format = _LONG
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        shape = cell.number_format
        cell.value = value
        cell.number_format = shape if is_date_format(shape) else styles.DATE
    elif value is None or not given.text:
        cell.value = None
    else:
        if not fits(given.text):
            yield _cut(cell, given.text)
        put_text(cell, safe(given.text))


def shows_percent(shape: str) -> bool:
    """Whether a number format multiplies by a hundred; a quoted `%` does not."""
    return "%" in _LITERAL.sub("", shape)


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _cut(cell: Cell, text: str) -> str:
    return f"{place(cell)}: văn bản dài {len(text)} ký tự, ô chỉ chứa được một phần nên đã cắt."
