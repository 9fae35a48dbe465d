"""Pages: a body upright, each annex across, every part numbered from its own first page."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak
from reportlab.platypus.doctemplate import PageTemplate

from xa_report.export.document.block import Block
from xa_report.export.document.mark import PageMark
from xa_report.export.document.paper import (
    BODY,
    BOTTOM,
    LANDSCAPE,
    LEFT,
    PORTRAIT,
    inner_height,
    inner_width,
)
from xa_report.export.fonts import Face

NUMBER_DROP = 13 * mm
"""From the upper edge of the sheet down to the page number's baseline."""


class PartTemplate(PageTemplate):  # type: ignore[misc]  # reportlab ships no types
    """The pages of one part; the first of them shows no number."""

    def __init__(self, name: str, sheet: tuple[float, float], mark: PageMark | None) -> None:
        frame = Frame(
            LEFT, BOTTOM, inner_width(sheet), inner_height(sheet), 0, 0, 0, 0, id=f"{name}-frame"
        )
        super().__init__(name, [frame], pagesize=sheet)
        self.mark = mark
        self.shown = 0

    def beforeDrawPage(self, canvas: Canvas, _document: BaseDocTemplate) -> None:  # noqa: N802
        """Write the page number in the top margin and the check code in the bottom one."""
        self.shown += 1
        middle = LEFT + inner_width(self.pagesize) / 2
        if self.shown > 1:
            canvas.setFont(Face.REGULAR.value, BODY)
            canvas.drawCentredString(middle, self.pagesize[1] - NUMBER_DROP, str(self.shown))
        if self.mark:
            self.mark.draw(canvas, LEFT + inner_width(self.pagesize))


class Bookmark(Block):
    """An entry of the outline that readers show beside the pages."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key = key
        self.title = title

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Mark the place."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, 0)


def templates(annexes: Sequence[str], mark: PageMark | None) -> list[PartTemplate]:
    """One template for the body and one for each annex."""
    body = PartTemplate("body", PORTRAIT, mark)
    return [body, *(PartTemplate(name, LANDSCAPE, mark) for name in annexes)]


def turn_to(name: str) -> list[Flowable]:
    """Go on with the next part on a new page."""
    return [NextPageTemplate(name), PageBreak()]
