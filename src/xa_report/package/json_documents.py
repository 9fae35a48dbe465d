"""Strict JSON of our documents: syntax, document type, shape, bounded decimals."""

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

T = TypeVar("T")
S = TypeVar("S", bound=Struct)

MAX_JSON_SIZE = 8 * 1024 * 1024
"""Bytes."""
MAX_JSON_DEPTH = 32
"""Lists and objects inside one another; json recurses for each."""
MAX_JSON_VALUES = 300_000
"""Lists, objects and commas: a value takes tens of times as much memory as its text."""
MAX_JSON_INTEGER = 2**53 - 1
"""Largest integer that readers which know only doubles take exactly (RFC 8259, section 6)."""
REPORT_JSON_NAME = "report.json"

# Possessive: a text that never ends is given up at once instead of being tried from each quote.
_STRING_PATTERN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
# An escape of NUL, not the letters u0000 after a backslash that is escaped itself.
_NUL_PATTERN = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_OPENING, _CLOSING = b"[{", b"]}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_OPENING + _CLOSING))
_VERSION_PATTERN = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)
# msgspec ends its message with the path of the value: "… - at `$.unit.code`".
_PATH_PATTERN = re.compile(r"`(\$[^`]*)`")


def read_json(content: bytes, name: str) -> Any:
    """Parse JSON that has no duplicate keys, no floats and no BOM, within the limits above.

    Raise PackageFaultError with the first fault; `name` is the document's, for its sentence.
    """
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
    """Hooks of `json.loads` for one document."""

    def __init__(self, name: str) -> None:
        self.name = name

    def pairs(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) != len(pairs):
            keys = [key for key, _ in pairs]
            duplicate = next(key for key in keys if keys.count(key) > 1)
            raise package_fault(PackageCode.KEY_TWICE, name=self.name, key=duplicate)
        return values

    def integer(self, digits: str) -> int:
        # The length first: `int` of a long text takes time that grows with its square.
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
    """Raise PackageFaultError when depth or number of values pass their limits; builds nothing."""
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
    """Raise PackageFaultError for lone surrogates and NUL, which not every database stores."""
    try:
        written = dump_bytes(value)
    except UnicodeEncodeError as error:
        raise package_fault(PackageCode.HALF_CHARACTER, name=name) from error
    if _NUL_PATTERN.search(written):
        raise package_fault(PackageCode.HALF_CHARACTER, name=name)


def check_no_unknown_fields(raw: Any, read: Any, name: str) -> None:
    """Raise PackageFaultError when `raw` has fields that its converted form `read` has not."""
    if _skeleton(raw) != _skeleton(read):
        raise package_fault(PackageCode.UNKNOWN_FIELD, name=name)


def _skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _skeleton(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_skeleton(inner) for inner in value]
    return None


def convert_json(raw: Any, shape: type[T], name: str) -> T:
    """Convert JSON to a type; raise PackageFaultError with the path of the first misfit."""
    try:
        return convert(raw, shape)
    except ValidationError as error:
        paths = _PATH_PATTERN.findall(str(error))
        raise package_fault(
            PackageCode.SHAPE, name=name, place=paths[-1] if paths else "$"
        ) from error


def domain_to_part(domain_object: object, shape: type[S]) -> S:
    """Convert an object of the domain to the part of a document with the same attributes."""
    return convert(domain_object, shape, from_attributes=True)


def part_to_domain(part: object, domain_type: type[T], name: str) -> T:
    """Convert a part of a document to a type of the domain; raise PackageFaultError on a misfit."""
    try:
        return convert(part, domain_type, from_attributes=True)
    except ValidationError as error:
        raise package_fault(PackageCode.SHAPE, name=name, place=type(part).__name__) from error


def check_document_type(raw: Any, name: str, document_type: str, version: str) -> bool:
    """Return whether the minor version is known: only then are unknown fields faults.

    Raise PackageFaultError for other document types and other major versions than `version`'s.
    """
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


def canonical_decimal(number: Decimal, name: str = REPORT_JSON_NAME) -> Decimal:
    """Return the number without an exponent; raise PackageFaultError beyond our limits."""
    text = str(number)
    if len(text) <= MAX_PLACES and number.is_finite() and "E" not in text:
        return number  # the usual case, kept free of the costly `as_tuple`
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or number.adjusted() >= MAX_DIGITS or exponent < -MAX_PLACES:
        raise package_fault(PackageCode.VALUE, name=name, why=f"số {number}")
    return Decimal(format(number, "f"))


def canonical_decimals(value: Any, name: str = REPORT_JSON_NAME) -> Any:
    """Return a copy of a value, every decimal in it at any depth made canonical."""
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
