"""Decimals of a record: bounded, and written in one way."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xa_report.domain.numbers import MAX_DIGITS, MAX_PLACES
from xa_report.package.faults import PackageCode, fault

NAME = "report.json"


def plain(number: Decimal, name: str = NAME) -> Decimal:
    """Return the number without an exponent; raise PackageFaultError when it is out of bounds."""
    text = str(number)
    if len(text) <= MAX_PLACES and number.is_finite() and "E" not in text:
        return number  # as nearly all are
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= MAX_DIGITS or exponent < -MAX_PLACES:
        raise fault(PackageCode.VALUE, name=name, why=f"số {number}")
    return Decimal(format(number, "f"))


def plainly(value: Any, name: str = NAME) -> Any:
    """Copy a value with every decimal in it written in the one way."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return plain(value, name)
    if isinstance(value, dict | Mapping):
        return {key: plainly(inner, name) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(plainly(inner, name) for inner in value)
    if is_dataclass(value) and not isinstance(value, type | date):
        parts = {part.name: plainly(getattr(value, part.name), name) for part in fields(value)}
        return type(value)(**parts)
    return value
