"""Finds compressed and crowded bombs in the bytes of a PDF before a PDF library unpacks them."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from xa_report.package.faults import PackageCode, fault

MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of all streams of a PDF together."""
MOST_IN_LIBRARY = 16 * 1024 * 1024
"""Bytes that the library itself may unpack of one stream, in this whole process."""
MOST_TOKENS = 1_000_000
"""Numbers, names, lists: the library needs some 60 bytes for each."""
MOST_REFERENCES = 20_000
"""From one object to others: the library copies a page as often as it is named."""
MOST_PASSES = 4
"""How often the bytes may be read over: streams of an honest PDF do not lie in one another."""
STEP = 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_TOKEN_STARTS = b" \t\r\n\f[(</"
# Each begins with its one letter: a search that begins with a choice of letters is slow.
_ENDED_BY_ZERO = re.compile(rb"\0(?<=[0-9]\0)")
_REFERENCE = re.compile(rb"R(?<=[\s\0]R)(?![A-Za-z0-9])")
# The one packing that the PDF library sets no limit to; every letter may also be written as #xx.
_LZW = re.compile(rb"/(L|#4[Cc])(Z|#5[Aa])(W|#57)(D|#44|[\s/\[\]<>()%])")
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_IN_LIBRARY,
    run_length_max_memory=MOST_IN_LIBRARY,
    png_max_memory=MOST_IN_LIBRARY,
    tiff_max_memory=MOST_IN_LIBRARY,
    max_stream_filters=2,
)


@dataclass(slots=True)
class Budget:
    """What unpacking a PDF may still cost."""

    work: int
    room: int = MOST_UNPACKED
    tokens: int = MOST_TOKENS
    references: int = MOST_REFERENCES

    def spend(self, used: int, chunk: bytes) -> bool:
        """Take off what was read and what came out; whether anything is left and harmless."""
        self.work -= used
        self.room -= len(chunk)
        self.tokens -= len(chunk) - len(chunk.translate(None, _TOKEN_STARTS))
        self.tokens -= len(_ENDED_BY_ZERO.findall(chunk))
        self.references -= len(_REFERENCE.findall(chunk))
        left = min(self.work, self.room, self.tokens, self.references)
        return left >= 0 and not _LZW.search(chunk)


def require_no_bomb(content: bytes, name: str) -> None:
    """Raise PackageFaultError when unpacking the streams would need more than is reasonable."""
    budget = Budget(MOST_PASSES * len(content), MOST_UNPACKED + len(content))
    harmless = budget.spend(0, content)
    for match in _STREAM.finditer(content) if harmless else ():
        for number, (used, chunk) in enumerate(_unpacked(content, match.end())):
            nested = number == 0 and _deflated_again(chunk)
            if nested or not budget.spend(used, chunk):
                raise fault(PackageCode.PDF_BOMB, name=name)
    if not harmless:
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
