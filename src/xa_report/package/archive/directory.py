"""Reads the directory of an archive: headers that agree, files that lie side by side."""

from collections.abc import Iterator
from typing import BinaryIO

from xa_report.package.archive.ending import end_record
from xa_report.package.archive.entry_rules import require_allowed
from xa_report.package.archive.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    CentralHeader,
    EndRecord,
    Entry,
    LocalHeader,
)
from xa_report.package.archive.name_rules import require_names
from xa_report.package.faults import PackageCode, fault

LARGEST_DIRECTORY = 4 * 1024 * 1024
COMPARED = ("version", "flags", "method", "time", "date", "crc", "packed", "size", "name_length")


def read_directory(stream: BinaryIO, name: str) -> tuple[Entry, ...]:
    """Return the files of an archive in their order; raise PackageFaultError at the first fault."""
    record, end_at = end_record(stream, name)
    start = _require_place(record, end_at, stream)
    stream.seek(start)
    directory = stream.read(record.directory_size)
    headers = list(_headers(directory, record.entries))
    names = require_names([raw for _, raw in headers])
    for shown, (header, _) in zip(names, headers, strict=True):
        require_allowed(header, shown)
    return tuple(_side_by_side(stream, list(zip(names, headers, strict=True)), start))


def _require_place(record: EndRecord, end_at: int, stream: BinaryIO) -> int:
    """Return where the directory is: right before the end record."""
    start = end_at - record.directory_size
    if record.directory_size > LARGEST_DIRECTORY or start < 0:
        raise fault(PackageCode.DIRECTORY, why="kích thước ghi sai")
    if record.directory_offset != start:
        stream.seek(record.directory_offset)
        if stream.read(4) == CENTRAL_SIGNATURE:
            raise fault(PackageCode.DIRECTORY, why="có phần thừa sau mục lục")
        if record.directory_offset < start:
            raise fault(PackageCode.PREPENDED, bytes=start - record.directory_offset)
        raise fault(PackageCode.DIRECTORY, why="vị trí ghi sai")
    return start


def _headers(directory: bytes, entries: int) -> Iterator[tuple[CentralHeader, bytes]]:
    at = 0
    for _ in range(entries):
        if not directory.startswith(CENTRAL_SIGNATURE, at):
            raise fault(PackageCode.DIRECTORY, why="thiếu tệp so với số đã ghi")
        if at + CENTRAL.size > len(directory):
            raise fault(PackageCode.DIRECTORY, why="bị cụt")
        header = CentralHeader(*CENTRAL.unpack_from(directory, at))
        name_at = at + CENTRAL.size
        yield header, directory[name_at : name_at + header.name_length]
        at = name_at + header.name_length + header.extra_length + header.comment_length
    if at != len(directory):
        raise fault(PackageCode.DIRECTORY, why="thừa tệp so với số đã ghi")


Named = tuple[str, tuple[CentralHeader, bytes]]


def _side_by_side(stream: BinaryIO, named: list[Named], end: int) -> Iterator[Entry]:
    """Walk the files in the order of the data: no gap, no overlap, nothing before or after."""
    at = 0
    for name, (header, raw) in sorted(named, key=lambda one: one[1][0].offset):
        if header.offset < at:
            raise fault(PackageCode.OVERLAP, name=name)
        if header.offset > at:
            code = PackageCode.GAP if at else PackageCode.PREPENDED
            raise fault(code, name=name, bytes=header.offset - at)
        _require_same_header(stream, name, header, raw)
        data = at + LOCAL.size + len(raw)
        at = data + header.packed
        if at > end:
            raise fault(PackageCode.OUT_OF_BOUNDS, name=name)
        yield Entry(name, header.method, header.crc, header.packed, header.size, data)
    if at != end:
        raise fault(PackageCode.GAP, name="mục lục", bytes=end - at)


def _require_same_header(stream: BinaryIO, name: str, header: CentralHeader, raw: bytes) -> None:
    stream.seek(header.offset)
    content = stream.read(LOCAL.size + len(raw))
    if len(content) != LOCAL.size + len(raw) or not content.startswith(LOCAL_SIGNATURE):
        raise fault(PackageCode.NO_HEADER, name=name)
    local = LocalHeader(*LOCAL.unpack_from(content))
    same = all(getattr(local, part) == getattr(header, part) for part in COMPARED)
    if not same or content[LOCAL.size :] != raw:
        raise fault(PackageCode.HEADERS_DIFFER, name=name)
    if local.extra_length:
        raise fault(PackageCode.EXTRA, name=name)
