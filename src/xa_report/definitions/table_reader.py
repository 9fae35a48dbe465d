"""Reader of one TOML table, key by key; collects faults instead of stopping."""

import difflib
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import EnumType
from typing import Any, TypeVar, get_args

import msgspec

from xa_report.definitions.source import DefinitionSource, FaultCollector, TomlTable
from xa_report.domain.comparison import OPERATORS, Comparison, ComparisonSide, Condition
from xa_report.domain.dates import check_day
from xa_report.domain.fault import FaultCode, unplaced_fault
from xa_report.domain.indicator import Operand
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import DayRule, DayWindow

T = TypeVar("T")
ID_PATTERN = re.compile(r"[a-z0-9_]+")
DEFINITION_ID_PATTERN = re.compile(r"[a-z0-9_-]+")

_TYPE_NAMES = {
    "str": "chữ", "int": "số nguyên", "bool": "true/false", "array": "danh sách",
    "object": "bảng", "decimal": "số", "date": "ngày", "float": "số", "null": "rỗng",
    "datetime": "ngày kèm giờ", "time": "giờ",
}  # fmt: skip


class TableReader:
    """Reader of one table; a table that is none is a fault and read as empty."""

    def __init__(
        self, source: DefinitionSource, location: str, raw: object, collector: FaultCollector
    ) -> None:
        self.source = source
        self.place = location
        self.collector = collector
        self.raw: TomlTable = raw if isinstance(raw, dict) else {}
        self.seen: set[str] = set()
        if not isinstance(raw, dict):
            self.add_fault(FaultCode.WRONG_TYPE, key=location, why="phải là một bảng")

    def add_fault(self, code: FaultCode, where: str = "", /, **texts: object) -> None:
        """Add a fault of this entry; `where` is the key within it."""
        self.collector.add(self.source.name, self.place, unplaced_fault(code, where, **texts))

    def has(self, key: str) -> bool:
        """Return whether the key is written."""
        return key in self.raw

    def inner_reader(self, raw: object) -> "TableReader":
        """Return a reader of a table within this entry; its faults are located as this one's."""
        return TableReader(self.source, self.place, raw, self.collector)

    def read_optional(self, key: str, kind: Any, default: T) -> T:
        """Read an optional key as `kind`; the default when it is absent or faulty."""
        self.seen.add(key)
        if key not in self.raw:
            return default
        try:
            value: T = msgspec.convert(self.raw[key], kind)
        except msgspec.ValidationError as error:
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why=_type_error_text(str(error), kind))
            return default
        if _is_quoted_number(self.raw[key], value):
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why="số và ngày không đặt trong dấu nháy")
            return default
        return value

    def read_required(self, key: str, kind: Any, default: T) -> T:
        """Read a key that must be there; a blank text is a fault too."""
        if key not in self.raw:
            self.seen.add(key)
            self.add_fault(FaultCode.KEY_MISSING, key=key)
            return default
        value = self.read_optional(key, kind, default)
        if isinstance(value, str) and not value.strip():
            self.add_fault(FaultCode.EMPTY, key=key)
        return value

    def raw_value(self, key: str, default: object = None) -> object:
        """Return a value unchecked; the caller adds its faults."""
        self.seen.add(key)
        return self.raw.get(key, default)

    def read_required_id(self, pattern: re.Pattern[str] = ID_PATTERN) -> str:
        """Read the id, which must match the pattern."""
        ident = self.read_required("id", str, "")
        if ident and not pattern.fullmatch(ident):
            self.add_fault(FaultCode.BAD_ID, id=ident)
        return ident

    def check_not_negative(self, key: str, value: Decimal | None) -> None:
        """Add a fault for a number below 0."""
        if value is not None and value < 0:
            self.add_fault(FaultCode.NEGATIVE, key=key, value=value)

    def read_operand(self, key: str, raw: object) -> Operand:
        """Read an id, or a list of ids that are added; empty when faulty."""
        names = raw if isinstance(raw, list) else [raw]
        if not names or not all(isinstance(name, str) for name in names):
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why="cần mã số liệu hoặc danh sách mã")
            return ()
        return tuple(names)

    def read_operands(self, key: str, count: int | None = None) -> tuple[Operand, ...]:
        """Read a list of operands, of `count` unless that is None; empty when faulty."""
        raw = self.raw_value(key)
        if not isinstance(raw, list) or (count is not None and len(raw) != count):
            many = f"{count} phần tử" if count else "các mã số liệu"
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why=f"cần danh sách {many}")
            return ()
        return tuple(self.read_operand(key, part) for part in raw)

    def read_condition(self, key: str) -> Condition | None:
        """Read a yes/no item or `[left, op, right]`; None when absent or faulty."""
        raw = self.raw_value(key)
        if raw is None or isinstance(raw, str):
            return raw
        if isinstance(raw, list) and len(raw) == 3 and isinstance(raw[1], str):
            left, right = self.read_side(key, raw[0]), self.read_side(key, raw[2])
            if raw[1] not in OPERATORS:
                self.add_fault(FaultCode.BAD_OPERATOR, key, op=raw[1])
                return None
            return Comparison(left, raw[1], right)
        self.add_fault(FaultCode.WRONG_TYPE, key=key, why="cần một mã, hoặc [trái, dấu, phải]")
        return None

    def read_side(self, key: str, raw: object) -> ComparisonSide:
        """Read a side of a comparison, an id or a number; 0 when faulty."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why="cần mã số liệu hoặc con số")
            return Decimal(0)
        return raw if isinstance(raw, str) else Decimal(raw)

    def read_day(self, key: str, raw: object) -> DayRule | None:
        """Read `{ day = "MM-DD", year = -1 }`, the year being an offset; None when faulty."""
        if not isinstance(raw, dict):
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why='cần { day = "tháng-ngày" }')
            return None
        inner = self.inner_reader(raw)
        # An offset may be written as a text, "-1".
        year = str(inner.raw_value("year", 0))
        if not re.fullmatch(r"-?[0-9]{1,2}", year):
            self.add_fault(FaultCode.WRONG_TYPE, key=f"{key}.year", why="cần số nguyên")
            year = "0"
        rule = DayRule(inner.read_required("day", str, "01-01"), int(year))
        inner.check_all_read(key)
        if not rule.is_valid:
            self.add_fault(FaultCode.BAD_DAY, key, day=rule.day)
            return None
        return rule

    def read_date(self, key: str) -> date | None:
        """Read an optional day of the calendar; a fault for one outside of the years of days."""
        day = self.read_optional(key, date | None, None)
        self.check_date(key, day)
        return day

    def check_date(self, key: str, day: date | None) -> None:
        """Add a fault for a day outside of the years that a day may be in."""
        try:
            check_day(day)
        except ValueFaultError as error:
            self.add_fault(FaultCode.WRONG_TYPE, key=key, why=str(error))

    def read_window(self, key: str, raw: object) -> DayWindow:
        """Read `{ from = …, to = … }`, either of them open."""
        inner = self.inner_reader(raw)
        ends = [
            inner.read_day(f"{key}.{end}", inner.raw_value(end)) if inner.has(end) else None
            for end in ("from", "to")
        ]
        inner.seen |= {"from", "to"}
        inner.check_all_read(key)
        start, end = ends
        # `MM-DD` sorts as a text.
        if start and end and (start.year, start.day) > (end.year, end.day):
            self.add_fault(FaultCode.WINDOW, name=key)
        return DayWindow(start, end)

    def check_all_read(self, within: str = "") -> None:
        """Add a fault for every key that was not read; `within` precedes their names."""
        for key in self.raw:
            if key not in self.seen:
                shown = f"{within}.{key}" if within else key
                hint = suggestion_text(key, self.seen) if self.collector.wants_suggestions else ""
                self.add_fault(FaultCode.UNKNOWN_KEY, key=shown, hint=hint)


def check_known_tables(
    source: DefinitionSource, tables: Iterable[str], collector: FaultCollector
) -> None:
    """Add a fault for every table of a file that is not one of `tables`."""
    whole = TableReader(source, "", source.data, collector)
    whole.seen |= set(tables)
    whole.check_all_read()


def suggestion_text(word: str, known: Iterable[str]) -> str:
    """Return ` (có phải “…” không?)` for the closest known word; empty when none is close."""
    # Sorted, so that of two words that are equally close the same one is suggested always.
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f" (có phải “{close[0]}” không?)" if close else ""


def _is_quoted_number(raw: object, expected: object) -> bool:
    """Return whether a number or a date was written as a text, at any depth."""
    # msgspec converts texts to Decimal and date even in strict mode.
    if isinstance(raw, list) and isinstance(expected, tuple | list):
        return any(map(_is_quoted_number, raw, expected))
    if isinstance(raw, dict) and isinstance(expected, dict):
        return any(_is_quoted_number(raw[key], expected[key]) for key in raw)
    return isinstance(raw, str) and not isinstance(expected, str)


def _type_error_text(message: str, kind: Any) -> str:
    """Return msgspec's message in Vietnamese."""
    # ValidationError has its parts in its message only.
    wrong = re.match(r"Invalid enum value '(.*)'", message, re.DOTALL)
    if wrong is not None:
        words = [str(word) for choice in (kind, *get_args(kind)) for word in _choice_values(choice)]
        return (
            f"“{wrong[1]}” không có{suggestion_text(wrong[1], words)}, chỉ dùng {', '.join(words)}"
        )
    length = re.match(r"Expected `array` of length (\d+), got (\d+)", message)
    if length is not None:
        return f"cần {length[1]} phần tử, đang có {length[2]}"
    types = re.match(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `\$?([^`]*)`)?", message)
    if types is None:
        return "không phải là số" if "decimal" in message else "không phải là ngày"
    want = " hoặc ".join(
        _TYPE_NAMES.get(part.strip(), part.strip())
        for part in types[1].split("|")
        if "null" not in part
    )
    where = f" ở {types[3]}" if types[3] else ""
    return f"cần {want}, đang là {_TYPE_NAMES.get(types[2], types[2])}{where}"


def _choice_values(choice: Any) -> list[str]:
    return list(choice) if isinstance(choice, EnumType) else []
