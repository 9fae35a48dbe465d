"""Streams a file out of an archive and proves its size and checksum while it does."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from xa_report.files import CHUNK_SIZE
from xa_report.package.archive.layout import STORED, Entry
from xa_report.package.faults import PackageCode, fault


def content_chunks(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Yield the content; raise PackageFaultError when it is not what the headers promised."""
    packed = _packed(stream, entry)
    plain = packed if entry.method == STORED else _inflated(packed, entry)
    size = crc = 0
    for chunk in plain:
        size += len(chunk)
        if size > entry.size:
            raise fault(PackageCode.SIZE_LIES, name=entry.name)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if size != entry.size:
        raise fault(PackageCode.SIZE_LIES, name=entry.name)
    if crc != entry.crc:
        raise fault(PackageCode.CRC, name=entry.name)


def _packed(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    at, left = entry.offset, entry.packed
    while left:
        stream.seek(at)
        chunk = stream.read(min(CHUNK_SIZE, left))
        if not chunk:
            raise fault(PackageCode.OUT_OF_BOUNDS, name=entry.name)
        at += len(chunk)
        left -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes], entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in packed:
        if inflater.eof:
            raise fault(PackageCode.DEFLATE_TAIL, name=entry.name)
        waiting = chunk
        while waiting:
            yield _step(inflater, waiting, entry)
            waiting = inflater.unconsumed_tail
    if not inflater.eof:
        yield from _rest(inflater, entry)
    if inflater.unused_data:
        raise fault(PackageCode.DEFLATE_TAIL, name=entry.name)


def _rest(inflater: "zlib._Decompress", entry: Entry) -> Iterator[bytes]:
    """Output that was held back for want of room; a stream that never ends is damaged."""
    while chunk := _step(inflater, b"", entry):
        yield chunk
    if not inflater.eof:
        raise fault(PackageCode.DEFLATE, name=entry.name)


def _step(inflater: "zlib._Decompress", packed: bytes, entry: Entry) -> bytes:
    try:
        return inflater.decompress(packed, CHUNK_SIZE)
    except zlib.error as error:
        raise fault(PackageCode.DEFLATE, name=entry.name) from error
