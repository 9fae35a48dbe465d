"""Unpacking the zip file of a workbook, of which every byte must be accounted for."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from xa_report.signing.workbook.faults import Fault, RefusedError

LARGEST = 64 * 1024 * 1024
"""Bytes of a file, and of all its entries unpacked."""
MOST = 1000
"""Entries."""

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIBED_LATER = 0x08
_FLAGS = 0x0806 | _DESCRIBED_LATER
_DESCRIPTOR_SIZES = (12, 16)
_PADDING = b"\x20\xa2"
"""The extra field with which Excel leaves room; any other may give an entry a second name."""
_SEGMENT = r"[A-Za-z0-9._~!$&'()*+,;=:@-]*[A-Za-z0-9_~!$&'()*+,;=:@-]"
_NAME = re.compile(rf"\[Content_Types\]\.xml|(?:{_SEGMENT}/)*{_SEGMENT}")
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)


def unpack(data: bytes) -> dict[str, bytes]:
    """Return every entry by its name, in the order of the file; refuse what is unusual."""
    if len(data) > LARGEST:
        raise RefusedError(Fault.TOO_LARGE, "tệp")
    entries = _directory(data)
    _check_names(entries)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise RefusedError(Fault.TOO_LARGE, "tổng kích thước các phần")
    return {entry.filename: _inflated(entry, packed) for entry, packed in _packed(data, entries)}


def _directory(data: bytes) -> list[ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries, start = archive.infolist(), archive.start_dir
        _, disk, first_disk, here, total, size, offset, comment = _END.unpack(data[-_END.size :])
    except _UNREADABLE as error:
        raise RefusedError(Fault.NOT_A_WORKBOOK, "tệp nén .zip") from error
    if not entries or (disk, first_disk, here, total) != (0, 0, len(entries), len(entries)):
        raise RefusedError(Fault.NOT_A_WORKBOOK, "mục lục của tệp nén .zip")
    if comment or offset != start or start + size + _END.size != len(data):
        raise RefusedError(Fault.HIDDEN_BYTES, "đầu hoặc cuối tệp")
    return sorted(entries, key=lambda entry: entry.header_offset)


def _check_names(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST:
        raise RefusedError(Fault.TOO_LARGE, f"{len(entries)} mục")
    seen = set()
    for entry in entries:
        name = entry.orig_filename
        if not _NAME.fullmatch(name) or name != entry.filename or name.casefold() in seen:
            raise RefusedError(Fault.BAD_ENTRY, name)
        seen.add(name.casefold())


def _packed(data: bytes, entries: list[ZipInfo]) -> Iterator[tuple[ZipInfo, bytes]]:
    """Walk the entries; each must begin where the one before it ended."""
    end = 0
    for entry in entries:
        if entry.header_offset != end:
            raise RefusedError(Fault.HIDDEN_BYTES, f"trước {entry.filename}")
        begin = end + _header_size(data, entry)
        end = begin + entry.compress_size
        yield entry, data[begin:end]
        if entry.flag_bits & _DESCRIBED_LATER:
            end += _descriptor_size(data, end, entry)
    if data[end : end + 4] != b"PK\1\2":
        raise RefusedError(Fault.HIDDEN_BYTES, "trước mục lục của tệp nén")


def _header_size(data: bytes, entry: ZipInfo) -> int:
    """Compare what stands before an entry with what the directory says of it."""
    at, name = entry.header_offset, entry.filename.encode("ascii")
    header = data[at : at + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise RefusedError(Fault.BAD_ENTRY, entry.filename)
    magic, _, flags, method, _, _, *sizes, name_size, extra_size = _LOCAL.unpack(header)
    later = bool(flags & _DESCRIBED_LATER)
    known = [0, 0, 0] if later else [entry.CRC, entry.compress_size, entry.file_size]
    if (magic, flags, method) != (b"PK\3\4", entry.flag_bits, entry.compress_type):
        raise RefusedError(Fault.BAD_ENTRY, entry.filename)
    at += _LOCAL.size
    extra = data[at + name_size : at + name_size + extra_size]
    if data[at : at + name_size] != name or sizes != known or _odd(entry, extra):
        raise RefusedError(Fault.BAD_ENTRY, entry.filename)
    return _LOCAL.size + int(name_size) + int(extra_size)


def _odd(entry: ZipInfo, extra: bytes) -> bool:
    fields = [field for field in (entry.extra, extra) if field]
    return bool(
        entry.flag_bits & ~_FLAGS
        or entry.comment
        or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        or any(not field.startswith(_PADDING) for field in fields)
    )


def _descriptor_size(data: bytes, at: int, entry: ZipInfo) -> int:
    known = struct.pack("<3L", entry.CRC, entry.compress_size, entry.file_size)
    for size in _DESCRIPTOR_SIZES:
        if data[at : at + size] == (b"PK\7\b" + known)[-size:]:
            return size
    raise RefusedError(Fault.BAD_ENTRY, entry.filename)


def _inflated(entry: ZipInfo, packed: bytes) -> bytes:
    """Unpack without the zip module, which stops where the stated size ends, not the data."""
    content = packed
    if entry.compress_type == ZIP_DEFLATED:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = engine.decompress(packed, entry.file_size + 1)
        except zlib.error as error:
            raise RefusedError(Fault.BAD_ENTRY, entry.filename) from error
        if not engine.eof or engine.unused_data:
            raise RefusedError(Fault.BAD_ENTRY, entry.filename)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise RefusedError(Fault.BAD_ENTRY, entry.filename)
    return content
