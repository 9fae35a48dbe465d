"""Content of a file in an archive, streamed, with its size and checksum verified."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from xa_report.strict_zip.layout import STORED, ZipEntry
from xa_report.strict_zip.profile import ZipFault, ZipFaultError

CHUNK_SIZE = 1024 * 1024
"""Bytes in memory at a time, before and after inflating."""


def iter_content(stream: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """Yield the content of a file in chunks; raise ZipFaultError when it is not as its headers say.

    The last chunk is yielded before the checksum is known: use nothing until the end.
    """
    packed = _read_packed(stream, entry)
    plain = packed if entry.method == STORED else _inflate(packed, entry)
    size = crc = 0
    for chunk in plain:
        size += len(chunk)
        # At once: a small file may inflate to more than the disk holds.
        if size > entry.size:
            raise ZipFaultError(ZipFault.SIZE_LIES, name=entry.name)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if size != entry.size:
        raise ZipFaultError(ZipFault.SIZE_LIES, name=entry.name)
    if crc != entry.crc:
        raise ZipFaultError(ZipFault.CRC, name=entry.name)


def _read_packed(stream: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    at, left = entry.offset, entry.packed
    while left:
        stream.seek(at)
        chunk = stream.read(min(CHUNK_SIZE, left))
        if not chunk:
            raise ZipFaultError(ZipFault.OUT_OF_BOUNDS, name=entry.name)
        at += len(chunk)
        left -= len(chunk)
        yield chunk


def _inflate(packed: Iterator[bytes], entry: ZipEntry) -> Iterator[bytes]:
    # Negative: a raw stream without zlib's own header, as archives hold it.
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in packed:
        if inflater.eof:
            raise ZipFaultError(ZipFault.DEFLATE_TAIL, name=entry.name)
        waiting = chunk
        while waiting:
            yield _inflate_chunk(inflater, waiting, entry)
            waiting = inflater.unconsumed_tail
    if not inflater.eof:
        yield from _drain(inflater, entry)
    if inflater.unused_data:
        raise ZipFaultError(ZipFault.DEFLATE_TAIL, name=entry.name)


def _drain(inflater: "zlib._Decompress", entry: ZipEntry) -> Iterator[bytes]:
    """Yield the output that zlib held back for want of room; raise when the stream has no end."""
    while chunk := _inflate_chunk(inflater, b"", entry):
        yield chunk
    if not inflater.eof:
        raise ZipFaultError(ZipFault.DEFLATE, name=entry.name)


def _inflate_chunk(inflater: "zlib._Decompress", packed: bytes, entry: ZipEntry) -> bytes:
    try:
        return inflater.decompress(packed, CHUNK_SIZE)
    except zlib.error as error:
        raise ZipFaultError(ZipFault.DEFLATE, name=entry.name) from error
