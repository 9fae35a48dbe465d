"""Directory of an archive: read from its end record, and verified against every local header.

Terms and offsets are those of APPNOTE.TXT (PKWARE). Readers that start at the front and readers
that start at the directory must find the same files, else a signature would cover one content
and people see another.
"""

import os
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from xa_report.strict_zip.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DEFLATED,
    DESCRIPTOR_SIGNATURE,
    END,
    END_SIGNATURE,
    FULL16,
    FULL32,
    LOCAL,
    LOCAL_SIGNATURE,
    STORED,
    ZIP64_LOCATOR,
    CentralHeader,
    EndRecord,
    LocalHeader,
    ZipEntry,
)
from xa_report.strict_zip.profile import ZipFault, ZipFaultError, ZipProfile

MAX_COMMENT_LENGTH = 0xFFFF
ZIP64_LOCATOR_SIZE = 20
MAX_DIRECTORY_SIZE = 4 * 1024 * 1024
"""Bytes, inclusive; it is read into memory at once."""
# Bits of the general purpose flag.
ENCRYPTED, DESCRIPTOR, STRONG, MASKED = 1 << 0, 1 << 3, 1 << 6, 1 << 13
HARMLESS_FLAGS = 1 << 1 | 1 << 2 | 1 << 11
"""Effort of the compression, and names in UTF-8, which ASCII is."""
# Attributes in the low byte of `external`.
DOS_FOLDER, DOS_VOLUME = 0x10, 0x08
DESCRIBED = ("crc", "packed", "size")
"""Fields of a local header that are 0 when a descriptor follows the data."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A file as the directory describes it."""

    header: CentralHeader
    raw_name: bytes
    extra: bytes
    name: str = ""
    """As the profile decodes it; empty before that."""


def read_directory(stream: BinaryIO, profile: ZipProfile) -> tuple[ZipEntry, ...]:
    """Return the files of an archive in the order of their data.

    Raise ZipFaultError at the first fault, and whatever the profile raises for a name.
    """
    record, end_at = _read_end(stream, profile)
    start = _directory_offset(record, end_at, stream)
    stream.seek(start)
    entries = list(_read_entries(stream.read(record.directory_size), record.entries))
    names = profile.names([entry.raw_name for entry in entries])
    total = sum(entry.header.size for entry in entries)
    if profile.largest_total is not None and total > profile.largest_total:
        raise ZipFaultError(ZipFault.TOTAL_TOO_LARGE)
    named = [replace(entry, name=name) for name, entry in zip(names, entries, strict=True)]
    for entry in named:
        _require_allowed(entry, profile)
    return tuple(_iter_files(stream, named, start, profile))


def _read_end(stream: BinaryIO, profile: ZipProfile) -> tuple[EndRecord, int]:
    """Return the end record and its offset; it must be the last bytes of the archive."""
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise ZipFaultError(ZipFault.EMPTY)
    if size > profile.largest_archive:
        raise ZipFaultError(ZipFault.TOO_LARGE)
    # Without a comment the record is at a fixed place; the longer tail only serves the sentences.
    tail_at = max(0, size - END.size - MAX_COMMENT_LENGTH - ZIP64_LOCATOR_SIZE)
    stream.seek(tail_at)
    tail = stream.read()
    at = size - END.size
    end = tail[at - tail_at :] if at >= 0 else b""
    if not end.startswith(END_SIGNATURE):
        raise _fault_without_end(stream, tail)
    record = EndRecord(*END.unpack(end))
    _require_single_disk(record, tail[: at - tail_at], profile)
    return record, at


def _fault_without_end(stream: BinaryIO, tail: bytes) -> ZipFaultError:
    """Return COMMENT or APPENDED after an end record, TRUNCATED without one, else NOT_ZIP."""
    at = tail.rfind(END_SIGNATURE)
    if at >= 0 and len(tail) - at >= END.size:
        record = EndRecord(*END.unpack_from(tail, at))
        more = len(tail) - at - END.size
        if record.comment_length == more:
            return ZipFaultError(ZipFault.COMMENT)
        return ZipFaultError(ZipFault.APPENDED, bytes=more)
    stream.seek(0)
    begins = stream.read(4) == LOCAL_SIGNATURE
    return ZipFaultError(ZipFault.TRUNCATED if begins else ZipFault.NOT_ZIP)


