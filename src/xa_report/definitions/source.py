"""Definition files as they were read: their tables, and where each entry stands in the text."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
MAX_NUMBER = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class DefinitionSource:
    """One TOML text."""

    name: str
    """The file as it was named to us."""
    text: str
    data: TomlTable

    headers: Mapping[str, tuple[int, ...]]
    """Line numbers of `[table]` and `[[table]]` headers, by the header as it is written."""

    def entry_place(self, table: str, index: int, label: str) -> str:
        """Where the entry of an array of tables stands, in words."""
        return f"{self._line(f'[[{table}]]', index)}[[{table}]] {label}".strip()

    def section_place(self, table: str) -> str:
        """Where a single table stands, in words."""
        return f"{self._line(f'[{table}]', 0)}[{table}]"

    def _line(self, header: str, index: int) -> str:
        lines = self.headers.get(header, ())
        return f"dòng {lines[index]}, " if index < len(lines) else ""


def parse_source(name: str, text: str, data: TomlTable) -> DefinitionSource:
    """A text with the places of its tables."""
    headers: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), start=1):
        found = _HEADER_PATTERN.match(line)
        if found is not None:
            headers["".join(found[0].split())].append(number)
    return DefinitionSource(name, text, data, {header: tuple(at) for header, at in headers.items()})


_HEADER_PATTERN = re.compile(r"\s*(\[\[[^\[\]]+\]\]|\[[^\[\]]+\])")


class FaultCollector:
    """Collects faults, so that all are reported at once."""

    def __init__(self) -> None:
        self.faults: list[DefinitionFault] = []

    def add(self, source: str, location: str, unplaced: UnplacedFault) -> None:
        """Note a problem in its place; the same one is noted once."""
        fault = locate_fault(unplaced, source, location)
        if fault not in self.faults:
            self.faults.append(fault)


def read_toml_file(path: Path, name: str, collector: FaultCollector) -> DefinitionSource | None:
    """Read a TOML file; None, with a fault noted, when it cannot be read."""
    try:
        return read_toml_bytes(path.read_bytes(), name, collector)
    except OSError:
        collector.add(name, "", unplaced_fault(FaultCode.FILE_MISSING, name=name))
        return None


def read_toml_bytes(
    content: bytes, name: str, collector: FaultCollector
) -> DefinitionSource | None:
    """Read TOML bytes; None, with a fault noted, when they cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        collector.add(name, "", unplaced_fault(FaultCode.NOT_UTF8))
        return None
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, ArithmeticError, RecursionError) as error:
        collector.add(
            name, "", unplaced_fault(FaultCode.NOT_TOML, why=_syntax_error_text(str(error)))
        )
        return None
    found = _checked_value(data, "", 0, partial(collector.add, name, ""))
    return parse_source(name, text, found if isinstance(found, dict) else {})


def _syntax_error_text(message: str) -> str:
    """tomllib's message with its place in Vietnamese."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if found is None:
        return f"lỗi cú pháp ở cuối tệp ({message})"
    detail = message[: found.start()].strip()
    return f"dòng {found[1]}, cột {found[2]} ({detail})"


def _checked_value(
    value: object, path: str, depth: int, note: Callable[[UnplacedFault], None]
) -> object:
    """The value with every text looked at, and without numbers that arithmetic cannot hold."""
    if depth > MAX_DEPTH:
        note(unplaced_fault(FaultCode.DEEP, key=path, limit=MAX_DEPTH))
        return None
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        note(unplaced_fault(FaultCode.NOT_NFC, text=value[:60]))
    if isinstance(value, dict):
        for key in value:
            _checked_value(key, path, depth, note)
        return {
            k: _checked_value(v, _child_path(path, k), depth + 1, note) for k, v in value.items()
        }
    if isinstance(value, list):
        return [_checked_value(inner, path, depth + 1, note) for inner in value]
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
    return isinstance(exponent, int) and exponent >= -10 and number.copy_abs() < MAX_NUMBER
