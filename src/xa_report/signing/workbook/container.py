"""Unpacking the zip file of a workbook, of which every byte must be accounted for."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from zipfile import ZipInfo

from xa_report.signing.workbook.entry import descriptor_size, header_size, inflated
from xa_report.signing.workbook.faults import Fault, RefusedError

LARGEST = 64 * 1024 * 1024
"""Bytes of a file, and of all its entries unpacked."""
MOST = 1000
"""Entries."""

_END = struct.Struct("<4s4H2LH")
_SEGMENT = r"[A-Za-z0-9._~!$&'()*+,;=:@-]*[A-Za-z0-9_~!$&'()*+,;=:@-]"
_NAME = re.compile(rf"\[Content_Types\]\.xml|(?:{_SEGMENT}/)*{_SEGMENT}")
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)


def unpack(data: bytes) -> dict[str, bytes]:
    """Return every entry by its name, in the order of the file; refuse what is unusual."""
    if len(data) > LARGEST:
        raise RefusedError(Fault.TOO_LARGE, "tệp")
    entries, end = _directory(data)
    _check_names(entries)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise RefusedError(Fault.TOO_LARGE, "tổng kích thước các phần")
    packed = _packed(data, entries, end)
    return {entry.filename: inflated(entry, content) for entry, content in packed}


def _directory(data: bytes) -> tuple[list[ZipInfo], int]:
    """Return the entries in the order of the file, and where the directory itself begins."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, start = archive.infolist(), archive.start_dir
        magic, *counts, size, offset, comment = _END.unpack(data[-_END.size :])
    except _UNREADABLE as error:
        raise RefusedError(Fault.NOT_A_WORKBOOK, "tệp nén .zip") from error
    # Further to the front the zip module would find an end too, with a comment behind it.
    if magic != b"PK\5\6" or not entries or counts != [0, 0, len(entries), len(entries)]:
        raise RefusedError(Fault.NOT_A_WORKBOOK, "mục lục của tệp nén .zip")
    if comment or offset != start or start + size + _END.size != len(data):
        raise RefusedError(Fault.HIDDEN_BYTES, "đầu hoặc cuối tệp")
    return sorted(entries, key=lambda entry: entry.header_offset), start


def _check_names(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST:
        raise RefusedError(Fault.TOO_LARGE, f"{len(entries)} mục")
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        if not _NAME.fullmatch(name) or name != entry.filename or name.casefold() in seen:
            raise RefusedError(Fault.BAD_ENTRY, name)
        seen.add(name.casefold())


def _packed(data: bytes, entries: list[ZipInfo], directory: int) -> Iterator[tuple[ZipInfo, bytes]]:
    """Walk the entries; each must begin where the one before it ended."""
    end = 0
    for entry in entries:
        if entry.header_offset != end:
            raise RefusedError(Fault.HIDDEN_BYTES, f"trước {entry.filename}")
        begin = end + header_size(data, entry)
        end = begin + entry.compress_size
        yield entry, data[begin:end]
        end += descriptor_size(data, end, entry)
    if end != directory:
        raise RefusedError(Fault.HIDDEN_BYTES, "trước mục lục của tệp nén")
