"""Limits of a PDF before a library unpacks or draws it: streams, tokens, pages, drawing cost."""

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
"""Numbers, names, lists: the library needs some 60 bytes for each."""
MAX_REFERENCES = 20_000
"""From one object to others: the library copies a page as often as it is named."""
MAX_PASSES = 4
"""How often the bytes may be read over: streams of an honest PDF do not lie in one another."""
UNPACK_STEP = 1024 * 1024
_STREAM_PATTERN = re.compile(rb"stream\r?\n")
_TOKEN_STARTS = b" \t\r\n\f[(</"
# Each begins with its one letter: a search that begins with a choice of letters is slow.
_ENDED_BY_ZERO_PATTERN = re.compile(rb"\0(?<=[0-9]\0)")
_REFERENCE_PATTERN = re.compile(rb"R(?<=[\s\0]R)(?![A-Za-z0-9])")
# The one packing that the PDF library sets no limit to; every letter may also be written as #xx.
_LZW_PATTERN = re.compile(rb"/(L|#4[Cc])(Z|#5[Aa])(W|#57)(D|#44|[\s/\[\]<>()%])")
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_IN_LIBRARY,
    run_length_max_memory=MAX_IN_LIBRARY,
    png_max_memory=MAX_IN_LIBRARY,
    tiff_max_memory=MAX_IN_LIBRARY,
    max_stream_filters=2,
)


@dataclass(slots=True)
class UnpackingBudget:
    """What unpacking a PDF may still cost."""

    work: int
    room: int = MAX_UNPACKED
    tokens: int = MAX_TOKENS
    references: int = MAX_REFERENCES

    def spend(self, used: int, chunk: bytes) -> bool:
        """Take off what was read and what came out; whether anything is left and harmless."""
        self.work -= used
        self.room -= len(chunk)
        self.tokens -= len(chunk) - len(chunk.translate(None, _TOKEN_STARTS))
        self.tokens -= len(_ENDED_BY_ZERO_PATTERN.findall(chunk))
        self.references -= len(_REFERENCE_PATTERN.findall(chunk))
        left = min(self.work, self.room, self.tokens, self.references)
        return left >= 0 and not _LZW_PATTERN.search(chunk)


def check_unpacked_size(content: bytes, name: str) -> None:
    """Raise PackageFaultError when unpacking the streams would need more than is reasonable."""
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
    """Yield how much was read and what came out; nothing for a stream that is not deflated."""
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
    """Whether what came out is deflated itself, which no honest writer does."""
    if len(chunk) < 2 or chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2], "big") % 31:
        return False
    try:
        return len(zlib.decompressobj().decompress(chunk, UNPACK_STEP)) == UNPACK_STEP
    except zlib.error:
        return False


KIBIBYTE = 1024
MAX_PAGE_WRITTEN = 512 * KIBIBYTE
"""Bytes of instructions on one page; a page of a report has some 20 KiB."""
MAX_PAGE_REPEATED = 1024 * KIBIBYTE
"""Bytes of drawings on one page, each as often as it is drawn."""
MAX_PAGES_WRITTEN, MAX_PAGES_REPEATED = 32 * 1024 * KIBIBYTE, 128 * 1024 * KIBIBYTE
"""The same on all pages; the text of one MiB takes a third of a second at worst."""
DRAWING_COST = 100
"""Bytes that a reader needs for a drawing whatever it holds."""
# Words of a text that look like the command are counted too, which an honest page can bear.
# It begins with its letters: a search that begins with a look behind is slow.
_DRAW_PATTERN = re.compile(rb"Do(?<![A-Za-z]Do)(?![A-Za-z])")


class PageCost:
    """Adds up the pages of one document."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._forms_known: dict[tuple[int, int], int] = {}
        self._written = self._repeated = 0

    def check_page(self, page: pikepdf.Page) -> None:
        """Raise PackageFaultError when the page, or all so far, would cost too much."""
        contents = list(self._contents(page))
        draws = sum(len(_DRAW_PATTERN.findall(content)) for content in contents)
        resources = page.resources if "/Resources" in page or "/Parent" in page else Dictionary()
        self._require_affordable(_has_plain_fonts(resources))
        largest = max((self._form(form) for form in self._forms(resources)), default=0)
        repeated = draws * largest
        self._require_affordable(repeated <= MAX_PAGE_REPEATED)
        self._repeated += repeated
        self._require_affordable(self._repeated <= MAX_PAGES_REPEATED)

    def _contents(self, page: pikepdf.Page) -> Iterator[bytes]:
        given, written = page.get("/Contents", Array()), 0
        for stream in given if isinstance(given, Array) else [given]:
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

    def _form(self, form: pikepdf.Object) -> int:
        """What one drawing costs; one that draws others could cost anything."""
        if form.objgen not in self._forms_known:
            content, resources = self._bytes(form), form.get("/Resources", Dictionary())
            self._require_affordable(
                not _DRAW_PATTERN.search(content) and _has_plain_fonts(resources)
            )
            self._forms_known[form.objgen] = len(content) + DRAWING_COST
        return self._forms_known[form.objgen]

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
    """Whether no letter of a font is a drawing of its own."""
    fonts = resources.get("/Font", Dictionary()).values()
    return all(font.get("/Subtype") != Name.Type3 for font in fonts)


MAX_PAGES = 2000


def check_pages(pdf: pikepdf.Pdf) -> None:
    """Raise PackageFaultError when a page carries a file, or would take too long to be read."""
    if len(pdf.pages) > MAX_PAGES:
        raise package_fault(PackageCode.PDF_BOMB, name="PDF")
    drawing = PageCost()
    for number, page in enumerate(pdf.pages, start=1):
        attached = [a for a in page.get("/Annots", ()) if a.get("/Subtype") == Name.FileAttachment]
        if attached or "/AF" in page:
            raise package_fault(PackageCode.PAGE_ATTACHMENT, page=number)
        drawing.check_page(page)
