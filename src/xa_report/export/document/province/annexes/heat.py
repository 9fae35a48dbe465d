"""Annex II: communes × areas, each cell in the colour of its percentage."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from xa_report.domain.numbers import round_half_up, show_number, show_percent_beside
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.paper import TABLE
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.fonts import Face
from xa_report.export.roll import area_mean, mean

STEPS = (
    (90, HexColor(0x9FD3A8)), (80, HexColor(0xD3EBC8)), (65, HexColor(0xFFF3C4)),
    (50, HexColor(0xFBD3A6)), (0, HexColor(0xF2A79B)),
)  # fmt: skip
"""From which percentage on; black figures stand on each with a contrast above 9:1."""
BOX, STEP_ROOM = 10.0, 140.0
"""Points: of a box of the legend, and from one box to the next."""
NAME, RANK, WHOLE, WIDE = 47.0, 13.0, 18.0, 249.0


def colour(percent: Fraction | None) -> Color | None:
    """The ground of a cell; none where there is no percentage."""
    if percent is None:
        return None
    return next((fill for start, fill in STEPS if percent >= start), STEPS[-1][1])


def figure(percent: Fraction) -> str:
    """One decimal, or as many as keep the figure on its own side of a step."""
    steps = (Fraction(start) for start, _ in STEPS)
    near = min(steps, key=lambda step: abs(step - percent))
    shown = Fraction(round_half_up(percent, 1))
    if (shown < near) == (percent < near):
        return show_number(percent, 1)
    return show_percent_beside(percent, near).removesuffix(" %")


def heat(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """The legend, then the map by rank, means first."""
    return [
        note("Tỷ lệ điểm thẩm định trên điểm tối đa áp dụng của từng lĩnh vực (%).", place),
        _legend(),
        grid(columns(source, "Chung"), [_means(source), *_rows(source)], place),
    ]


def columns(source: ProvinceSource, last: str) -> list[Column]:
    """Rank, name, one column an area, and a last one."""
    areas = source.all_of.form.areas
    each = (WIDE - NAME - RANK - WHOLE) / max(len(areas), 1)
    return [
        Column("Hạng", RANK, Align.CENTRE),
        Column("Đơn vị", NAME),
        *(Column(f"{area.code}. {area.title}", each, Align.CENTRE) for area in areas),
        Column(last, WHOLE, Align.CENTRE),
    ]


def _legend() -> Drawing:
    """A box of each colour with the percentages that it stands for."""
    drawing = Drawing(WIDE * mm, BOX * 2, initialFontName=Face.REGULAR.value)
    top = 100
    for at, (start, fill) in enumerate(STEPS):
        words = f"từ {start} đến dưới {top} %" if start and at else f"dưới {top} %"
        words = f"từ {start} %" if not at else words
        x, top = at * STEP_ROOM, start
        drawing.add(Rect(x, BOX / 2, BOX * 2, BOX, fillColor=fill, strokeColor=None))
        label = String(x + BOX * 2.5, BOX / 2 + 2, words)
        label.fontName, label.fontSize = Face.REGULAR.value, TABLE
        drawing.add(label)
    return drawing


def _means(source: ProvinceSource) -> Row:
    values = [area_mean(source.roll, area.code) for area in source.all_of.form.areas]
    values.append(mean(one.percent for one in source.roll))
    return _row("", "Bình quân", values, Face.BOLD)


def _rows(source: ProvinceSource) -> list[Row]:
    areas = source.all_of.form.areas
    return [
        _row(
            str(one.rank or "–"),
            one.unit.name,
            [*(one.area_percent(area.code) for area in areas), one.percent],
        )
        for one in source.roll
    ]


def _row(rank: str, name: str, values: list[Fraction | None], face: Face = Face.REGULAR) -> Row:
    cells = ("–" if value is None else figure(value) for value in values)
    return Row((rank, name, *cells), face, fills=(None, None, *map(colour, values)))
