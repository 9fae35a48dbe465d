"""Limits that a PDF must keep before a library unpacks or draws it."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from xa_report.package.faults import PackageCode, package_fault

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of all streams of a PDF together."""
MAX_IN_LIBRARY = 16 * 1024 * 1024
"""Bytes that the library itself may unpack of one stream, in this whole process."""
MAX_TOKENS = 1_000_000
"""Numbers, names, lists; qpdf needs some 60 bytes for each."""
MAX_REFERENCES = 20_000
"""References between objects; qpdf copies a page as often as it is named."""
MAX_PASSES = 4
"""Times that all bytes may be read: streams of an honest PDF do not lie in one another."""
UNPACK_STEP = 1024 * 1024
"""Bytes that are unpacked before the budget is asked again."""
KIBIBYTE = 1024
MAX_PAGES = 2000
MAX_PAGE_WRITTEN = 512 * KIBIBYTE
"""Bytes of drawing instructions of one page; a page of a report has some 20 KiB."""
MAX_PAGE_REPEATED = 1024 * KIBIBYTE
"""Bytes of form XObjects of one page, each as often as it is drawn."""
MAX_PAGES_WRITTEN, MAX_PAGES_REPEATED = 32 * 1024 * KIBIBYTE, 128 * 1024 * KIBIBYTE
"""The same of all pages; the text of one MiB takes a third of a second at worst."""
DRAWING_COST = 100
"""Bytes added for each form XObject, whatever it holds."""
# By the keyword alone, not by the objects: what no cross-reference names is counted too.
_STREAM_PATTERN = re.compile(rb"stream\r?\n")
# One of these precedes a token. NUL separates too, but is common in binary data: it is counted
# after a digit only, below.
_TOKEN_STARTS = b" \t\r\n\f[(</"
# Each begins with its one letter and looks behind afterwards: re searches for a literal prefix
# many times as fast as for a choice of letters.
_ENDED_BY_ZERO_PATTERN = re.compile(rb"\0(?<=[0-9]\0)")
_REFERENCE_PATTERN = re.compile(rb"R(?<=[\s\0]R)(?![A-Za-z0-9])")
# qpdf has limits for all filters but LZW; every letter of a name may also be written as #xx.
_LZW_PATTERN = re.compile(rb"/(L|#4[Cc])(Z|#5[Aa])(W|#57)(D|#44|[\s/\[\]<>()%])")
# Words of a text that look like the operator are counted too, which an honest page can bear.
# It begins with its letters: a search that begins with a look behind is slow.
_DRAW_PATTERN = re.compile(rb"Do(?<![A-Za-z]Do)(?![A-Za-z])")
# For the whole process: no file that this program opens may make qpdf unpack more.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_IN_LIBRARY,
    run_length_max_memory=MAX_IN_LIBRARY,
    png_max_memory=MAX_IN_LIBRARY,
    tiff_max_memory=MAX_IN_LIBRARY,
    max_stream_filters=2,
)


@dataclass(slots=True)
class UnpackingBudget:
    """Bytes to read and to write, tokens and references that unpacking a PDF may still cost."""

    work: int
    room: int = MAX_UNPACKED
    tokens: int = MAX_TOKENS
    references: int = MAX_REFERENCES

    def spend(self, used: int, chunk: bytes) -> bool:
        """Deduct `used` bytes read and a chunk unpacked; return whether the budget still holds.

        False also for a chunk that names a filter without limits.
        """
        self.work -= used
        self.room -= len(chunk)
        self.tokens -= len(chunk) - len(chunk.translate(None, _TOKEN_STARTS))
        self.tokens -= len(_ENDED_BY_ZERO_PATTERN.findall(chunk))
        self.references -= len(_REFERENCE_PATTERN.findall(chunk))
        left = min(self.work, self.room, self.tokens, self.references)
        return left >= 0 and not _LZW_PATTERN.search(chunk)


def check_unpacked_size(content: bytes, name: str) -> None:
    """Raise PackageFaultError when unpacking all streams would exceed the budget.

    Takes time in proportion to the file, at most `MAX_PASSES` times over.
    """
    budget = UnpackingBudget(MAX_PASSES * len(content), MAX_UNPACKED + len(content))
    harmless = budget.spend(0, content)
    for match in _STREAM_PATTERN.finditer(content) if harmless else ():
        for number, (used, chunk) in enumerate(_unpack_streams(content, match.end())):
            nested = number == 0 and _is_deflated_again(chunk)
            if nested or not budget.spend(used, chunk):
                raise package_fault(PackageCode.PDF_BOMB, name=name)
    if not harmless:
        raise package_fault(PackageCode.PDF_BOMB, name=name)


