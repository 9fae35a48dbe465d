"""Reader of the .zip of a package: strict profile, allowed names, fault codes."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from xa_report.domain.evidence_name import FORBIDDEN_NAME_PATTERN, RESERVED_NAME_PATTERN
from xa_report.errors import PackageFaultError
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.package_files import EVIDENCE_PATTERN, PART_NAMES
from xa_report.strict_zip import content, directory
from xa_report.strict_zip.layout import ZipEntry
from xa_report.strict_zip.profile import ZipFault, ZipFaultError, ZipProfile

MAX_ENTRIES = 5000
MAX_ENTRY_SIZE = 2**31
"""Bytes."""
MAX_ARCHIVE_SIZE = 2**32 - 1
"""Bytes: the most that FAT32 can hold, and a .zip without ZIP64."""
MAX_NAME_LENGTH = 100
"""Characters."""

# Seven faults of the reader under one code: to people they are all a broken directory.
_DIRECTORY_FAULTS = {
    ZipFault.COMMENT_LENGTH: "lời chú thích dài hơn gói",
    ZipFault.DIRECTORY_SIZE: "kích thước ghi sai",
    ZipFault.DIRECTORY_OFFSET: "vị trí ghi sai",
    ZipFault.DIRECTORY_FOLLOWED: "có phần thừa sau mục lục",
    ZipFault.DIRECTORY_CUT: "bị cụt",
    ZipFault.DIRECTORY_SHORT: "thiếu tệp so với số đã ghi",
    ZipFault.DIRECTORY_LONG: "thừa tệp so với số đã ghi",
}


def read_package_directory(stream: BinaryIO, name: str) -> tuple[ZipEntry, ...]:
    """Return the files of a package in their order; raise PackageFaultError at the first fault."""
    with _package_faults(name):
        return directory.read_directory(stream, PROFILE)


def content_chunks(stream: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """Yield the unpacked content; raise PackageFaultError when size or checksum differ."""
    with _package_faults(entry.name):
        yield from content.iter_content(stream, entry)


@contextmanager
def _package_faults(name: str) -> Iterator[None]:
    try:
        yield
    except ZipFaultError as error:
        raise _package_fault(error, name) from error


def _package_fault(error: ZipFaultError, name: str) -> PackageFaultError:
    """Build the coded error of a fault; `name` is shown where no entry is at fault."""
    if error.fault in _DIRECTORY_FAULTS:
        return package_fault(PackageCode.DIRECTORY, why=_DIRECTORY_FAULTS[error.fault])
    if error.fault is ZipFault.GAP_BEFORE_DIRECTORY:
        return package_fault(PackageCode.GAP, name="mục lục", **error.details)
    return package_fault(PackageCode[error.fault.name], **{"name": name} | error.details)


def check_entry_names(raw: Sequence[bytes]) -> list[str]:
    """Return the decoded names; raise PackageFaultError at the first that is not allowed."""
    names = [_decode_name(one) for one in raw]
    # What is dangerous is named before what is merely unknown: the code shall warn the reader.
    for name in names:
        _require_harmless(name)
    _require_distinct(names)
    for name in names:
        _require_ours(name)
    for part in PART_NAMES:
        if part not in names:
            raise package_fault(PackageCode.PART_MISSING, name=part)
    return names


def _decode_name(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise package_fault(PackageCode.NAME_NOT_ASCII, name=raw.decode("cp437")) from error


def _require_harmless(name: str) -> None:
    parts = name.removesuffix("/").split("/")
    for wrong, code in (
        (not name, PackageCode.NAME_EMPTY),
        ("\\" in name, PackageCode.NAME_BACKSLASH),
        (name.startswith("/") or name[1:2] == ":", PackageCode.NAME_ABSOLUTE),
        (FORBIDDEN_NAME_PATTERN.search(name), PackageCode.NAME_CHARACTER),
        (any(part in ("", ".", "..") for part in parts), PackageCode.NAME_PARENT),
        (any(part != part.rstrip(". ") for part in parts), PackageCode.NAME_TRAILING),
        (
            any(RESERVED_NAME_PATTERN.fullmatch(part.casefold()) for part in parts),
            PackageCode.NAME_RESERVED,
        ),
        (len(name) > MAX_NAME_LENGTH, PackageCode.NAME_TOO_LONG),
    ):
        if wrong:
            raise package_fault(code, name=name)


def _require_distinct(names: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        # NFKC twice: folding the case can bring forth characters that are not normalized.
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        if key in seen:
            same = seen[key] == name
            code = PackageCode.NAME_TWICE if same else PackageCode.NAME_COLLISION
            raise package_fault(code, name=name, other=seen[key])
        seen[key] = name


def _require_ours(name: str) -> None:
    if not name.isascii():
        raise package_fault(PackageCode.NAME_NOT_ASCII, name=name)
    if name.endswith("/"):
        raise package_fault(PackageCode.FOLDER, name=name)
    if name not in PART_NAMES and not EVIDENCE_PATTERN.fullmatch(name):
        raise package_fault(PackageCode.NAME_UNKNOWN, name=name)


PROFILE = ZipProfile(
    names=check_entry_names,
    most_entries=MAX_ENTRIES,
    largest_archive=MAX_ARCHIVE_SIZE,
    largest_entry=MAX_ENTRY_SIZE,
    most_ratio=200,  # far above any honest file, which our own writer does not pack at all
    newest_version=20,  # what deflate needs; later versions mean ZIP64, encryption, other methods
    compared=(
        "version", "flags", "method", "time", "date", "crc", "packed", "size", "name_length",
    ),
)  # fmt: skip
"""Profile without folders, links, comments, extra fields and data descriptors."""