def _require_single_disk(record: EndRecord, before: bytes, profile: ZipProfile) -> None:
    """Raise for comments, ZIP64, split archives and a number of files that is not allowed."""
    if record.comment_length:
        raise ZipFaultError(ZipFault.COMMENT_LENGTH)
    if before[-ZIP64_LOCATOR_SIZE:].startswith(ZIP64_LOCATOR) or (
        FULL16 in (record.entries, record.entries_here)
        or FULL32 in (record.directory_size, record.directory_offset)
    ):
        raise ZipFaultError(ZipFault.ZIP64)
    if record.disk or record.directory_disk or record.entries != record.entries_here:
        raise ZipFaultError(ZipFault.SPLIT)
    if record.entries == 0:
        raise ZipFaultError(ZipFault.NO_ENTRIES)
    if record.entries > profile.most_entries:
        raise ZipFaultError(ZipFault.TOO_MANY, count=record.entries, most=profile.most_entries)


def _directory_offset(record: EndRecord, end_at: int, stream: BinaryIO) -> int:
    """Return the offset of the directory; raise unless it is right before the end record."""
    start = end_at - record.directory_size
    if record.directory_size > MAX_DIRECTORY_SIZE or start < 0:
        raise ZipFaultError(ZipFault.DIRECTORY_SIZE)
    # Readers differ on which of the two they believe.
    if record.directory_offset != start:
        stream.seek(record.directory_offset)
        if stream.read(4) == CENTRAL_SIGNATURE:
            raise ZipFaultError(ZipFault.DIRECTORY_FOLLOWED)
        if record.directory_offset < start:
            raise ZipFaultError(ZipFault.PREPENDED, bytes=start - record.directory_offset)
        raise ZipFaultError(ZipFault.DIRECTORY_OFFSET)
    return start


def _read_entries(directory: bytes, count: int) -> Iterator[DirectoryEntry]:
    at = 0
    for _ in range(count):
        if not directory.startswith(CENTRAL_SIGNATURE, at):
            raise ZipFaultError(ZipFault.DIRECTORY_SHORT)
        if at + CENTRAL.size > len(directory):
            raise ZipFaultError(ZipFault.DIRECTORY_CUT)
        header = CentralHeader(*CENTRAL.unpack_from(directory, at))
        extra_at = at + CENTRAL.size + header.name_length
        comment_at = extra_at + header.extra_length
        raw_name = directory[at + CENTRAL.size : extra_at]
        yield DirectoryEntry(header, raw_name, directory[extra_at:comment_at])
        at = comment_at + header.comment_length
    if at != len(directory):
        raise ZipFaultError(ZipFault.DIRECTORY_LONG)


def _require_allowed(entry: DirectoryEntry, profile: ZipProfile) -> None:
    """Raise unless it is a plain file, stored or deflated, within the limits of the profile."""
    header, name = entry.header, entry.name
    # Only the first fault is reported: the order decides which.
    for wrong, fault in (
        (header.flags & (ENCRYPTED | STRONG | MASKED), ZipFault.ENCRYPTED),
        (header.flags & DESCRIPTOR and not profile.descriptors, ZipFault.DESCRIPTOR),
        (header.flags & ~(HARMLESS_FLAGS | DESCRIPTOR), ZipFault.FLAGS),
        (header.method not in (STORED, DEFLATED), ZipFault.METHOD),
        (_is_zip64(header), ZipFault.ZIP64),
        (header.version > profile.newest_version, ZipFault.VERSION),
        (not _is_allowed_extra(entry.extra, header.extra_length, profile), ZipFault.EXTRA),
        (header.comment_length, ZipFault.ENTRY_COMMENT),
        (header.disk, ZipFault.SPLIT),
        (name.endswith("/") or header.external & DOS_FOLDER, ZipFault.FOLDER),
        (_is_special(header), ZipFault.SPECIAL),
    ):
        if wrong:
            raise ZipFaultError(fault, name=name)
    _require_sizes(header, name, profile)


