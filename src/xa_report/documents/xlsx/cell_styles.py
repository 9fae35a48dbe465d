"""Named styles, number and date formats of all workbooks."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

INK, MUTED, LINE = "FF1B2430", "FF5F6B7A", "FFC9D0D8"
HEAD_FILL, AREA_FILL, INPUT_FILL = "FFE9EDF2", "FFF4F6F8", "FFFFFBEA"
FACE = "Times New Roman"

WHOLE_FORMAT = "#,##0"
SIGNED_FORMAT = "+#,##0;-#,##0;0"
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"

TITLE, SUBTITLE, HEAD, AREA, PLAIN, QUIET, CENTRE, FIGURE, STRONG, INPUT = (
    "xa_title", "xa_subtitle", "xa_head", "xa_area", "xa_text",
    "xa_quiet", "xa_centre", "xa_figure", "xa_strong", "xa_input",
)  # fmt: skip
AREA_FIGURE = "xa_area_figure"


def decimal_format(places: int) -> str:
    """Return a number format; an office suite shows its own separators, `1.234,50` here."""
    return WHOLE_FORMAT if places <= 0 else f"{WHOLE_FORMAT}.{'0' * places}"


def _named_style(name: str, font: Font, align: Alignment, **more: object) -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=align)
    for key, value in more.items():
        setattr(style, key, value)
    return style


def _solid_fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def add_named_styles(workbook: Workbook) -> None:
    """Register every named style in a new workbook."""
    ink, bold = Font(FACE, 11, color=INK), Font(FACE, 11, bold=True, color=INK)
    side = Side("thin", color=LINE)
    box = Border(side, side, side, side)
    left = Alignment("left", "top", wrap_text=True)
    right = Alignment("right", "top", indent=1)
    middle = Alignment("center", "top", wrap_text=True)
    # Once a sheet is protected, only cells of this style can be edited.
    unlocked = Protection(locked=False)
    head = Alignment("center", "center", wrap_text=True)
    for style in (
        _named_style(TITLE, Font(FACE, 14, bold=True, color=INK), Alignment("left", "center")),
        _named_style(
            SUBTITLE, Font(FACE, 11, italic=True, color=MUTED), Alignment("left", "center")
        ),
        _named_style(HEAD, bold, head, border=box, fill=_solid_fill(HEAD_FILL)),
        _named_style(AREA, bold, left, border=box, fill=_solid_fill(AREA_FILL)),
        _named_style(AREA_FIGURE, bold, right, border=box, fill=_solid_fill(AREA_FILL)),
        _named_style(PLAIN, ink, left, border=box),
        _named_style(QUIET, Font(FACE, 11, color=MUTED), left, border=box),
        _named_style(CENTRE, ink, middle, border=box),
        _named_style(FIGURE, ink, right, border=box),
        _named_style(STRONG, bold, right, border=box),
        _named_style(
            INPUT, ink, left, border=box, fill=_solid_fill(INPUT_FILL), protection=unlocked
        ),
    ):
        workbook.add_named_style(style)
