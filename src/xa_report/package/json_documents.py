"""Strict JSON of our documents: syntax, document type, shape, bounded decimals, canonical bytes."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

from msgspec import Struct, ValidationError, convert

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.numbers import MAX_DIGITS, MAX_PLACES
from xa_report.package.faults import PackageCode, package_fault

MAX_JSON_SIZE = 8 * 1024 * 1024
MAX_JSON_DEPTH = 32
MAX_JSON_VALUES = 300_000
MAX_JSON_INTEGER = 2**53 - 1
"""The largest number that every JSON reader in the world takes exactly."""

_STRING_PATTERN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NUL_PATTERN = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_OPENING, _CLOSING = b"[{", b"]}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_OPENING + _CLOSING))


def read_json(content: bytes, name: str) -> Any:
    """Read JSON strictly; raise PackageFaultError with what is wrong."""
    if len(content) > MAX_JSON_SIZE:
        raise package_fault(PackageCode.JSON_TOO_LARGE, name=name)
    text = _decode_utf8(content, name)
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
        raise package_fault(PackageCode.NOT_JSON, name=name) from error
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
            raise package_fault(PackageCode.KEY_TWICE, name=self.name, key=twice)
        return found

    def integer(self, digits: str) -> int:
        if len(digits) > 17 or abs(int(digits)) > MAX_JSON_INTEGER or digits == "-0":
            self.refuse_number(digits)
        return int(digits)

    def refuse_number(self, digits: str) -> NoReturn:
        raise package_fault(PackageCode.NUMBER, name=self.name, number=digits)


def _decode_utf8(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise package_fault(PackageCode.NOT_UTF8, name=name) from error
    if text.startswith("\ufeff"):
        raise package_fault(PackageCode.NOT_UTF8, name=name)
    return text


def _require_flat(content: bytes, name: str) -> None:
    """Bound depth and number of values before anything is built from them."""
    structure = _STRING_PATTERN.sub(b"", content)
    brackets = structure.translate(None, _NOT_BRACKETS)
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in _OPENING else -1
        if depth > MAX_JSON_DEPTH:
            raise package_fault(PackageCode.TOO_DEEP, name=name, most=MAX_JSON_DEPTH)
    if sum(map(structure.count, (b"[", b"{", b","))) > MAX_JSON_VALUES:
        raise package_fault(PackageCode.JSON_TOO_LARGE, name=name)


def _require_whole_characters(value: object, name: str) -> None:
    """Refuse half characters, and the character that is none: not every database holds it."""
    try:
        written = dump_bytes(value)
    except UnicodeEncodeError as error:
        raise package_fault(PackageCode.HALF_CHARACTER, name=name) from error
    if _NUL_PATTERN.search(written):
        raise package_fault(PackageCode.HALF_CHARACTER, name=name)


T = TypeVar("T")
S = TypeVar("S", bound=Struct)
_PLACE_PATTERN = re.compile(r"`(\$[^`]*)`")


def check_no_unknown_fields(raw: Any, read: Any, name: str) -> None:
    """Refuse JSON with fields that reading did not take up."""
    if _skeleton(raw) != _skeleton(read):
        raise package_fault(PackageCode.UNKNOWN_FIELD, name=name)


def _skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _skeleton(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_skeleton(inner) for inner in value]
    return None


def convert_json(raw: Any, shape: type[T], name: str) -> T:
    """Convert JSON to a type; raise PackageFaultError with the place of the first misfit."""
    try:
        return convert(raw, shape)
    except ValidationError as error:
        found = _PLACE_PATTERN.findall(str(error))
        raise package_fault(
            PackageCode.SHAPE, name=name, place=found[-1] if found else "$"
        ) from error


def domain_to_part(domain_object: object, shape: type[S]) -> S:
    """A noun of ours as the part of a document."""
    return convert(domain_object, shape, from_attributes=True)


def part_to_domain(part: object, domain_type: type[T], name: str) -> T:
    """A part of a document as a noun of ours; raise PackageFaultError when it does not fit."""
    try:
        return convert(part, domain_type, from_attributes=True)
    except ValidationError as error:
        raise package_fault(PackageCode.SHAPE, name=name, place=type(part).__name__) from error


_VERSION_PATTERN = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)


def check_document_type(raw: Any, name: str, document_type: str, version: str) -> bool:
    """Refuse other documents and newer majors; tell whether the minor version is known too."""
    if not isinstance(raw, dict):
        raise package_fault(PackageCode.SHAPE, name=name, place="$")
    if raw.get("documentType") != document_type:
        raise package_fault(PackageCode.DOCUMENT_TYPE, name=name, type=raw.get("documentType"))
    match = _VERSION_PATTERN.fullmatch(str(raw.get("specVersion")))
    if match is None:
        raise package_fault(PackageCode.SHAPE, name=name, place="$.specVersion")
    major, minor = int(match[1]), int(match[2])
    known_major, known_minor = (int(part) for part in version.split("."))
    if major != known_major:
        raise package_fault(PackageCode.NEWER, name=name, version=match[0])
    return minor <= known_minor


REPORT_JSON_NAME = "report.json"


def canonical_decimal(number: Decimal, name: str = REPORT_JSON_NAME) -> Decimal:
    """Return the number without an exponent; raise PackageFaultError when it is out of bounds."""
    text = str(number)
    if len(text) <= MAX_PLACES and number.is_finite() and "E" not in text:
        return number  # as nearly all are
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= MAX_DIGITS or exponent < -MAX_PLACES:
        raise package_fault(PackageCode.VALUE, name=name, why=f"số {number}")
    return Decimal(format(number, "f"))


def canonical_decimals(value: Any, name: str = REPORT_JSON_NAME) -> Any:
    """Copy a value with every decimal in it written in the one way."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return canonical_decimal(value, name)
    if isinstance(value, dict | Mapping):
        return {key: canonical_decimals(inner, name) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(canonical_decimals(inner, name) for inner in value)
    if is_dataclass(value) and not isinstance(value, type | date):
        parts = {
            part.name: canonical_decimals(getattr(value, part.name), name) for part in fields(value)
        }
        return type(value)(**parts)
    return value
