"""Definition files as they were read: their tables, and where each entry stands in the text."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xa_report.domain.fault import Fault, FaultCode, Problem, place_fault, problem

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One TOML text."""

    name: str
    """The file as it was named to us."""
    text: str
    data: Table

    def place(self, table: str, index: int, label: str) -> str:
        """Where the entry of an array of tables stands, in words."""
        line = self._line(rf"^\s*\[\[\s*{table}\s*\]\]", index)
        return f"{line}[[{table}]] {label}".strip()

    def section(self, table: str) -> str:
        """Where a single table stands, in words."""
        return self._line(rf"^\s*\[\s*{re.escape(table)}\s*\]", 0) + f"[{table}]"

    def _line(self, pattern: str, index: int) -> str:
        found = list(re.finditer(pattern, self.text, re.MULTILINE))
        if index >= len(found):
            return ""
        return f"dòng {self.text.count(chr(10), 0, found[index].end()) + 1}, "


class FaultBook:
    """Collects faults, so that all are reported at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, source: str, place: str, found: Problem) -> None:
        """Note a problem in its place; the same one is noted once."""
        fault = place_fault(found, source, place)
        if fault not in self.faults:
            self.faults.append(fault)


def read_file(path: Path, name: str, book: FaultBook) -> Source | None:
    """Read a TOML file; None, with a fault noted, when it cannot be read."""
    try:
        return read_bytes(path.read_bytes(), name, book)
    except OSError:
        book.add(name, "", problem(FaultCode.FILE_MISSING, name=name))
        return None


def read_bytes(content: bytes, name: str, book: FaultBook) -> Source | None:
    """Read TOML bytes; None, with a fault noted, when they cannot be read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        book.add(name, "", problem(FaultCode.NOT_UTF8))
        return None
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, ArithmeticError, RecursionError) as error:
        book.add(name, "", problem(FaultCode.NOT_TOML, why=_syntax(str(error))))
        return None
    for text_found in _denormal(data):
        book.add(name, "", problem(FaultCode.NOT_NFC, text=text_found[:60]))
    return Source(name, text, data)


def _syntax(message: str) -> str:
    """tomllib's message with its place in Vietnamese."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if found is None:
        return f"lỗi cú pháp ở cuối tệp ({message})"
    detail = message[: found.start()].strip()
    return f"dòng {found[1]}, cột {found[2]} ({detail})"


def _denormal(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _denormal(key)
            yield from _denormal(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _denormal(inner)