def _unpack_streams(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield bytes read and the chunk unpacked; stop at the first byte that is not deflated."""
    inflater = zlib.decompressobj()
    while at < len(content) and not inflater.eof:
        waiting = content[at : at + UNPACK_STEP]
        at += len(waiting)
        while waiting and not inflater.eof:
            try:
                chunk = inflater.decompress(waiting, UNPACK_STEP)
            except zlib.error:
                return
            rest = inflater.unconsumed_tail
            yield len(waiting) - len(rest) - len(inflater.unused_data), chunk
            waiting = rest


def _is_deflated_again(chunk: bytes) -> bool:
    """Return whether a chunk is deflated itself, to a step at least, as no honest writer does."""
    # The two bytes of a zlib header: method 8, and a multiple of 31 (RFC 1950, section 2.2).
    if len(chunk) < 2 or chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2], "big") % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(chunk, UNPACK_STEP)) == UNPACK_STEP
    except zlib.error:
        return False


class PageCost:
    """Sum of what drawing the pages of one document costs."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._form_costs: dict[tuple[int, int], int] = {}
        self._written = self._repeated = 0

    def check_page(self, page: pikepdf.Page) -> None:
        """Raise PackageFaultError when the page, or all so far, would cost too much."""
        contents = list(self._contents(page))
        draws = sum(len(_DRAW_PATTERN.findall(content)) for content in contents)
        resources = page.resources if "/Resources" in page or "/Parent" in page else Dictionary()
        self._require_affordable(_has_plain_fonts(resources))
        largest = max((self._form_cost(form) for form in self._forms(resources)), default=0)
        repeated = draws * largest
        self._require_affordable(repeated <= MAX_PAGE_REPEATED)
        self._repeated += repeated
        self._require_affordable(self._repeated <= MAX_PAGES_REPEATED)

    def _contents(self, page: pikepdf.Page) -> Iterator[bytes]:
        contents, written = page.get("/Contents", Array()), 0
        for stream in contents if isinstance(contents, Array) else [contents]:
            content = self._bytes(stream)
            written += len(content)
            self._written += len(content)
            self._require_affordable(
                written <= MAX_PAGE_WRITTEN and self._written <= MAX_PAGES_WRITTEN
            )
            yield content

    def _forms(self, resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for drawing in resources.get("/XObject", Dictionary()).values():
            if isinstance(drawing, Stream) and drawing.get("/Subtype") != Name.Image:
                yield drawing

    def _form_cost(self, form: pikepdf.Object) -> int:
        """Return the bytes that drawing a form once costs; refuse one that draws others."""
        if form.objgen not in self._form_costs:
            content, resources = self._bytes(form), form.get("/Resources", Dictionary())
            self._require_affordable(
                not _DRAW_PATTERN.search(content) and _has_plain_fonts(resources)
            )
            self._form_costs[form.objgen] = len(content) + DRAWING_COST
        return self._form_costs[form.objgen]

    def _bytes(self, stream: pikepdf.Object) -> bytes:
        if not isinstance(stream, Stream):
            return b""
        if stream.objgen not in self._known:
            self._known[stream.objgen] = stream.read_bytes()
        return self._known[stream.objgen]

    def _require_affordable(self, modest: bool) -> None:
        if not modest:
            raise package_fault(PackageCode.PDF_BOMB, name="PDF")


def _has_plain_fonts(resources: pikepdf.Object) -> bool:
    """Return whether no font is of Type 3, whose letters are drawings that may cost anything."""
    fonts = resources.get("/Font", Dictionary()).values()
    return all(font.get("/Subtype") != Name.Type3 for font in fonts)


def check_pages(pdf: pikepdf.Pdf) -> None:
    """Raise PackageFaultError when a page carries a file, or its text costs too much to read."""
    if len(pdf.pages) > MAX_PAGES:
        raise package_fault(PackageCode.PDF_BOMB, name="PDF")
    cost = PageCost()
    for number, page in enumerate(pdf.pages, start=1):
        attached = [a for a in page.get("/Annots", ()) if a.get("/Subtype") == Name.FileAttachment]
        if attached or "/AF" in page:
            raise package_fault(PackageCode.PAGE_ATTACHMENT, page=number)
        cost.check_page(page)
