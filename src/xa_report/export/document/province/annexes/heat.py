"""Annex II: communes × areas, each cell in the colour of its percentage."""

from collections.abc import Sequence
from fractions import Fraction

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from xa_report.domain.numbers import show_number
from xa_report.export.document.grid import Align, Column, Row
from xa_report.export.document.province.safe import grid, note
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.fonts import Face
from xa_report.export.roll import area_mean, mean

STEPS = (
    (90, HexColor(0x9FD3A8)), (80, HexColor(0xD3EBC8)), (65, HexColor(0xFFF3C4)),
    (50, HexColor(0xFBD3A6)), (0, HexColor(0xF2A79B)),
)  # fmt: skip
"""From which percentage on; black figures stand on each with a contrast above 9:1."""
NAME, RANK, WHOLE, WIDE = 47.0, 13.0, 18.0, 249.0


def colour(percent: Fraction | None) -> Color | None:
    """The ground of a cell; none where there is no percentage."""
    if percent is None:
        return None
    return next((fill for start, fill in STEPS if percent >= start), STEPS[-1][1])


def heat(source: ProvinceSource, place: str) -> Sequence[Flowable]:
    """The legend, then the map by rank, means first."""
    return [
        note("Tỷ lệ điểm thẩm định trên điểm tối đa áp dụng của từng lĩnh vực (%).", place),
        _legend(place),
        note("", place),
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


def _legend(place: str) -> Flowable:
    ends = ["100", *(str(start) for start, _ in STEPS)]
    words = [
        f"từ {start} %" if at == 0 else f"dưới {ends[at]} %" if not start else
        f"từ {start} đến dưới {ends[at]} %"
        for at, (start, _) in enumerate(STEPS)
    ]  # fmt: skip
    widths = [Column("Chú giải" if not at else "", 38, Align.CENTRE) for at in range(len(STEPS))]
    row = Row(tuple(words), fills=tuple(fill for _, fill in STEPS))
    return grid(widths, [row], place)


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
    cells = ("–" if value is None else show_number(value, 1) for value in values)
    return Row((rank, name, *cells), face, fills=(None, None, *map(colour, values)))
