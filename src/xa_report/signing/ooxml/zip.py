"""Reader of a workbook's zip file, every byte of which must be accounted for."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookRefusedError
from xa_report.strict_zip.content import iter_content
from xa_report.strict_zip.directory import read_directory
from xa_report.strict_zip.layout import ZipEntry
from xa_report.strict_zip.profile import ZipFault, ZipFaultError, ZipProfile

MAX_UNPACKED_SIZE = 64 * 1024 * 1024
"""Bytes of a file, and of all its entries unpacked."""
MAX_ENTRY_COUNT = 1000
"""Entries of the archive."""

# Segments of part names as ECMA-376-2 allows them: ASCII, not percent-encoded, no dot at the end.
_SEGMENT_PATTERN = r"[A-Za-z0-9._~!$&'()*+,;=:@-]*[A-Za-z0-9_~!$&'()*+,;=:@-]"
_NAME_PATTERN = re.compile(rf"\[Content_Types\]\.xml|(?:{_SEGMENT_PATTERN}/)*{_SEGMENT_PATTERN}")

# To people the many faults of the reader are few: no archive, a broken end, bytes that hide.
_NO_ARCHIVE = frozenset({
    ZipFault.EMPTY, ZipFault.NOT_ZIP, ZipFault.TRUNCATED, ZipFault.ZIP64, ZipFault.VERSION,
    ZipFault.DIRECTORY_SIZE, ZipFault.DIRECTORY_CUT, ZipFault.DIRECTORY_SHORT,
})  # fmt: skip
_BROKEN_END = frozenset({
    ZipFault.APPENDED, ZipFault.COMMENT, ZipFault.SPLIT, ZipFault.NO_ENTRIES,
    ZipFault.DIRECTORY_LONG,
})  # fmt: skip
_HIDDEN_AT_END = frozenset({
    ZipFault.COMMENT_LENGTH, ZipFault.DIRECTORY_OFFSET, ZipFault.DIRECTORY_FOLLOWED,
})  # fmt: skip
_HIDDEN_BEFORE_ENTRY = frozenset({ZipFault.PREPENDED, ZipFault.GAP, ZipFault.OVERLAP})


def unpack_workbook(data: bytes) -> dict[str, bytes]:
    """Return every entry by its name, in the order of the file.

    Raise WorkbookRefusedError at the first fault and above the limits.
    """
    stream = BytesIO(data)
    try:
        entries = read_directory(stream, _PROFILE)
        return {entry.name: _read_content(stream, entry) for entry in entries}
    except ZipFaultError as error:
        raise _refused_error(error) from error


def _read_content(stream: BinaryIO, entry: ZipEntry) -> bytes:
    # Not b"".join: that would hold a large part twice.
    content = BytesIO()
    content.writelines(iter_content(stream, entry))
    return content.getvalue()


def _refused_error(error: ZipFaultError) -> WorkbookRefusedError:
    """Convert a fault of the archive to one of a workbook."""
    match error.fault:
        case ZipFault.TOO_LARGE:
            return WorkbookRefusedError(WorkbookFault.TOO_LARGE, "tệp")
        case ZipFault.TOTAL_TOO_LARGE:
            return WorkbookRefusedError(WorkbookFault.TOO_LARGE, "tổng kích thước các phần")
        case ZipFault.TOO_MANY:
            return WorkbookRefusedError(WorkbookFault.TOO_LARGE, f"{error.details['count']} mục")
        case ZipFault.GAP_BEFORE_DIRECTORY:
            return WorkbookRefusedError(WorkbookFault.HIDDEN_BYTES, "trước mục lục của tệp nén")
        case _:
            return _refused_error_by_group(error)


def _refused_error_by_group(error: ZipFaultError) -> WorkbookRefusedError:
    fault, name = error.fault, error.name
    if name and fault in (ZipFault.SPLIT, ZipFault.ZIP64):  # of one file, not of the archive
        return WorkbookRefusedError(WorkbookFault.BAD_ENTRY, name)
    if fault in _NO_ARCHIVE:
        return WorkbookRefusedError(WorkbookFault.UNREADABLE, "tệp nén .zip")
    if fault in _BROKEN_END:
        return WorkbookRefusedError(WorkbookFault.UNREADABLE, "mục lục của tệp nén .zip")
    if fault in _HIDDEN_AT_END or (fault is ZipFault.PREPENDED and not name):
        return WorkbookRefusedError(WorkbookFault.HIDDEN_BYTES, "đầu hoặc cuối tệp")
    if fault in _HIDDEN_BEFORE_ENTRY:
        return WorkbookRefusedError(WorkbookFault.HIDDEN_BYTES, f"trước {name}")
    return WorkbookRefusedError(WorkbookFault.BAD_ENTRY, name)


def _part_names(raw_names: Sequence[bytes]) -> list[str]:
    """Decode the names; raise WorkbookRefusedError for forbidden ones and twins but for case."""
    names, seen = [], set[str]()
    for raw in raw_names:
        name = raw.decode("utf-8", "replace")
        if not _NAME_PATTERN.fullmatch(name) or name.casefold() in seen:
            raise WorkbookRefusedError(WorkbookFault.BAD_ENTRY, name)
        seen.add(name.casefold())
        names.append(name)
    return names


_PROFILE = ZipProfile(
    names=_part_names,
    most_entries=MAX_ENTRY_COUNT,
    largest_archive=MAX_UNPACKED_SIZE,
    largest_entry=MAX_UNPACKED_SIZE,
    largest_total=MAX_UNPACKED_SIZE,
    newest_version=63,  # the newest that Python's own reader takes
    # Not time and version: spreadsheet programs are careless about both.
    compared=("flags", "method", "crc", "packed", "size", "name_length"),
    descriptors=True,
    padding=b"\x20\xa2",  # with which Excel leaves room; any other may give a file a second name
)
