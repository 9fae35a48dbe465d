"""The charts of the province's report: means of areas, and communes by rating."""

from fractions import Fraction

from reportlab.graphics.shapes import Drawing

from xa_report.documents.chart import ChartBar, draw_bars
from xa_report.documents.fonts import single_line_text
from xa_report.documents.pdf.province.content import ProvinceReportContent
from xa_report.documents.pdf.province.untrusted_text import printable_excerpt
from xa_report.documents.pdf.styles import PORTRAIT, inner_width
from xa_report.documents.ranked_communes import area_mean, communes_per_rating, previous_area_mean
from xa_report.domain.numbers import show_percent

LOCATION = "Biểu đồ"


def province_area_chart(content: ProvinceReportContent) -> Drawing:
    """Draw the mean of every area, the period before as a thin bar below."""
    bars = tuple(
        ChartBar(
            single_line_text(printable_excerpt(f"{area.code}. {area.title}"), LOCATION),
            area_mean(content.communes, area.code),
            "Không áp dụng",
            before=previous_area_mean(content.communes, area.code),
        )
        for area in content.consolidation.form.areas
    )
    return draw_bars(bars, inner_width(PORTRAIT))


def rating_chart(content: ProvinceReportContent) -> Drawing:
    """Draw the number of communes with each rating, bars by their share."""
    # Without communes: empty bars, no division by zero.
    whole = max(len(content.communes), 1)
    bars = []
    for name, count in communes_per_rating(content.consolidation, content.communes).items():
        percent = Fraction(100 * count, whole)
        words = f"{count} ({show_percent(percent, 1)})"
        bars.append(
            ChartBar(single_line_text(printable_excerpt(name), LOCATION), percent, words=words)
        )
    return draw_bars(tuple(bars), inner_width(PORTRAIT))
