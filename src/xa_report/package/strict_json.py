"""JSON that is the same for every reader: no duplicate keys, no floats, nothing too large."""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from xa_report.domain.canonical_json import dump_bytes
from xa_report.package.faults import PackageCode, fault

LARGEST = 8 * 1024 * 1024
DEEPEST = 32
MOST_VALUES = 300_000
LARGEST_NUMBER = 2**53 - 1
"""The largest number that every JSON reader in the world takes exactly."""

_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NOTHING = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_OPENING, _CLOSING = b"[{", b"]}"
_NEITHER = bytes(set(range(256)) - set(_OPENING + _CLOSING))


def read_json(content: bytes, name: str) -> Any:
    """Read JSON strictly; raise PackageFaultError with what is wrong."""
    if len(content) > LARGEST:
        raise fault(PackageCode.JSON_TOO_LARGE, name=name)
    text = _decoded(content, name)
    _require_flat(content, name)
    reader = _Reader(name)
    try:
        value = json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_float=reader.refuse_number,
            parse_constant=reader.refuse_number,
            parse_int=reader.integer,
        )
    except ValueError as error:
        raise fault(PackageCode.NOT_JSON, name=name) from error
    if b"\\u" in content:  # only an escape can be half a character, or none: the bytes are UTF-8
        _require_whole_characters(value, name)
    return value


class _Reader:
    """What json calls back while it reads one document."""

    def __init__(self, name: str) -> None:
        self.name = name

    def pairs(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise fault(PackageCode.KEY_TWICE, name=self.name, key=twice)
        return found

    def integer(self, digits: str) -> int:
        if len(digits) > 17 or abs(int(digits)) > LARGEST_NUMBER or digits == "-0":
            self.refuse_number(digits)
        return int(digits)

    def refuse_number(self, digits: str) -> NoReturn:
        raise fault(PackageCode.NUMBER, name=self.name, number=digits)


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise fault(PackageCode.NOT_UTF8, name=name) from error
    if text.startswith("\ufeff"):
        raise fault(PackageCode.NOT_UTF8, name=name)
    return text


def _require_flat(content: bytes, name: str) -> None:
    """Bound depth and number of values before anything is built from them."""
    structure = _TEXT.sub(b"", content)
    brackets = structure.translate(None, _NEITHER)
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in _OPENING else -1
        if depth > DEEPEST:
            raise fault(PackageCode.TOO_DEEP, name=name, most=DEEPEST)
    if sum(map(structure.count, (b"[", b"{", b","))) > MOST_VALUES:
        raise fault(PackageCode.JSON_TOO_LARGE, name=name)


def _require_whole_characters(value: object, name: str) -> None:
    """Refuse half characters, and the character that is none: not every database holds it."""
    try:
        written = dump_bytes(value)
    except UnicodeEncodeError as error:
        raise fault(PackageCode.HALF_CHARACTER, name=name) from error
    if _NOTHING.search(written):
        raise fault(PackageCode.HALF_CHARACTER, name=name)
