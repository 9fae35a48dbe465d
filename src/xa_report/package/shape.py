"""Puts JSON into its declared shape, with a place for what does not fit."""

import re
from typing import Any, TypeVar

from msgspec import ValidationError, convert

from xa_report.package.faults import PackageCode, fault

T = TypeVar("T")
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
