"""The charts of the province's report: areas against the period before, and the ratings."""

from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from xa_report.domain.numbers import show_percent
from xa_report.export.chart import Bar, draw_bars
from xa_report.export.document.paper import PORTRAIT, inner_width
from xa_report.export.document.province.safe import shown
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.fonts import one_line
from xa_report.export.roll import area_mean, area_mean_before, ratings

PLACE = "Biểu đồ"


def area_chart(source: ProvinceSource) -> Drawing:
    """The mean of every area, the period before as a thin bar below."""
    bars = tuple(
        Bar(
            one_line(shown(f"{area.code}. {area.title}"), PLACE),
            area_mean(source.roll, area.code),
            "Không áp dụng",
            before=area_mean_before(source.roll, area.code),
        )
        for area in source.all_of.form.areas
    )
    return draw_bars(bars, inner_width(PORTRAIT))


def rating_chart(source: ProvinceSource) -> Drawing:
    """How many communes have each rating."""
    whole = max(len(source.roll), 1)
    bars = []
    for name, count in ratings(source.all_of, source.roll).items():
        percent = Fraction(100 * count, whole)
        words = f"{count} ({show_percent(percent, 1)})"
        bars.append(Bar(one_line(shown(name), PLACE), percent, words=words))
    return draw_bars(tuple(bars), inner_width(PORTRAIT))
