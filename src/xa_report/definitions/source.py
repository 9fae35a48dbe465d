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

Table = dict[str, Any]
DEEPEST = 32
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Source:
    """One TOML text."""

    name: str
    """The file as it was named to us."""
    text: str
    data: Table

    headers: Mapping[str, tuple[int, ...]]
    """Line numbers of `[table]` and `[[table]]` headers, by the header as it is written."""

    def place(self, table: str, index: int, label: str) -> str:
        """Where the entry of an array of tables stands, in words."""
        return f"{self._line(f'[[{table}]]', index)}[[{table}]] {label}".strip()

    def section(self, table: str) -> str:
        """Where a single table stands, in words."""
        return f"{self._line(f'[{table}]', 0)}[{table}]"

    def _line(self, header: str, index: int) -> str:
        lines = self.headers.get(header, ())
        return f"dòng {lines[index]}, " if index < len(lines) else ""


def source_of(name: str, text: str, data: Table) -> Source:
    """A text with the places of its tables."""
    headers: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(text.split("\n"), start=1):
        found = _HEADER.match(line)
        if found is not None:
            headers["".join(found[0].split())].append(number)
    return Source(name, text, data, {header: tuple(at) for header, at in headers.items()})


_HEADER = re.compile(r"\s*(\[\[[^\[\]]+\]\]|\[[^\[\]]+\])")


class FaultBook:
    """Collects faults, so that all are reported at once."""

    def __init__(self) -> None:
        self.faults: list[DefinitionFault] = []

    def add(self, source: str, place: str, found: UnplacedFault) -> None:
        """Note a problem in its place; the same one is noted once."""
        fault = locate_fault(found, source, place)
        if fault not in self.faults:
            self.faults.append(fault)


def read_file(path: Path, name: str, book: FaultBook) -> Source | None:
    """Read a TOML file; None, with a fault noted, when it cannot be read."""
    try:
        return read_bytes(path.read_bytes(), name, book)
    except OSError:
        book.add(name, "", unplaced_fault(FaultCode.FILE_MISSING, name=name))
        return None


def read_bytes(content: bytes, name: str, book: FaultBook) -> Source | None:
    """Read TOML bytes; None, with a fault noted, when they cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        book.add(name, "", unplaced_fault(FaultCode.NOT_UTF8))
        return None
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, ArithmeticError, RecursionError) as error:
        book.add(name, "", unplaced_fault(FaultCode.NOT_TOML, why=_syntax(str(error))))
        return None
    found = _checked(data, "", 0, partial(book.add, name, ""))
    return source_of(name, text, found if isinstance(found, dict) else {})


def _syntax(message: str) -> str:
    """tomllib's message with its place in Vietnamese."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if found is None:
        return f"lỗi cú pháp ở cuối tệp ({message})"
    detail = message[: found.start()].strip()
    return f"dòng {found[1]}, cột {found[2]} ({detail})"


def _checked(value: object, path: str, depth: int, note: Callable[[UnplacedFault], None]) -> object:
    """The value with every text looked at, and without numbers that arithmetic cannot hold."""
    if depth > DEEPEST:
        note(unplaced_fault(FaultCode.DEEP, key=path, limit=DEEPEST))
        return None
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        note(unplaced_fault(FaultCode.NOT_NFC, text=value[:60]))
    if isinstance(value, dict):
        for key in value:
            _checked(key, path, depth, note)
        return {k: _checked(v, _below(path, k), depth + 1, note) for k, v in value.items()}
    if isinstance(value, list):
        return [_checked(inner, path, depth + 1, note) for inner in value]
    if isinstance(value, int | Decimal) and not _usable(value):
        where = f" ở “{path}”" if path else ""
        note(unplaced_fault(FaultCode.NUMBER, value=f"{Decimal(value):.6g}", where=where))
        return 0
    return value


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _usable(value: int | Decimal) -> bool:
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -10 and number.copy_abs() < LARGEST
