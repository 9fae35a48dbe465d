"""Puts JSON into its declared shape, with a place for what does not fit."""

import re
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from xa_report.package.faults import PackageCode, fault

T = TypeVar("T")
S = TypeVar("S", bound=Struct)
_PLACE = re.compile(r"`(\$[^`]*)`")


def require_known(raw: Any, read: Any, name: str) -> None:
    """Refuse JSON with fields that reading did not take up."""
    if _skeleton(raw) != _skeleton(read):
        raise fault(PackageCode.UNKNOWN_FIELD, name=name)


def _skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _skeleton(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_skeleton(inner) for inner in value]
    return None


def shaped(raw: Any, shape: type[T], name: str) -> T:
    """Convert JSON to a type; raise PackageFaultError with the place of the first misfit."""
    try:
        return convert(raw, shape)
    except ValidationError as error:
        found = _PLACE.findall(str(error))
        raise fault(PackageCode.SHAPE, name=name, place=found[-1] if found else "$") from error


def part_of(source: object, shape: type[S]) -> S:
    """A noun of ours as the part of a document."""
    return convert(source, shape, from_attributes=True)


def noun_of(part: object, noun: type[T], name: str) -> T:
    """A part of a document as a noun of ours; raise PackageFaultError when it does not fit."""
    try:
        return convert(part, noun, from_attributes=True)
    except ValidationError as error:
        raise fault(PackageCode.SHAPE, name=name, place=type(part).__name__) from error
