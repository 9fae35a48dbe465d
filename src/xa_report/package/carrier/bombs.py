"""Finds compressed bombs in the bytes of a PDF before a PDF library unpacks them."""

import re
import zlib
from collections.abc import Iterator

import pikepdf

from xa_report.package.faults import PackageCode, fault

MOST_UNPACKED = 128 * 1024 * 1024
"""Bytes of all streams of a PDF together."""
MOST_PASSES = 4
"""How often the bytes may be read over: streams of an honest PDF do not lie in one another."""
STEP = 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
# The one packing that the PDF library sets no limit to; every letter may also be written as #xx.
_LZW = re.compile(rb"/(L|#4[Cc])(Z|#5[Aa])(W|#57)(D|#44|[\s/\[\]<>()%])")
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_UNPACKED,
    run_length_max_memory=MOST_UNPACKED,
    png_max_memory=MOST_UNPACKED,
    tiff_max_memory=MOST_UNPACKED,
    max_stream_filters=2,
)


def require_no_bomb(content: bytes, name: str) -> None:
    """Raise PackageFaultError when unpacking the streams would need more than is reasonable."""
    room, work = MOST_UNPACKED, MOST_PASSES * len(content)
    suspicious = _LZW.search(content) is not None
    for match in _STREAM.finditer(content):
        for number, (used, chunk) in enumerate(_unpacked(content, match.end())):
            room -= len(chunk)
            work -= used
            suspicious = suspicious or (number == 0 and _deflated_again(chunk))
            if suspicious or room < 0 or work < 0 or _LZW.search(chunk):
                raise fault(PackageCode.PDF_BOMB, name=name)
    if suspicious:
        raise fault(PackageCode.PDF_BOMB, name=name)


def _unpacked(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield how much was read and what came out; nothing for a stream that is not deflated."""
    inflater = zlib.decompressobj()
    while at < len(content) and not inflater.eof:
        waiting = content[at : at + STEP]
        at += len(waiting)
        while waiting and not inflater.eof:
            try:
                chunk = inflater.decompress(waiting, STEP)
            except zlib.error:
                return
            rest = inflater.unconsumed_tail
            yield len(waiting) - len(rest) - len(inflater.unused_data), chunk
            waiting = rest


def _deflated_again(chunk: bytes) -> bool:
    """Whether what came out is deflated itself, which no honest writer does."""
    if len(chunk) < 2 or chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2], "big") % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(chunk, STEP)) == STEP
    except zlib.error:
        return False
