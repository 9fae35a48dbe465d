"""The chart of areas: percent of the applicable maximum, one bar each."""

from dataclasses import dataclass
from fractions import Fraction

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor

from xa_report.documents.fonts import FontFace, single_line_text, text_width
from xa_report.domain.assessment import Assessment, ScoreState
from xa_report.domain.numbers import show_percent

SIZE = 9.5
STEP = 15.5
BAR = 9.5
THIN = 3.0
"""Height of the bar of the period before."""
FOOT = 14.0
LABEL_SHARE = 0.55
"""Largest share of the width that labels may take."""
VALUE_ROOM = 62.0
GROUND, FILL, LINE = HexColor(0xEDEFF2), HexColor(0x0B5CAD), HexColor(0xC5CCD4)
PAST = HexColor(0xD9822B)
INK, QUIET = HexColor(0x1B2430), HexColor(0x5F6B7A)


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: its label, its length in percent, and the words that stand for a length."""

    label: str
    percent: Fraction | None
    replacement_text: str = ""
    words: str = ""
    """Text at the end of the bar; the percentage when empty."""
    before: Fraction | None = None
    """The length of the thin bar below it, of the period before."""


def area_bars(assessment: Assessment, location: str = "Biểu đồ") -> tuple[ChartBar, ...]:
    """Return a bar for each area; areas that the province scores have words instead of a length."""
    return tuple(
        ChartBar(
            single_line_text(f"{area.code}. {area.title}", location),
            None if area.state is ScoreState.PROVINCE else area.percent,
            "Tỉnh chấm" if area.state is ScoreState.PROVINCE else "Không áp dụng",
        )
        for area in assessment.areas
    )


def draw_bars(bars: tuple[ChartBar, ...], total_width: float) -> Drawing:
    """Draw the bars, `total_width` points wide, on a scale from 0 to 100 %."""
    beside = any(bar.before is not None for bar in bars)
    step = STEP + (THIN + 3 if beside else 0)
    high = len(bars) * step + FOOT
    labels = max((text_width(bar.label, FontFace.REGULAR, SIZE) for bar in bars), default=0.0)
    left, right = min(labels + 12, total_width * LABEL_SHARE), total_width - VALUE_ROOM
    # Else reportlab selects its default font, which is not embedded as PDF/A requires.
    drawing = Drawing(total_width, high, initialFontName=FontFace.REGULAR.value)
    drawing.add(_scale(left, right, high))
    for index, bar in enumerate(bars):
        drawing.add(_bar(bar, left=left, right=right, y=high - (index + 1) * step + step - STEP))
    return drawing


def _scale(left: float, right: float, high: float) -> Group:
    """Draw vertical lines at every 20 %, with their numbers below."""
    group = Group()
    for percent in range(0, 101, 20):
        x = left + (right - left) * percent / 100
        group.add(Line(x, FOOT - 3, x, high, strokeColor=LINE, strokeWidth=0.5))
        group.add(_text(x, 2, str(percent), QUIET, "middle"))
    return group


def _bar(bar: ChartBar, *, left: float, right: float, y: float) -> Group:
    middle = y + (STEP - BAR) / 2
    # Figures are 0.68 of the size high: their middle goes on that of the bar.
    base = middle + BAR / 2 - SIZE * 0.34
    group = Group()
    group.add(_text(left - 6, base, _short(bar.label, left - 12), INK, "end"))
    group.add(_box(left, middle, right - left, GROUND))
    if bar.before is not None:
        past = max(Fraction(0), min(bar.before, Fraction(100)))
        group.add(_box(left, middle - THIN, (right - left) * float(past) / 100, PAST, THIN))
    if bar.percent is None:
        group.add(_text(right + 5, base, bar.replacement_text, QUIET))
        return group
    # Beyond the scale the bar ends; the figure beside it stays exact.
    full = max(Fraction(0), min(bar.percent, Fraction(100)))
    if full:
        group.add(_box(left, middle, (right - left) * float(full) / 100, FILL))
    group.add(_text(right + 5, base, bar.words or show_percent(bar.percent), INK))
    return group


def _box(x: float, y: float, box_width: float, fill: Color, high: float = BAR) -> Rect:
    return Rect(x, y, box_width, high, fillColor=fill, strokeColor=None, strokeWidth=0)


def _text(x: float, y: float, text: str, colour: Color, anchor: str = "start") -> String:
    return String(
        x,
        y,
        text,
        fontName=FontFace.REGULAR.value,
        fontSize=SIZE,
        fillColor=colour,
        textAnchor=anchor,
    )


def _short(text: str, room: float) -> str:
    """Return the text, or its beginning and `…` when it is wider than `room` points."""
    if text_width(text, FontFace.REGULAR, SIZE) <= room:
        return text
    while text and text_width(f"{text}…", FontFace.REGULAR, SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
