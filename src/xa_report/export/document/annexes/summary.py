"""Annex I: points of each area, the total, and the chart."""

from collections.abc import Iterator, Sequence

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable, KeepTogether

from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.numbers import show_number
from xa_report.export.chart import area_bars, draw_bars
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.paper import LANDSCAPE, inner_width, paragraph
from xa_report.export.document.source import Source
from xa_report.export.document.tally import Tally, area_items, tally
from xa_report.export.document.words import STATE_WORDS
from xa_report.export.fonts import Face

COLUMNS = (
    Column("Mã", 13, Align.CENTRE),
    Column("Lĩnh vực", 104),
    Column("Điểm tối đa", 26, Align.RIGHT),
    Column("Điểm tối đa áp dụng", 28, Align.RIGHT),
    Column("Điểm tự chấm", 26, Align.RIGHT),
    Column("Tỷ lệ (%)", 22, Align.RIGHT),
    Column("Tình trạng, xếp loại", 30),
)
COUNTS = (
    Column("Mã", 13, Align.CENTRE),
    Column("Lĩnh vực", 126),
    Column("Số liệu phải báo cáo", 30, Align.RIGHT),
    Column("Đã nhập", 26, Align.RIGHT),
    Column("Không phát sinh", 26, Align.RIGHT),
    Column("Bắt buộc, còn thiếu", 28, Align.RIGHT),
)


def summary(source: Source, place: str) -> Sequence[Flowable]:
    """The table of areas and the chart below it."""
    if not source.scored:
        return [table(COUNTS, _counts(source), place)]
    grid = table(COLUMNS, [*_areas(source), *_totals(source)], place)
    chart = chart_of(source, place)
    caption = "Tỷ lệ điểm tự chấm so với điểm tối đa áp dụng, theo lĩnh vực (%)"
    return [grid, KeepTogether([paragraph(caption, "caption", place), chart])]


def _counts(source: Source) -> Iterator[Row]:
    for area in source.form.areas:
        yield _count_row(area.code, area.title, tally(source, area_items(source, area)))
    yield _count_row("", "Toàn bộ biểu mẫu", tally(source), Face.BOLD)


def _count_row(code: str, title: str, count: Tally, face: Face = Face.REGULAR) -> Row:
    numbers = (count.asked, count.given, count.not_arisen, len(count.missing))
    return Row((code, title, *map(str, numbers)), face)


def chart_of(source: Source, place: str) -> Drawing:
    """The chart as wide as the sheet."""
    return draw_bars(area_bars(source.assessment, place), inner_width(LANDSCAPE))


def _areas(source: Source) -> Iterator[Row]:
    for area in source.assessment.areas:
        yield Row(
            (
                area.code,
                area.title,
                source.points(area.max),
                source.points(area.applicable),
                "" if area.state is ScoreState.PROVINCE else source.points(area.points),
                _percent(area, source.form.decimals),
                STATE_WORDS[area.state],
            )
        )


def _percent(area: CriterionResult, places: int) -> str:
    if area.percent is None or area.state is ScoreState.PROVINCE:
        return ""
    return show_number(area.percent, places)


def _totals(source: Source) -> Iterator[Row]:
    done = source.assessment
    most, applicable = source.points(source.form.total), source.points(done.applicable)
    total = source.points(done.total)
    yield Row(("", "Cộng các lĩnh vực", most, applicable, total, "", ""), Face.BOLD)
    if source.form.bonuses:
        yield Row(("", "Điểm thưởng", "", "", source.points(done.bonus), "", ""))
    if source.form.penalties:
        yield Row(("", "Điểm trừ", "", "", source.points(done.penalty), "", ""))
    shown = "" if done.percent_shown is None else source.points(done.percent_shown)
    result = source.points(done.result)
    rated = "Không xếp loại" if done.rating.void else done.rating.name
    yield Row(("", "Kết quả tự đánh giá", most, applicable, result, shown, rated), Face.BOLD)
