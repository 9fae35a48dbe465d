"""Tables of open data: named fields with their meaning, and rows of plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from xa_report.domain.numbers import round_half_up

TableCell = str | Decimal | int | bool | date | datetime | None
TableCells = tuple[TableCell, ...]

DECIMAL_PLACES = 9
"""Fractions that no decimal writes out are rounded half-up to so many places."""

DIGITS = 10_000
"""Precision of the conversion: more digits than any figure has, so that nothing is rounded."""


class FieldType(StrEnum):
    """Types of fields, by their names in Frictionless Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class TableField:
    """A column: its ASCII name, its Vietnamese title and its meaning."""

    name: str
    title: str
    type: FieldType = FieldType.STRING
    description: str = ""
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    """All texts that there can be; empty when there are others."""


@dataclass(frozen=True, slots=True)
class TableLink:
    """Fields of one table that name a row of another."""

    fields: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table; its name is the file's without the suffix."""

    name: str
    title: str
    fields: tuple[TableField, ...]
    key: tuple[str, ...]
    rows: tuple[TableCells, ...]
    links: tuple[TableLink, ...] = ()

    def column(self, index: int) -> Iterator[TableCell]:
        """Return the values of one field, row by row."""
        return (row[index] for row in self.rows)


def as_decimal(value: Fraction | Decimal | int | None) -> Decimal | None:
    """Return a number as a decimal: exact when it can be, else rounded to `DECIMAL_PLACES`."""
    if value is None or isinstance(value, Decimal):
        return value
    with localcontext(prec=DIGITS):
        return _without_trailing_zeros(round_half_up(value, DECIMAL_PLACES))


def _without_trailing_zeros(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    # normalize() alone would write 100 as 1E+2.
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


UNIT_FIELD = TableField("ma_don_vi", "Mã đơn vị", description="Mã xã, 5 chữ số.", required=True)
PERIOD_FIELD = TableField("ky", "Kỳ báo cáo", description="2026, 2026-Q1, 2026-H1 hoặc 2026-9M.",
               required=True)  # fmt: skip
UNIT_LINK = TableLink(("ma_don_vi",), "don-vi", ("ma_don_vi",))
NUMBER, INTEGER = FieldType.NUMBER, FieldType.INTEGER
