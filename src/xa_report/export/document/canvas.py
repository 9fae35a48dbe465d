"""From a story to pages: no clock of reportlab's own, no fonts that are not embedded."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable
from reportlab.platypus.doctemplate import PageTemplate

from xa_report.export.fonts import Face, register


def drawn(story: Iterable[Flowable], pages: Sequence[PageTemplate]) -> tuple[bytes, int]:
    """Draw a story on page templates, the first one first; return the PDF and its page count.

    Raise reportlab's LayoutError when a part is taller than a page.
    """
    register()
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=pages[0].pagesize, pageTemplates=list(pages))
    document.build(list(story), canvasmaker=_canvas)
    return out.getvalue(), document.page


def _canvas(target: BytesIO, **options: object) -> Canvas:
    fixed = {"invariant": 1, "initialFontName": Face.REGULAR.value, "lang": "vi-VN"}
    return Canvas(target, **(options | fixed))
