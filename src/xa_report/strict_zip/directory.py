"""Reads the directory of an archive: headers that agree, files that lie side by side."""

import os
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
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
ENCRYPTED, DESCRIPTOR, STRONG, MASKED = 1 << 0, 1 << 3, 1 << 6, 1 << 13
HARMLESS_FLAGS = 1 << 1 | 1 << 2 | 1 << 11
"""How hard it was compressed, and that the name is UTF-8, which ASCII is."""
DOS_FOLDER, DOS_VOLUME = 0x10, 0x08
DESCRIBED = ("crc", "packed", "size")
"""Fields that are 0 before a file that is described after it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A file as the directory has it."""

    header: CentralHeader
    raw_name: bytes
    extra: bytes


def read_directory(stream: BinaryIO, profile: ZipProfile) -> tuple[ZipEntry, ...]:
    """Return the files of an archive in the order of their data.

    Raise ZipFaultError at the first fault, and whatever the profile raises for a name.
    """
    record, end_at = _read_end(stream, profile)
    start = _require_place(record, end_at, stream)
    stream.seek(start)
    listings = list(_listings(stream.read(record.directory_size), record.entries))
    names = profile.names([listing.raw_name for listing in listings])
    named = list(zip(names, listings, strict=True))
    total = sum(listing.header.size for listing in listings)
    if profile.largest_total is not None and total > profile.largest_total:
        raise ZipFaultError(ZipFault.TOTAL_TOO_LARGE)
    for name, listing in named:
        _require_allowed(listing, name, profile)
    return tuple(_walk(stream, named, start, profile))


# The end record, which must be the last bytes and the only ones


def _read_end(stream: BinaryIO, profile: ZipProfile) -> tuple[EndRecord, int]:
    """Return the end record and where it stands."""
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise ZipFaultError(ZipFault.EMPTY)
    if size > profile.largest_archive:
        raise ZipFaultError(ZipFault.TOO_LARGE)
    tail_at = max(0, size - END.size - MAX_COMMENT_LENGTH - ZIP64_LOCATOR_SIZE)
    stream.seek(tail_at)
    tail = stream.read()
    at = size - END.size
    end = tail[at - tail_at :] if at >= 0 else b""
    if not end.startswith(END_SIGNATURE):
        raise _fault_without_end(stream, tail)
    record = EndRecord(*END.unpack(end))
    _require_plain(record, tail[: at - tail_at], profile)
    return record, at


def _fault_without_end(stream: BinaryIO, tail: bytes) -> ZipFaultError:
    """Tell a comment and appended bytes from an archive that was cut and from other files."""
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


def _require_plain(record: EndRecord, before: bytes, profile: ZipProfile) -> None:
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


# The directory


def _require_place(record: EndRecord, end_at: int, stream: BinaryIO) -> int:
    """Return where the directory is: right before the end record."""
    start = end_at - record.directory_size
    if record.directory_size > MAX_DIRECTORY_SIZE or start < 0:
        raise ZipFaultError(ZipFault.DIRECTORY_SIZE)
    if record.directory_offset != start:
        stream.seek(record.directory_offset)
        if stream.read(4) == CENTRAL_SIGNATURE:
            raise ZipFaultError(ZipFault.DIRECTORY_FOLLOWED)
        if record.directory_offset < start:
            raise ZipFaultError(ZipFault.PREPENDED, bytes=start - record.directory_offset)
        raise ZipFaultError(ZipFault.DIRECTORY_OFFSET)
    return start


def _listings(directory: bytes, entries: int) -> Iterator[Listing]:
    at = 0
    for _ in range(entries):
        if not directory.startswith(CENTRAL_SIGNATURE, at):
            raise ZipFaultError(ZipFault.DIRECTORY_SHORT)
        if at + CENTRAL.size > len(directory):
            raise ZipFaultError(ZipFault.DIRECTORY_CUT)
        header = CentralHeader(*CENTRAL.unpack_from(directory, at))
        extra_at = at + CENTRAL.size + header.name_length
        comment_at = extra_at + header.extra_length
        raw_name = directory[at + CENTRAL.size : extra_at]
        yield Listing(header, raw_name, directory[extra_at:comment_at])
        at = comment_at + header.comment_length
    if at != len(directory):
        raise ZipFaultError(ZipFault.DIRECTORY_LONG)


