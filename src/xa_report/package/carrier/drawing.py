"""Bounds what drawing the pages of a PDF would cost: whoever reads their text does all of it."""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from xa_report.package.faults import PackageCode, fault

KIBIBYTE = 1024
MOST_WRITTEN = 512 * KIBIBYTE
"""Bytes of instructions on one page; a page of a report has some 20 KiB."""
MOST_REPEATED = 1024 * KIBIBYTE
"""Bytes of drawings on one page, each as often as it is drawn."""
MOST_PAGES_WRITTEN, MOST_PAGES_REPEATED = 32 * 1024 * KIBIBYTE, 128 * 1024 * KIBIBYTE
"""The same on all pages; the text of one MiB takes a third of a second at worst."""
COST_OF_DRAWING = 100
"""Bytes that a reader needs for a drawing whatever it holds."""
# Words of a text that look like the command are counted too, which an honest page can bear.
# It begins with its letters: a search that begins with a look behind is slow.
_DRAW = re.compile(rb"Do(?<![A-Za-z]Do)(?![A-Za-z])")


class Drawing:
    """Adds up the pages of one document."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._forms_known: dict[tuple[int, int], int] = {}
        self._written = self._repeated = 0

    def require_modest(self, page: pikepdf.Page) -> None:
        """Raise PackageFaultError when the page, or all so far, would cost too much."""
        contents = list(self._contents(page))
        draws = sum(len(_DRAW.findall(content)) for content in contents)
        resources = page.resources if "/Resources" in page or "/Parent" in page else Dictionary()
        self._require(_plain_fonts(resources))
        largest = max((self._form(form) for form in self._forms(resources)), default=0)
        repeated = draws * largest
        self._require(repeated <= MOST_REPEATED)
        self._repeated += repeated
        self._require(self._repeated <= MOST_PAGES_REPEATED)

    def _contents(self, page: pikepdf.Page) -> Iterator[bytes]:
        given, written = page.get("/Contents", Array()), 0
        for stream in given if isinstance(given, Array) else [given]:
            content = self._bytes(stream)
            written += len(content)
            self._written += len(content)
            self._require(written <= MOST_WRITTEN and self._written <= MOST_PAGES_WRITTEN)
            yield content

    def _forms(self, resources: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for drawing in resources.get("/XObject", Dictionary()).values():
            if isinstance(drawing, Stream) and drawing.get("/Subtype") != Name.Image:
                yield drawing

    def _form(self, form: pikepdf.Object) -> int:
        """What one drawing costs; one that draws others could cost anything."""
        if form.objgen not in self._forms_known:
            content, resources = self._bytes(form), form.get("/Resources", Dictionary())
            self._require(not _DRAW.search(content) and _plain_fonts(resources))
            self._forms_known[form.objgen] = len(content) + COST_OF_DRAWING
        return self._forms_known[form.objgen]

    def _bytes(self, stream: pikepdf.Object) -> bytes:
        if not isinstance(stream, Stream):
            return b""
        if stream.objgen not in self._known:
            self._known[stream.objgen] = stream.read_bytes()
        return self._known[stream.objgen]

    def _require(self, modest: bool) -> None:
        if not modest:
            raise fault(PackageCode.PDF_BOMB, name="PDF")


def _plain_fonts(resources: pikepdf.Object) -> bool:
    """Whether no letter of a font is a drawing of its own."""
    fonts = resources.get("/Font", Dictionary()).values()
    return all(font.get("/Subtype") != Name.Type3 for font in fonts)
