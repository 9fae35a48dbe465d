"""The calm look of all workbooks: a few named styles, number and date formats."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

INK, MUTED, LINE = "FF1B2430", "FF5F6B7A", "FFC9D0D8"
HEAD_FILL, AREA_FILL, INPUT_FILL = "FFE9EDF2", "FFF4F6F8", "FFFFFBEA"
FACE = "Times New Roman"

WHOLE = "#,##0"
DATE = "dd/mm/yyyy"
TEXT = "@"

TITLE, SUBTITLE, HEAD, AREA, PLAIN, QUIET, CENTRE, FIGURE, STRONG, INPUT = (
    "xa_title", "xa_subtitle", "xa_head", "xa_area", "xa_text",
    "xa_quiet", "xa_centre", "xa_figure", "xa_strong", "xa_input",
)  # fmt: skip
AREA_FIGURE = "xa_area_figure"


def decimals(places: int) -> str:
    """A number format; the office suite shows its own separators, in Vietnam `1.234,50`."""
    return WHOLE if places <= 0 else f"{WHOLE}.{'0' * places}"


def _style(name: str, font: Font, align: Alignment, **more: object) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=align)
    for key, value in more.items():
        setattr(style, key, value)
    return style


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def add_styles(book: Workbook) -> None:
    """Register every named style in a new workbook."""
    ink, bold = Font(FACE, 11, color=INK), Font(FACE, 11, bold=True, color=INK)
    side = Side("thin", color=LINE)
    box = Border(side, side, side, side)
    left = Alignment("left", "top", wrap_text=True)
    right = Alignment("right", "top", indent=1)
    middle = Alignment("center", "top", wrap_text=True)
    unlocked = Protection(locked=False)
    head = Alignment("center", "center", wrap_text=True)
    for style in (
        _style(TITLE, Font(FACE, 14, bold=True, color=INK), Alignment("left", "center")),
        _style(SUBTITLE, Font(FACE, 11, italic=True, color=MUTED), Alignment("left", "center")),
        _style(HEAD, bold, head, border=box, fill=_fill(HEAD_FILL)),
        _style(AREA, bold, left, border=box, fill=_fill(AREA_FILL)),
        _style(AREA_FIGURE, bold, right, border=box, fill=_fill(AREA_FILL)),
        _style(PLAIN, ink, left, border=box),
        _style(QUIET, Font(FACE, 11, color=MUTED), left, border=box),
        _style(CENTRE, ink, middle, border=box),
        _style(FIGURE, ink, right, border=box),
        _style(STRONG, bold, right, border=box),
        _style(INPUT, ink, left, border=box, fill=_fill(INPUT_FILL), protection=unlocked),
    ):
        book.add_named_style(style)
