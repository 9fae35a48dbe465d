"""One entry of a zip file: its two descriptions must agree, its content must be as they say."""

import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from xa_report.signing.workbook.faults import Fault, RefusedError

_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIBED_LATER = 0x08
_FLAGS = 0x0806 | _DESCRIBED_LATER
_DESCRIPTOR_SIZES = (12, 16)
_PADDING = b"\x20\xa2"
"""The extra field with which Excel leaves room; any other may give an entry a second name."""


def header_size(data: bytes, entry: ZipInfo) -> int:
    """Return the size of what stands before an entry; it must say what the directory says."""
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


def descriptor_size(data: bytes, at: int, entry: ZipInfo) -> int:
    """Return the size of what describes an entry after it, if it is described there."""
    if not entry.flag_bits & _DESCRIBED_LATER:
        return 0
    known = struct.pack("<3L", entry.CRC, entry.compress_size, entry.file_size)
    for size in _DESCRIPTOR_SIZES:
        if data[at : at + size] == (b"PK\7\b" + known)[-size:]:
            return size
    raise RefusedError(Fault.BAD_ENTRY, entry.filename)


def inflated(entry: ZipInfo, packed: bytes) -> bytes:
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
