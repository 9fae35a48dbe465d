"""The sheet: sizes, margins and paragraph styles that Decree 30 prescribes."""

from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.platypus import Paragraph

from xa_report.export.fonts import Face, joined, printable, register

PORTRAIT = A4
LANDSCAPE = landscape(A4)
TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 18 * mm
BODY = 14.0
"""Size of the body, of page numbers, titles and signatures."""
TABLE = 11.0
"""Size of texts in tables."""


def inner_width(sheet: tuple[float, float]) -> float:
    """The width between the margins in points."""
    return sheet[0] - float(LEFT + RIGHT)


def inner_height(sheet: tuple[float, float]) -> float:
    """The height between the margins in points."""
    return sheet[1] - float(TOP + BOTTOM)


def _style(name: str, face: Face = Face.REGULAR, **changes: object) -> ParagraphStyle:
    register()
    plain: dict[str, object] = {
        "fontName": face.value,
        "bulletFontName": face.value,
        "fontSize": BODY,
        "leading": BODY * 1.25,
        "spaceBefore": 0,
        "spaceAfter": 6,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, **(plain | changes))


@cache
def styles() -> dict[str, ParagraphStyle]:
    """All paragraph styles by name."""
    indented = {"alignment": TA_JUSTIFY, "firstLineIndent": 1.27 * cm}
    return {
        style.name: style
        for style in (
            _style("body", **indented),
            _style("section", Face.BOLD, spaceBefore=6, keepWithNext=1, **indented),
            _style("lead", keepWithNext=1, **indented),
            _style("kind", Face.BOLD, alignment=TA_CENTER, spaceAfter=2, spaceBefore=14),
            _style("title", Face.BOLD, alignment=TA_CENTER, spaceAfter=2),
            _style("attached", Face.ITALIC, alignment=TA_CENTER, spaceAfter=6),
            _style("caption", Face.BOLD, fontSize=12, leading=14, spaceAfter=3, spaceBefore=5),
            _style("note", Face.REGULAR, fontSize=12, leading=15, spaceAfter=4),
        )
    }


def paragraph(text: str, style: str, place: str, lead: str = "") -> Paragraph:
    """A paragraph of plain text, after a bold lead; neither can act as markup."""
    bold = f'<font name="{Face.BOLD.value}">{_plain(lead, place)}</font> ' if lead else ""
    return Paragraph(bold + _plain(text, place), styles()[style])


def _plain(text: str, place: str) -> str:
    return escape(joined(printable(text, place))).replace("\n", "<br/>")
