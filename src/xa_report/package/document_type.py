"""Which document a JSON file says it is, and whether this version of the program knows it."""

import re
from typing import Any

from xa_report.package.faults import PackageCode, fault

_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)


def require_type(raw: Any, name: str, wanted: str, version: str) -> bool:
    """Refuse other documents and newer majors; tell whether the minor version is known too."""
    if not isinstance(raw, dict):
        raise fault(PackageCode.SHAPE, name=name, place="$")
    if raw.get("documentType") != wanted:
        raise fault(PackageCode.DOCUMENT_TYPE, name=name, type=raw.get("documentType"))
    match = _VERSION.fullmatch(str(raw.get("specVersion")))
    if match is None:
        raise fault(PackageCode.SHAPE, name=name, place="$.specVersion")
    major, minor = int(match[1]), int(match[2])
    known_major, known_minor = (int(part) for part in version.split("."))
    if major != known_major:
        raise fault(PackageCode.NEWER, name=name, version=match[0])
    return minor <= known_minor
