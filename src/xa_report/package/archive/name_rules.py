"""What names in an archive may be: first nothing dangerous, then no two alike, then only ours."""

import re
import unicodedata
from collections.abc import Sequence

from xa_report.package.faults import PackageCode, fault
from xa_report.package.names import EVIDENCE, PARTS

LONGEST = 100
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


def require_names(raw: Sequence[bytes]) -> list[str]:
    """Return the names; raise PackageFaultError at the first that is not allowed."""
    names = [_decoded(one) for one in raw]
    for name in names:
        _require_harmless(name)
    _require_distinct(names)
    for name in names:
        _require_ours(name)
    for part in PARTS:
        if part not in names:
            raise fault(PackageCode.PART_MISSING, name=part)
    return names


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise fault(PackageCode.NAME_NOT_ASCII, name=raw.decode("cp437")) from error


def _require_harmless(name: str) -> None:
    parts = name.removesuffix("/").split("/")
    for wrong, code in (
        (not name, PackageCode.NAME_EMPTY),
        ("\\" in name, PackageCode.NAME_BACKSLASH),
        (name.startswith("/") or name[1:2] == ":", PackageCode.NAME_ABSOLUTE),
        (_FORBIDDEN.search(name), PackageCode.NAME_CHARACTER),
        (any(part in ("", ".", "..") for part in parts), PackageCode.NAME_PARENT),
        (any(part != part.rstrip(". ") for part in parts), PackageCode.NAME_TRAILING),
        (any(_RESERVED.fullmatch(part.casefold()) for part in parts), PackageCode.NAME_RESERVED),
        (len(name) > LONGEST, PackageCode.NAME_TOO_LONG),
    ):
        if wrong:
            raise fault(code, name=name)


def _require_distinct(names: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        if key in seen:
            same = seen[key] == name
            code = PackageCode.NAME_TWICE if same else PackageCode.NAME_COLLISION
            raise fault(code, name=name, other=seen[key])
        seen[key] = name


def _require_ours(name: str) -> None:
    if not name.isascii():
        raise fault(PackageCode.NAME_NOT_ASCII, name=name)
    if name.endswith("/"):
        raise fault(PackageCode.FOLDER, name=name)
    if name not in PARTS and not EVIDENCE.fullmatch(name):
        raise fault(PackageCode.NAME_UNKNOWN, name=name)
