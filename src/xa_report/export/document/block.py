"""The root of everything that is drawn by hand on a page."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable


class Block(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A flowable with a typed canvas; `width` and `height` are set when it is wrapped."""

    canv: Canvas
    width: float
    height: float