def _is_zip64(header: CentralHeader) -> bool:
    return FULL32 in (header.size, header.packed, header.offset) or header.disk == FULL16


def _is_allowed_extra(extra: bytes, length: int, profile: ZipProfile) -> bool:
    # The length counts beside the bytes: those of the last entry may be cut off.
    return length == 0 or (bool(profile.padding) and extra.startswith(profile.padding))


def _is_special(header: CentralHeader) -> bool:
    """Return whether it is a link, a device or a volume."""
    # Unix modes are in the high half; some readers apply them whatever system `made_by` names.
    kind = stat.S_IFMT(header.external >> 16)
    return bool(header.external & DOS_VOLUME) or kind not in (0, stat.S_IFREG)


def _require_sizes(header: CentralHeader, name: str, profile: ZipProfile) -> None:
    if header.size > profile.largest_entry:
        raise ZipFaultError(ZipFault.ENTRY_TOO_LARGE, name=name)
    if profile.most_ratio is not None and header.size > profile.most_ratio * header.packed:
        raise ZipFaultError(ZipFault.RATIO, name=name, most=profile.most_ratio)
    if header.method == STORED and header.size != header.packed:
        raise ZipFaultError(ZipFault.SIZE_LIES, name=name)


def _iter_files(
    stream: BinaryIO, entries: list[DirectoryEntry], end: int, profile: ZipProfile
) -> Iterator[ZipEntry]:
    """Yield the files in the order of their data; raise for a gap, an overlap or further bytes."""
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.header.offset):
        header, name = entry.header, entry.name
        if header.offset < at:
            raise ZipFaultError(ZipFault.OVERLAP, name=name)
        if header.offset > at:
            fault = ZipFault.GAP if at else ZipFault.PREPENDED
            raise ZipFaultError(fault, name=name, bytes=header.offset - at)
        data_at = at + _local_size(stream, entry, profile)
        at = data_at + header.packed
        at += _descriptor_size(stream, at, name, header)
        if at > end:
            raise ZipFaultError(ZipFault.OUT_OF_BOUNDS, name=name)
        yield ZipEntry(name, header.method, header.crc, header.packed, header.size, data_at)
    if at != end:
        raise ZipFaultError(ZipFault.GAP_BEFORE_DIRECTORY, bytes=end - at)


def _local_size(stream: BinaryIO, entry: DirectoryEntry, profile: ZipProfile) -> int:
    """Return the size of the local header; raise unless it says what the directory says."""
    raw_name, name = entry.raw_name, entry.name
    stream.seek(entry.header.offset)
    content = stream.read(LOCAL.size + len(raw_name))
    if len(content) != LOCAL.size + len(raw_name) or not content.startswith(LOCAL_SIGNATURE):
        raise ZipFaultError(ZipFault.NO_HEADER, name=name)
    local = LocalHeader(*LOCAL.unpack_from(content))
    expected = entry.header._asdict()
    if expected["flags"] & DESCRIPTOR:
        expected |= dict.fromkeys(DESCRIBED, 0)
    same = all(getattr(local, field) == expected[field] for field in profile.compared)
    if not same or content[LOCAL.size :] != raw_name:
        raise ZipFaultError(ZipFault.HEADERS_DIFFER, name=name)
    extra = stream.read(local.extra_length)
    if not _is_allowed_extra(extra, local.extra_length, profile):
        raise ZipFaultError(ZipFault.EXTRA, name=name)
    return LOCAL.size + len(raw_name) + local.extra_length


def _descriptor_size(stream: BinaryIO, at: int, name: str, header: CentralHeader) -> int:
    """Return the size of the descriptor at an offset, 0 when the flags announce none."""
    if not header.flags & DESCRIPTOR:
        return 0
    known = struct.pack("<3L", header.crc, header.packed, header.size)
    stream.seek(at)
    content = stream.read(len(DESCRIPTOR_SIGNATURE) + len(known))
    # The signature is optional; the shorter form is tried first, as the old readers do.
    for form in (known, DESCRIPTOR_SIGNATURE + known):
        if content.startswith(form):
            return len(form)
    raise ZipFaultError(ZipFault.NO_DESCRIPTOR, name=name)
