"""Finds compressed bombs in the bytes of a PDF before a PDF library unpacks them."""

import re
import zlib

from xa_report.package.faults import PackageCode, fault

MOST_UNPACKED = 128 * 1024 * 1024
"""Bytes of all streams of a PDF together."""
STEP = 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_NESTED = re.compile(rb"/(LZW|LZWDecode|RL|RunLengthDecode)\b")


def require_no_bomb(content: bytes, name: str) -> None:
    """Raise PackageFaultError when unpacking the streams would need more than is reasonable."""
    left = MOST_UNPACKED
    if _NESTED.search(content):
        raise fault(PackageCode.PDF_BOMB, name=name)
    for match in _STREAM.finditer(content):
        left -= _unpacked(content, match.end(), left, name)


def _unpacked(content: bytes, at: int, most: int, name: str) -> int:
    """How long a stream is unpacked; 0 when it is not deflated."""
    inflater, size = zlib.decompressobj(), 0
    waiting: bytes = content[at : at + STEP]
    end = at + len(waiting)
    try:
        while waiting and not inflater.eof:
            chunk = inflater.decompress(waiting, STEP)
            size += len(chunk)
            if size > most or (size == len(chunk) and _deflated_again(chunk)):
                raise fault(PackageCode.PDF_BOMB, name=name)
            waiting = inflater.unconsumed_tail
            if not waiting:
                waiting = content[end : end + STEP]
                end += len(waiting)
    except zlib.error:
        return size
    return size


def _deflated_again(chunk: bytes) -> bool:
    """Whether what came out is deflated itself, which no honest writer does."""
    if len(chunk) < 2 or chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2], "big") % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(chunk, STEP)) == STEP
    except zlib.error:
        return False
