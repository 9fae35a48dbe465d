"""Finds the end record of an archive, which must be its last bytes and its only ones."""

import os
from typing import BinaryIO

from xa_report.package.archive.layout import (
    END,
    END_SIGNATURE,
    FULL16,
    FULL32,
    LARGEST_ARCHIVE,
    LOCAL_SIGNATURE,
    MOST_ENTRIES,
    ZIP64_LOCATOR,
    EndRecord,
)
from xa_report.package.faults import PackageCode, fault

LONGEST_COMMENT = 0xFFFF
ZIP64_LOCATOR_SIZE = 20


def end_record(stream: BinaryIO, name: str) -> tuple[EndRecord, int]:
    """Return the end record and where it stands; raise PackageFaultError for anything else."""
    size = stream.seek(0, os.SEEK_END)
    _require_size(size, name)
    tail_at = max(0, size - END.size - LONGEST_COMMENT - ZIP64_LOCATOR_SIZE)
    stream.seek(tail_at)
    tail = stream.read()
    at = size - END.size
    found = tail[at - tail_at :] if at >= 0 else b""
    if not found.startswith(END_SIGNATURE):
        raise _without_end(stream, tail, name)
    record = EndRecord(*END.unpack(found))
    before = tail[: at - tail_at]
    _require_plain(record, before)
    return record, at


def _require_size(size: int, name: str) -> None:
    if size == 0:
        raise fault(PackageCode.EMPTY, name=name)
    if size > LARGEST_ARCHIVE:
        raise fault(PackageCode.TOO_LARGE)


def _without_end(stream: BinaryIO, tail: bytes, name: str) -> Exception:
    """Tell a comment and appended bytes from an archive that was cut and from other files."""
    at = tail.rfind(END_SIGNATURE)
    if at >= 0 and len(tail) - at >= END.size:
        record = EndRecord(*END.unpack_from(tail, at))
        more = len(tail) - at - END.size
        if record.comment_length == more:
            return fault(PackageCode.COMMENT)
        return fault(PackageCode.APPENDED, bytes=more)
    stream.seek(0)
    if stream.read(4) == LOCAL_SIGNATURE:
        return fault(PackageCode.TRUNCATED, name=name)
    return fault(PackageCode.NOT_ZIP, name=name)


def _require_plain(record: EndRecord, before: bytes) -> None:
    if record.comment_length:
        raise fault(PackageCode.DIRECTORY, why="lời chú thích dài hơn gói")
    if before[-ZIP64_LOCATOR_SIZE:].startswith(ZIP64_LOCATOR) or (
        FULL16 in (record.entries, record.entries_here)
        or FULL32 in (record.directory_size, record.directory_offset)
    ):
        raise fault(PackageCode.ZIP64)
    if record.disk or record.directory_disk or record.entries != record.entries_here:
        raise fault(PackageCode.SPLIT)
    if record.entries == 0:
        raise fault(PackageCode.NO_ENTRIES)
    if record.entries > MOST_ENTRIES:
        raise fault(PackageCode.TOO_MANY, count=record.entries, most=MOST_ENTRIES)
