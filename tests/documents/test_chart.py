"""One bar an area, as long as its percentage, or words where there is none.

Each bar bears its label and value, and long labels stay inside.
"""

from fractions import Fraction
from typing import Any

import pytest
from reportlab.graphics.shapes import Drawing, Group, Rect, String

from tests.factories import reports
from xa_report.documents.chart import FILL, ChartBar, area_bars, draw_bars
from xa_report.documents.fonts import FontFace, text_width
from xa_report.domain.numbers import show_percent


def shapes(drawing: Drawing, kind: type) -> list[Any]:
    groups = [group for group in drawing.contents if isinstance(group, Group)]
    return [shape for group in groups for shape in group.contents if isinstance(shape, kind)]


def filled(drawing: Drawing) -> list[float]:
    return [rect.width for rect in shapes(drawing, Rect) if rect.fillColor == FILL]


def test_bars_are_as_long_as_their_percentages():
    bars = tuple(ChartBar(str(percent), Fraction(percent)) for percent in (25, 50, 100))
    quarter, half, whole = filled(draw_bars(bars, 600))
    assert quarter * 4 == pytest.approx(half * 2) == pytest.approx(whole)


@pytest.mark.parametrize(("percent", "bars"), [(0, 0), (-5, 0), (130, 1)])
def test_a_bar_keeps_within_the_scale(percent, bars):
    whole = filled(draw_bars((ChartBar("a", Fraction(100)),), 600))[0]
    lengths = filled(draw_bars((ChartBar("a", Fraction(percent)),), 600))
    assert len(lengths) == bars
    assert all(length <= whole for length in lengths)


def test_words_stand_where_there_is_no_percentage():
    drawing = draw_bars((ChartBar("8", None, "Tỉnh chấm"),), 600)
    assert filled(drawing) == []
    assert "Tỉnh chấm" in [string.text for string in shapes(drawing, String)]


def test_an_area_of_the_province_has_no_length():
    bars = area_bars(reports.report_content(reports.empty_report()).assessment)
    assert [bar.replacement_text for bar in bars if bar.percent is None] == ["Tỉnh chấm"]


def test_bars_bear_the_labels_and_percentages_of_the_areas():
    bars = area_bars(reports.report_content(reports.typical_report()).assessment)
    texts = [string.text for string in shapes(draw_bars(bars, 720), String)]
    for bar in bars:
        assert bar.percent is not None
        assert bar.label in texts
        assert show_percent(bar.percent) in texts


def test_a_long_label_is_cut_with_three_dots():
    drawing = draw_bars((ChartBar("lĩnh vực " * 60, Fraction(50)),), 600)
    label = next(s for s in shapes(drawing, String) if s.text.endswith("…"))
    assert label.x - text_width(label.text, FontFace.REGULAR, label.fontSize) >= 0
