"""The annexes of points: areas, criteria, explanations, bonus and penalty."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.graphics.shapes import Drawing
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from xa_report.documents.chart import area_bars, draw_bars
from xa_report.documents.fonts import FontFace
from xa_report.documents.pdf.commune.content import (
    AnswerCounts,
    ReportContent,
    area_item_ids,
    count_answers,
    warnings_with_reason,
)
from xa_report.documents.pdf.phrases import SCORE_STATE_TEXTS
from xa_report.documents.pdf.styles import LANDSCAPE, inner_width, make_paragraph
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TextAlign, build_table
from xa_report.domain.assessment import CriterionResult, ScoreState
from xa_report.domain.numbers import show_number

AREA_COLUMNS = (
    TableColumn("Mã", 13, TextAlign.CENTRE),
    TableColumn("Lĩnh vực", 104),
    TableColumn("Điểm tối đa", 26, TextAlign.RIGHT),
    TableColumn("Điểm tối đa áp dụng", 28, TextAlign.RIGHT),
    TableColumn("Điểm tự chấm", 26, TextAlign.RIGHT),
    TableColumn("Tỷ lệ (%)", 22, TextAlign.RIGHT),
    TableColumn("Tình trạng, xếp loại", 30),
)
COUNT_COLUMNS = (
    TableColumn("Mã", 13, TextAlign.CENTRE),
    TableColumn("Lĩnh vực", 126),
    TableColumn("Số liệu phải báo cáo", 30, TextAlign.RIGHT),
    TableColumn("Đã nhập", 26, TextAlign.RIGHT),
    TableColumn("Không phát sinh", 26, TextAlign.RIGHT),
    TableColumn("Bắt buộc, còn thiếu", 28, TextAlign.RIGHT),
)


def summary_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of areas and the chart below it; without scoring, counts of answers."""
    if not content.is_scored:
        return [build_table(COUNT_COLUMNS, _count_rows(content), location)]
    grid = build_table(AREA_COLUMNS, [*_area_rows(content), *_total_rows(content)], location)
    chart = area_bar_chart(content, location)
    caption = "Tỷ lệ điểm tự chấm so với điểm tối đa áp dụng, theo lĩnh vực (%)"
    return [grid, KeepTogether([make_paragraph(caption, "caption", location), chart])]


def _count_rows(content: ReportContent) -> Iterator[PrintedRow]:
    for area in content.form.areas:
        yield _count_row(
            area.code, area.title, count_answers(content, area_item_ids(content, area))
        )
    yield _count_row("", "Toàn bộ biểu mẫu", count_answers(content), FontFace.BOLD)


def _count_row(
    code: str, title: str, count: AnswerCounts, face: FontFace = FontFace.REGULAR
) -> PrintedRow:
    numbers = (count.expected, count.answered, count.not_arisen, len(count.missing))
    return PrintedRow((code, title, *map(str, numbers)), face)


def area_bar_chart(content: ReportContent, location: str) -> Drawing:
    """Draw the chart of areas as wide as the landscape page between its margins."""
    return draw_bars(area_bars(content.assessment, location), inner_width(LANDSCAPE))


def _area_rows(content: ReportContent) -> Iterator[PrintedRow]:
    for area in content.assessment.areas:
        yield PrintedRow(
            (
                area.code,
                area.title,
                content.points(area.max),
                content.points(area.applicable),
                "" if area.state is ScoreState.PROVINCE else content.points(area.points),
                _area_percent_text(area, content.form.decimals),
                SCORE_STATE_TEXTS[area.state],
            )
        )


def _area_percent_text(area: CriterionResult, places: int) -> str:
    if area.percent is None or area.state is ScoreState.PROVINCE:
        return ""
    return show_number(area.percent, places)


def _total_rows(content: ReportContent) -> Iterator[PrintedRow]:
    done = content.assessment
    most, applicable = content.points(content.form.total), content.points(done.applicable)
    total = content.points(done.total)
    yield PrintedRow(("", "Cộng các lĩnh vực", most, applicable, total, "", ""), FontFace.BOLD)
    if content.form.bonuses:
        yield PrintedRow(("", "Điểm thưởng", "", "", content.points(done.bonus), "", ""))
    if content.form.penalties:
        yield PrintedRow(("", "Điểm trừ", "", "", content.points(done.penalty), "", ""))
    shown = "" if done.percent_shown is None else content.points(done.percent_shown)
    result = content.points(done.result)
    rated = "Không xếp loại" if done.rating.void else done.rating.name
    yield PrintedRow(
        ("", "Kết quả tự đánh giá", most, applicable, result, shown, rated), FontFace.BOLD
    )


CRITERIA_COLUMNS = (
    TableColumn("Mã", 14),
    TableColumn("Lĩnh vực, tiêu chí", 69),
    TableColumn("Điểm tối đa", 17, TextAlign.RIGHT),
    TableColumn("Điểm tự chấm", 18, TextAlign.RIGHT),
    TableColumn("Tình trạng", 27),
    TableColumn("Căn cứ chấm điểm", 86),
    TableColumn("Số tài liệu", 18, TextAlign.CENTRE),
)
NO_SCORING = "Biểu mẫu không chấm điểm."


