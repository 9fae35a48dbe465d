"""Definition files as they were read: tables, line numbers and collected faults."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from xa_report.domain.fault import (
    DefinitionFault,
    FaultCode,
    UnplacedFault,
    locate_fault,
    unplaced_fault,
)

TomlTable = dict[str, Any]
MAX_DEPTH = 32
"""Nested tables and lists, inclusive; our reader recurses, so that it needs an end."""
MAX_NUMBER = Decimal(10) ** 15
"""Exclusive; workbooks hold 15 digits exactly."""
MIN_EXPONENT = -10
"""Ten decimals."""
MAX_SUGGESTIONS = 100
"""Faults up to which similar words are looked for; behind them nobody reads one by one."""

# Table names of ours have no brackets; a `[` within a longer text line is not at its start.
_HEADER_PATTERN = re.compile(r"\s*(\[\[[^\[\]]+\]\]|\[[^\[\]]+\])")

# What an entry is called, in the order in which one is looked for.
_LABEL_KEYS = ("id", "code", "name")


@dataclass(frozen=True, slots=True)
class DefinitionSource:
    """One TOML text with the line numbers of its tables."""

    name: str
    """The file as the user named it."""
    text: str
    data: TomlTable
    headers: Mapping[str, tuple[int, ...]]
    """Line numbers of `[table]` and `[[table]]` headers, by the header as it is written."""

    def entry_place(self, table: str, index: int, label: str) -> str:
        """Return the line and header of an entry of an array of tables; `index` counts from 0."""
        return f"{self._line(f'[[{table}]]', index)}[[{table}]] {label}".strip()

    def section_place(self, table: str) -> str:
        """Return the line and header of a single table."""
        return f"{self._line(f'[{table}]', 0)}[{table}]"

    def _line(self, header: str, index: int) -> str:
        lines = self.headers.get(header, ())
        return f"dòng {lines[index]}, " if index < len(lines) else ""


def parse_source(name: str, text: str, data: TomlTable) -> DefinitionSource:
    """Build a source with the line numbers of its tables."""
    headers: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), start=1):
        match = _HEADER_PATTERN.match(line)
        if match is not None:
            headers["".join(match[0].split())].append(number)
    lines = {header: tuple(numbers) for header, numbers in headers.items()}
    return DefinitionSource(name, text, data, lines)


class FaultCollector:
    """Collector of faults, so that all are reported at once."""

    def __init__(self) -> None:
        # A dict keeps their order and finds one that is there already at once, among thousands.
        self._faults: dict[DefinitionFault, None] = {}

    @property
    def faults(self) -> list[DefinitionFault]:
        """All faults, in the order in which they were found."""
        return list(self._faults)

    def add(self, source: str, location: str, unplaced: UnplacedFault) -> None:
        """Add a fault with its file and location; one that is there already is left out."""
        self._faults[locate_fault(unplaced, source, location)] = None

    @property
    def wants_suggestions(self) -> bool:
        """True while there are few faults: the search for a similar word is slow."""
        return len(self._faults) < MAX_SUGGESTIONS


def read_toml_file(path: Path, name: str, collector: FaultCollector) -> DefinitionSource | None:
    """Read a TOML file; None, with a fault collected, when it cannot be read."""
    try:
        return read_toml_bytes(path.read_bytes(), name, collector)
    except OSError:
        collector.add(name, "", unplaced_fault(FaultCode.FILE_MISSING, name=name))
        return None


def read_toml_bytes(
    content: bytes, name: str, collector: FaultCollector
) -> DefinitionSource | None:
    """Read TOML bytes; None, with a fault collected, when they cannot be read."""
    try:
        # Windows editors begin UTF-8 files with a byte order mark, which TOML does not know.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        collector.add(name, "", unplaced_fault(FaultCode.NOT_UTF8))
        return None
    try:
        # parse_float=Decimal keeps numbers exact; it raises ArithmeticError for absurd exponents.
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, ArithmeticError, RecursionError) as error:
        collector.add(
            name, "", unplaced_fault(FaultCode.NOT_TOML, why=_syntax_error_text(str(error)))
        )
        return None
    source = parse_source(name, text, data)
    checked = {key: _check_table(source, key, value, collector) for key, value in data.items()}
    return replace(source, data=checked)


def _check_table(
    source: DefinitionSource, table: str, value: object, collector: FaultCollector
) -> object:
    """Return a table without unusable numbers; faults in an array of tables name the entry."""
    note = partial(collector.add, source.name)
    _check_value(table, "", 0, partial(note, ""))
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return _check_value(value, table, 1, partial(note, ""))
    return [
        _check_value(entry, table, 2, partial(note, source.entry_place(table, at, _label(entry))))
        for at, entry in enumerate(value)
    ]


def _label(entry: object) -> str:
    """Return the name of an entry in an array of tables, "" where it has none."""
    named = entry if isinstance(entry, dict) else {}
    labels = [named[key] for key in _LABEL_KEYS if key in named]
    return str(labels[0]) if labels else ""


def _syntax_error_text(message: str) -> str:
    """Return tomllib's message with line and column in Vietnamese."""
    # tomllib of Python before 3.14 has line and column only in its message.
    match = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if match is None:
        return f"lỗi cú pháp ở cuối tệp ({message})"
    detail = message[: match.start()].strip()
    return f"dòng {match[1]}, cột {match[2]} ({detail})"


def _check_value(
    value: object, path: str, depth: int, note: Callable[[UnplacedFault], None]
) -> object:
    """Return a value with 0 for unusable numbers; note these, and texts that are not NFC."""
    if depth > MAX_DEPTH:
        note(unplaced_fault(FaultCode.DEEP, key=path, limit=MAX_DEPTH))
        return None
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        note(unplaced_fault(FaultCode.NOT_NFC, text=value[:60]))
    if isinstance(value, dict):
        for key in value:
            _check_value(key, path, depth, note)
        return {k: _check_value(v, _child_path(path, k), depth + 1, note) for k, v in value.items()}
    if isinstance(value, list):
        return [_check_value(inner, path, depth + 1, note) for inner in value]
    if isinstance(value, int | Decimal) and not _is_usable_number(value):
        where = f" ở “{path}”" if path else ""
        note(unplaced_fault(FaultCode.NUMBER, value=f"{Decimal(value):.6g}", where=where))
        return 0
    return value


def _child_path(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _is_usable_number(value: int | Decimal) -> bool:
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= MIN_EXPONENT and number.copy_abs() < MAX_NUMBER
