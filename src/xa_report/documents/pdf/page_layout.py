"""Pages, flowables and wrapped lines: from flowables to the bytes of a PDF."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak
from reportlab.platypus.doctemplate import PageTemplate

from xa_report.documents.fonts import FontFace, register_fonts, text_width
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.pdf.styles import (
    BODY_SIZE,
    BOTTOM,
    LANDSCAPE,
    LEFT,
    PORTRAIT,
    SheetSize,
    inner_height,
    inner_width,
)

NUMBER_DROP = 13 * mm
"""From the upper edge of the sheet down to the page number's baseline."""


class TypedFlowable(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A flowable with a typed canvas; `width` and `height` are set when it is wrapped."""

    canv: Canvas
    width: float
    height: float


def render_pdf(story: Iterable[Flowable], pages: Sequence[PageTemplate]) -> tuple[bytes, int]:
    """Draw a story on page templates, the first one first; return the PDF and its page count.

    Raise reportlab's LayoutError when a part is taller than a page.
    """
    register_fonts()
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=pages[0].pagesize, pageTemplates=list(pages))
    document.build(list(story), canvasmaker=_make_canvas)
    return out.getvalue(), document.page


def _make_canvas(target: BytesIO, **options: object) -> Canvas:
    # invariant: no time stamp and no random id. The font: reportlab's own default is not embedded.
    fixed = {"invariant": 1, "initialFontName": FontFace.REGULAR.value, "lang": "vi-VN"}
    return Canvas(target, **(options | fixed))


class PartPageTemplate(PageTemplate):  # type: ignore[misc]  # reportlab ships no types
    """The pages of one part; the first of them shows no number."""

    def __init__(self, name: str, sheet: SheetSize, check_code: PageCheckCode | None) -> None:
        frame = Frame(
            # Without paddings the frame is exactly what lies between the margins.
            LEFT,
            BOTTOM,
            inner_width(sheet),
            inner_height(sheet),
            0,
            0,
            0,
            0,
            id=f"{name}-frame",
        )
        super().__init__(name, [frame], pagesize=sheet)
        self.sheet = sheet
        self.check_code = check_code
        self.pages_drawn = 0

    def beforeDrawPage(self, canvas: Canvas, _document: BaseDocTemplate) -> None:  # noqa: N802
        """Write the page number in the top margin and the check code in the bottom one."""
        self.pages_drawn += 1
        middle = LEFT + inner_width(self.sheet) / 2
        # Decree 30/2020: no number on the first page; annexes are numbered on their own.
        if self.pages_drawn > 1:
            canvas.setFont(FontFace.REGULAR.value, BODY_SIZE)
            canvas.drawCentredString(middle, self.sheet.height - NUMBER_DROP, str(self.pages_drawn))
        if self.check_code:
            self.check_code.draw(canvas, LEFT + inner_width(self.sheet))


class OutlineBookmark(TypedFlowable):
    """An entry of the outline that readers show beside the pages."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key = key
        self.title = title

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Return no size: the bookmark takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place and add its entry to the outline."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, 0)


def page_templates(
    annexes: Sequence[str], check_code: PageCheckCode | None
) -> list[PartPageTemplate]:
    """Return one template for the body and one for each annex."""
    body = PartPageTemplate("body", PORTRAIT, check_code)
    return [body, *(PartPageTemplate(name, LANDSCAPE, check_code) for name in annexes)]


def next_part(name: str) -> list[Flowable]:
    """Return the flowables that continue with the next part on a new page."""
    return [NextPageTemplate(name), PageBreak()]


def wrap_lines(text: str, face: FontFace, size: float, room: float) -> tuple[str, ...]:
    """Break a printable text into lines that fit into `room` points; at least one line."""
    lines = [line for part in text.split("\n") for line in _wrap_line(part, face, size, room)]
    # Empty lines at the end only make a cell taller.
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _wrap_line(text: str, face: FontFace, size: float, room: float) -> Iterator[str]:
    space = text_width(" ", face, size)
    line: list[str] = []
    used = 0.0
    for word in _fitting_words(text, face, size, room):
        needed = text_width(word, face, size)
        if line and used + space + needed > room:
            yield " ".join(line)
            line, used = [], 0.0
        used += needed + (space if line else 0)
        line.append(word)
    yield " ".join(line)


def _fitting_words(text: str, face: FontFace, size: float, room: float) -> Iterator[str]:
    for word in text.split(" "):
        if not word:
            continue
        if text_width(word, face, size) <= room:
            yield word
        else:
            yield from _split_word(word, face, size, room)


def _split_word(word: str, face: FontFace, size: float, room: float) -> Iterator[str]:
    """Cut a word that is wider than the room, letter by letter."""
    part, used = "", 0.0
    for letter in word:
        needed = text_width(letter, face, size)
        if part and used + needed > room:
            yield part
            part, used = "", 0.0
        part += letter
        used += needed
    yield part