# What a header may say: plain files, stored or deflated, and no more


def _require_allowed(listing: Listing, name: str, profile: ZipProfile) -> None:
    header = listing.header
    for wrong, fault in (
        (header.flags & (ENCRYPTED | STRONG | MASKED), ZipFault.ENCRYPTED),
        (header.flags & DESCRIPTOR and not profile.descriptors, ZipFault.DESCRIPTOR),
        (header.flags & ~(HARMLESS_FLAGS | DESCRIPTOR), ZipFault.FLAGS),
        (header.method not in (STORED, DEFLATED), ZipFault.METHOD),
        (_is_zip64(header), ZipFault.ZIP64),
        (header.version > profile.newest_version, ZipFault.VERSION),
        (not _is_allowed_extra(listing.extra, header.extra_length, profile), ZipFault.EXTRA),
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
    # The length counts beside the bytes: those of the last listing may be cut off.
    return length == 0 or (bool(profile.padding) and extra.startswith(profile.padding))


def _is_special(header: CentralHeader) -> bool:
    """Whether it is a link or a device; the mode counts whichever system is said to be its own."""
    kind = stat.S_IFMT(header.external >> 16)
    return bool(header.external & DOS_VOLUME) or kind not in (0, stat.S_IFREG)


def _require_sizes(header: CentralHeader, name: str, profile: ZipProfile) -> None:
    if header.size > profile.largest_entry:
        raise ZipFaultError(ZipFault.ENTRY_TOO_LARGE, name=name)
    if profile.most_ratio is not None and header.size > profile.most_ratio * header.packed:
        raise ZipFaultError(ZipFault.RATIO, name=name, most=profile.most_ratio)
    if header.method == STORED and header.size != header.packed:
        raise ZipFaultError(ZipFault.SIZE_LIES, name=name)


# The files, in the order of their data


def _walk(
    stream: BinaryIO, named: list[tuple[str, Listing]], end: int, profile: ZipProfile
) -> Iterator[ZipEntry]:
    """Yield the files: no gap, no overlap, nothing before or after."""
    at = 0
    for name, listing in sorted(named, key=lambda pair: pair[1].header.offset):
        header = listing.header
        if header.offset < at:
            raise ZipFaultError(ZipFault.OVERLAP, name=name)
        if header.offset > at:
            fault = ZipFault.GAP if at else ZipFault.PREPENDED
            raise ZipFaultError(fault, name=name, bytes=header.offset - at)
        data_at = at + _local_size(stream, name, listing, profile)
        at = data_at + header.packed
        at += _descriptor_size(stream, at, name, header)
        if at > end:
            raise ZipFaultError(ZipFault.OUT_OF_BOUNDS, name=name)
        yield ZipEntry(name, header.method, header.crc, header.packed, header.size, data_at)
    if at != end:
        raise ZipFaultError(ZipFault.GAP_BEFORE_DIRECTORY, bytes=end - at)


def _local_size(stream: BinaryIO, name: str, listing: Listing, profile: ZipProfile) -> int:
    """Return the size of what stands before a file; it must say what the directory says."""
    raw_name = listing.raw_name
    stream.seek(listing.header.offset)
    content = stream.read(LOCAL.size + len(raw_name))
    if len(content) != LOCAL.size + len(raw_name) or not content.startswith(LOCAL_SIGNATURE):
        raise ZipFaultError(ZipFault.NO_HEADER, name=name)
    local = LocalHeader(*LOCAL.unpack_from(content))
    expected = listing.header._asdict()
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
    """Return the size of what describes a file after it, if it is described there."""
    if not header.flags & DESCRIPTOR:
        return 0
    known = struct.pack("<3L", header.crc, header.packed, header.size)
    stream.seek(at)
    content = stream.read(len(DESCRIPTOR_SIGNATURE) + len(known))
    # Its signature is optional; the shorter form is tried first, as the old readers do.
    for form in (known, DESCRIPTOR_SIGNATURE + known):
        if content.startswith(form):
            return len(form)
    raise ZipFaultError(ZipFault.NO_DESCRIPTOR, name=name)
