"""Sheet sizes, margins and paragraph styles that Decree 30 prescribes."""

from functools import cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.platypus import Paragraph

from xa_report.documents.fonts import (
    FontFace,
    printable_text,
    register_fonts,
    with_nonbreaking_spaces,
)


class SheetSize(NamedTuple):
    """The size of a sheet in points; a tuple, as reportlab wants it."""

    width: float
    height: float


PORTRAIT = SheetSize(*A4)
LANDSCAPE = SheetSize(*landscape(A4))
# Decree 30/2020: 20–25 mm above and below, 30–35 mm left, 15–20 mm right.
TOP, BOTTOM, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 18 * mm
BODY_SIZE = 14.0
"""Size of the body, of page numbers, titles and signatures."""
TABLE_SIZE = 11.0
"""Size of texts in tables."""


def inner_width(sheet: SheetSize) -> float:
    """Return the width between the margins in points."""
    return sheet.width - float(LEFT + RIGHT)


def inner_height(sheet: SheetSize) -> float:
    """Return the height between the margins in points."""
    return sheet.height - float(TOP + BOTTOM)


def _paragraph_style(
    name: str, face: FontFace = FontFace.REGULAR, **changes: object
) -> ParagraphStyle:
    register_fonts()
    plain: dict[str, object] = {
        "fontName": face.value,
        "bulletFontName": face.value,
        "fontSize": BODY_SIZE,
        "leading": BODY_SIZE * 1.25,
        "spaceBefore": 0,
        # Decree 30/2020: at least 6 pt between paragraphs.
        "spaceAfter": 6,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, **(plain | changes))


@cache
def paragraph_styles() -> dict[str, ParagraphStyle]:
    """Return all paragraph styles by name."""
    # Decree 30/2020: first lines are indented by 1 or 1.27 cm.
    indented = {"alignment": TA_JUSTIFY, "firstLineIndent": 1.27 * cm}
    return {
        style.name: style
        for style in (
            _paragraph_style("body", **indented),
            _paragraph_style("section", FontFace.BOLD, spaceBefore=6, keepWithNext=1, **indented),
            _paragraph_style("lead", keepWithNext=1, **indented),
            _paragraph_style(
                "kind", FontFace.BOLD, alignment=TA_CENTER, spaceAfter=2, spaceBefore=14
            ),
            _paragraph_style("title", FontFace.BOLD, alignment=TA_CENTER, spaceAfter=2),
            _paragraph_style("attached", FontFace.ITALIC, alignment=TA_CENTER, spaceAfter=6),
            _paragraph_style(
                "caption", FontFace.BOLD, fontSize=12, leading=14, spaceAfter=3, spaceBefore=5
            ),
            _paragraph_style("note", FontFace.REGULAR, fontSize=12, leading=15, spaceAfter=4),
        )
    }


def make_paragraph(text: str, style: str, location: str, lead: str = "") -> Paragraph:
    """Build a paragraph of plain text, after a bold lead; neither can act as markup."""
    bold = (
        f'<font name="{FontFace.BOLD.value}">{_escaped_text(lead, location)}</font> '
        if lead
        else ""
    )
    return Paragraph(bold + _escaped_text(text, location), paragraph_styles()[style])


def _escaped_text(text: str, location: str) -> str:
    return escape(with_nonbreaking_spaces(printable_text(text, location))).replace("\n", "<br/>")
