"""Streams a file out of an archive and proves its size and checksum while it does."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from xa_report.strict_zip.layout import STORED, ZipEntry
from xa_report.strict_zip.profile import ZipFault, ZipFaultError

CHUNK_SIZE = 1024 * 1024
"""Bytes that are held in memory at a time."""


def iter_content(stream: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """Yield the content of a file; raise ZipFaultError when it is not what the headers promised."""
    packed = _packed(stream, entry)
    plain = packed if entry.method == STORED else _inflated(packed, entry)
    size = crc = 0
    for chunk in plain:
        size += len(chunk)
        if size > entry.size:
            raise ZipFaultError(ZipFault.SIZE_LIES, name=entry.name)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if size != entry.size:
        raise ZipFaultError(ZipFault.SIZE_LIES, name=entry.name)
    if crc != entry.crc:
        raise ZipFaultError(ZipFault.CRC, name=entry.name)


def _packed(stream: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    at, left = entry.offset, entry.packed
    while left:
        stream.seek(at)
        chunk = stream.read(min(CHUNK_SIZE, left))
        if not chunk:
            raise ZipFaultError(ZipFault.OUT_OF_BOUNDS, name=entry.name)
        at += len(chunk)
        left -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes], entry: ZipEntry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in packed:
        if inflater.eof:
            raise ZipFaultError(ZipFault.DEFLATE_TAIL, name=entry.name)
        waiting = chunk
        while waiting:
            yield _step(inflater, waiting, entry)
            waiting = inflater.unconsumed_tail
    if not inflater.eof:
        yield from _rest(inflater, entry)
    if inflater.unused_data:
        raise ZipFaultError(ZipFault.DEFLATE_TAIL, name=entry.name)


def _rest(inflater: "zlib._Decompress", entry: ZipEntry) -> Iterator[bytes]:
    """Output that was held back for want of room; a stream that never ends is damaged."""
    while chunk := _step(inflater, b"", entry):
        yield chunk
    if not inflater.eof:
        raise ZipFaultError(ZipFault.DEFLATE, name=entry.name)


def _step(inflater: "zlib._Decompress", packed: bytes, entry: ZipEntry) -> bytes:
    try:
        return inflater.decompress(packed, CHUNK_SIZE)
    except zlib.error as error:
        raise ZipFaultError(ZipFault.DEFLATE, name=entry.name) from error