def criteria_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of criteria: areas in bold, each followed by its criteria."""
    if not content.is_scored:
        return [make_paragraph(NO_SCORING, "note", location)]
    return [build_table(CRITERIA_COLUMNS, _criteria_rows(content), location)]


def _criteria_rows(content: ReportContent) -> Iterator[PrintedRow]:
    done = content.assessment
    for area in done.areas:
        yield _criterion_row(content, area)
        # With the dot: area 1 must not take the criteria of area 10.
        head = f"{area.code}."
        yield from (_criterion_row(content, c) for c in done.criteria if c.code.startswith(head))


def _criterion_row(content: ReportContent, result: CriterionResult) -> PrintedRow:
    documents = len(content.report.evidence_of(result.code))
    unknown = result.state in (ScoreState.PROVINCE, ScoreState.MISSING) and not result.points
    cells = (
        result.code,
        result.title,
        content.points(result.max),
        # An empty cell, not 0: nobody has scored it yet.
        "" if unknown else content.points(result.points),
        SCORE_STATE_TEXTS[result.state] if result.leaf else "",
        result.reason,
        str(documents) if result.leaf and documents else "",
    )
    return PrintedRow(
        cells, FontFace.REGULAR if result.leaf else FontFace.BOLD, keep_with_next=not result.leaf
    )


BONUS_PENALTY_COLUMNS = (
    TableColumn("Mã", 18),
    TableColumn("Nội dung", 94),
    TableColumn("Mức tối đa", 20, TextAlign.RIGHT),
    TableColumn("Điểm", 20, TextAlign.RIGHT),
    TableColumn("Tình trạng", 27),
    TableColumn("Căn cứ", 70),
)
NO_BONUS_PENALTY = "Biểu mẫu không quy định điểm thưởng, điểm trừ."


def bonus_penalty_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of bonuses with their sum, then of penalties with theirs."""
    done, limits = content.assessment, content.form.limits
    rows = [
        *_bonus_penalty_rows(
            content, "Điểm thưởng", done.bonuses, limit=limits.bonus, counted=done.bonus
        ),
        *_bonus_penalty_rows(
            content, "Điểm trừ", done.penalties, limit=limits.penalty, counted=done.penalty
        ),
    ]
    return (
        [build_table(BONUS_PENALTY_COLUMNS, rows, location)]
        if rows
        else [make_paragraph(NO_BONUS_PENALTY, "note", location)]
    )


def _bonus_penalty_rows(
    content: ReportContent,
    name: str,
    results: Sequence[CriterionResult],
    *,
    limit: Decimal | None,
    counted: Decimal,
) -> Iterator[PrintedRow]:
    if not results:
        return
    yield PrintedRow((name,), FontFace.BOLD, keep_with_next=True)
    for result in results:
        most, points = content.points(result.max), content.points(result.points)
        state = SCORE_STATE_TEXTS[result.state]
        yield PrintedRow((result.code, result.title, most, points, state, result.reason))
    most = "" if limit is None else content.points(limit)
    total = f"Cộng {name[:1].lower()}{name[1:]} được tính"
    yield PrintedRow(("", total, most, content.points(counted), "", ""), FontFace.BOLD)


EXPLANATION_COLUMNS = (
    TableColumn("Mã", 15),
    TableColumn("Tiêu chí", 72),
    TableColumn("Điểm tối đa", 17, TextAlign.RIGHT),
    TableColumn("Điểm tự chấm", 19, TextAlign.RIGHT),
    TableColumn("Giải trình của xã", 126),
)
REASON_COLUMNS = (
    TableColumn("Mã", 15),
    TableColumn("Nội dung cảnh báo", 108),
    TableColumn("Lý do của xã", 126),
)
CAPTION_ROOM = 120.0
"""Points that must be free below a caption, for the beginning of its table."""
NO_EXPLANATIONS = "Không có giải trình và lý do."


def explanations_annex(content: ReportContent, location: str) -> Sequence[Flowable]:
    """Build the tables of explanations and of reasons, each only when it has rows."""
    explained, reasons = list(_explanation_rows(content)), list(_reason_rows(content))
    parts: list[Flowable] = []
    if explained:
        parts += _table_caption("Giải trình theo tiêu chí", location)
        parts.append(build_table(EXPLANATION_COLUMNS, explained, location))
    if reasons:
        parts += _table_caption("Lý do cho các cảnh báo về số liệu", location)
        parts.append(build_table(REASON_COLUMNS, reasons, location))
    return parts or [make_paragraph(NO_EXPLANATIONS, "note", location)]


def _table_caption(text: str, location: str) -> list[Flowable]:
    # Not kept with the table: a table of many pages would move as a whole.
    return [CondPageBreak(CAPTION_ROOM), make_paragraph(text, "caption", location)]


def _explanation_rows(content: ReportContent) -> Iterator[PrintedRow]:
    results = {result.code: result for result in _all_results(content)}
    ordered = [code for code in results if code in content.report.explanations]
    # Explanations of codes that the form does not have come last instead of being lost.
    unknown = [code for code in content.report.explanations if code not in results]
    for code in (*ordered, *unknown):
        text, result = content.report.explanations[code].strip(), results.get(code)
        if text and result:
            most, points = content.points(result.max), content.points(result.points)
            yield PrintedRow((code, result.title, most, points, text))
        elif text:
            yield PrintedRow((code, "", "", "", text))


def _all_results(content: ReportContent) -> Iterator[CriterionResult]:
    done = content.assessment
    for area in done.areas:
        yield area
        yield from (c for c in done.criteria if c.code.startswith(f"{area.code}."))
    yield from (*done.bonuses, *done.penalties)


def _reason_rows(content: ReportContent) -> Iterator[PrintedRow]:
    for finding in warnings_with_reason(content):
        yield PrintedRow((finding.code, finding.message, finding.reason.strip()))
