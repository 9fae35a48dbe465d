"""The annexes of the ranking: ranks, heat map of areas, ranks by area."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from xa_report.documents.fonts import FontFace
from xa_report.documents.pdf.province.content import ProvinceReportContent, unit_list_text
from xa_report.documents.pdf.province.untrusted_text import untrusted_note, untrusted_table
from xa_report.documents.pdf.styles import TABLE_SIZE
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TextAlign
from xa_report.documents.ranked_communes import ComparedCommune, area_mean, mean_of_known
from xa_report.domain.numbers import round_half_up, show_number, show_percent_beside
from xa_report.domain.unit import Unit

MAX_CONDITIONS = 12
"""Limit of notes about conditions that lowered ratings, below the table."""
RIGHT, CENTRE = TextAlign.RIGHT, TextAlign.CENTRE
RANKING_COLUMNS = (
    TableColumn("Hạng", 14, CENTRE), TableColumn("Đơn vị", 56), TableColumn("Mã", 17, CENTRE),
    TableColumn("Tự chấm", 21, RIGHT), TableColumn("Điểm lĩnh vực", 22, RIGHT),
    TableColumn("Điểm thưởng", 19, RIGHT), TableColumn("Điểm trừ", 16, RIGHT),
    TableColumn("Kết quả", 21, RIGHT),
    TableColumn("Tỷ lệ (%)", 19, RIGHT), TableColumn("Xếp loại", 25, CENTRE),
    TableColumn("So hạng kỳ trước", 19, CENTRE),
)  # fmt: skip


def ranking_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the rules in words, the table of ranks and notes about ties and ratings."""
    return [
        untrusted_note(_rules_text(content), location),
        untrusted_table(
            RANKING_COLUMNS, (_ranking_row(content, one) for one in content.communes), location
        ),
        *(
            untrusted_note(text, location)
            for text in (*_tie_notes(content), *_lowered_rating_notes(content))
        ),
    ]


def _rules_text(content: ProvinceReportContent) -> str:
    provisional = " Thứ hạng là tạm tính." if content.consolidation.ranking.is_provisional else ""
    surveyed = sum((c.max for c in content.consolidation.form.leaves() if c.survey), Decimal(0))
    without = (
        f" Điểm tự chấm chưa gồm {content.points(surveyed)} điểm tỉnh chấm qua điều tra xã hội học."
        if surveyed
        else ""
    )
    return (
        f"Xếp theo tỷ lệ kết quả trên điểm tối đa áp dụng, chưa làm tròn; bằng nhau thì xét lần "
        f"lượt các mục do bộ tiêu chí quy định; vẫn bằng nhau thì đồng hạng, đơn vị sau nhận hạng "
        f"kế tiếp (quy tắc {content.consolidation.rules}).{provisional}{without}"
    )


def _ranking_row(content: ProvinceReportContent, commune: ComparedCommune) -> PrintedRow:
    done = commune.result.appraised
    rank = str(commune.rank) if commune.rank else "–"
    tied = "=" if commune.ranked and commune.ranked.tied else ""
    rating = f"{commune.rating}{'*' if done.rating.lowering_reason else ''}"
    points = (commune.result.sent.result, done.total, done.bonus, done.penalty, done.result)
    return PrintedRow(
        (
            f"{rank}{tied}", commune.unit.name, commune.unit.code, *map(content.points, points),
            content.points(commune.percent), rating, rank_change_text(commune),
        ),
        # The first three ranks stand out, ties included.
        FontFace.BOLD if commune.rank is not None and commune.rank <= 3 else FontFace.REGULAR,
    )  # fmt: skip


def _lowered_rating_notes(content: ProvinceReportContent) -> Iterator[str]:
    """Yield a note for each condition that lowered ratings, with its communes."""
    units_by_reason: dict[str, list[Unit]] = {}
    for commune in content.communes:
        reason = commune.result.appraised.rating.lowering_reason
        if reason:
            units_by_reason.setdefault(reason, []).append(commune.unit)
    for reason, units in list(units_by_reason.items())[:MAX_CONDITIONS]:
        yield f"* {reason.rstrip('.')}: {unit_list_text(units)}."
    more = len(units_by_reason) - MAX_CONDITIONS
    if more > 0:
        yield f"* Còn {more} trường hợp khác, xem báo cáo của từng đơn vị."


def rank_change_text(commune: ComparedCommune) -> str:
    """Return the change of rank: `▲ 3`, `▼ 2`, `=`; `mới` without a rank before."""
    if commune.rank is None:
        return ""
    if commune.ranks_gained is None:
        return "mới"
    if not commune.ranks_gained:
        return "="
    return f"{'▲' if commune.ranks_gained > 0 else '▼'} {abs(commune.ranks_gained)}"


def _tie_notes(content: ProvinceReportContent) -> Iterator[str]:
    for group in content.consolidation.ranking.ties():
        units = unit_list_text(one.candidate.unit for one in group)
        yield f"Đồng hạng {group[0].rank} (=): {units}."
    broken = [one for one in content.consolidation.ranking.ranked if one.separated_by_key]
    if broken:
        units = unit_list_text(one.candidate.unit for one in broken)
        yield f"Cùng tỷ lệ, phân hạng bằng các mục của bộ tiêu chí: {units}."
    unranked = [one.unit for one in content.consolidation.ranking.unranked]
    if unranked:
        yield f"Không xếp hạng (–): {unit_list_text(unranked)}."


HEAT_STEPS = (
    (90, HexColor(0x9FD3A8)), (80, HexColor(0xD3EBC8)), (65, HexColor(0xFFF3C4)),
    (50, HexColor(0xFBD3A6)), (0, HexColor(0xF2A79B)),
)  # fmt: skip
"""Lowest percentage of each colour, inclusive; black on each has a contrast above 9:1."""
BOX, STEP_ROOM = 10.0, 140.0
"""Points: of a box of the legend, and from one box to the next."""
NAME_WIDTH, RANK_WIDTH, OVERALL_WIDTH, TABLE_WIDTH = 47.0, 13.0, 18.0, 249.0


def heat_colour(percent: Fraction | None) -> Color | None:
    """Return the fill of a cell; None where there is no percentage."""
    if percent is None:
        return None
    # Steps fall: the first one reached is the colour.
    return next((fill for start, fill in HEAT_STEPS if percent >= start), HEAT_STEPS[-1][1])


def heat_figure_text(percent: Fraction) -> str:
    """Return one decimal, or as many as keep the figure on its side of the nearest step."""
    steps = (Fraction(start) for start, _ in HEAT_STEPS)
    near = min(steps, key=lambda step: abs(step - percent))
    shown = Fraction(round_half_up(percent, 1))
    # 89.96 would be shown as 90.0 but has the colour below 90.
    if (shown < near) == (percent < near):
        return show_number(percent, 1)
    return show_percent_beside(percent, near).removesuffix(" %")


def heat_map_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the legend, then the map by rank with the means first."""
    return [
        untrusted_note(
            "Tỷ lệ điểm thẩm định trên điểm tối đa áp dụng của từng lĩnh vực (%).", location
        ),
        _heat_legend(),
        untrusted_table(
            area_columns(content, "Chung"), [_mean_row(content), *_heat_rows(content)], location
        ),
    ]


def area_columns(content: ProvinceReportContent, last: str) -> list[TableColumn]:
    """Return the columns: rank, name, one for each area, and a last one."""
    areas = content.consolidation.form.areas
    each = (TABLE_WIDTH - NAME_WIDTH - RANK_WIDTH - OVERALL_WIDTH) / max(len(areas), 1)
    return [
        TableColumn("Hạng", RANK_WIDTH, TextAlign.CENTRE),
        TableColumn("Đơn vị", NAME_WIDTH),
        *(TableColumn(f"{area.code}. {area.title}", each, TextAlign.CENTRE) for area in areas),
        TableColumn(last, OVERALL_WIDTH, TextAlign.CENTRE),
    ]


def _heat_legend() -> Drawing:
    """Return a box of each colour with the percentages that it stands for."""
    drawing = Drawing(TABLE_WIDTH * mm, BOX * 2, initialFontName=FontFace.REGULAR.value)
    top = 100
    for at, (start, fill) in enumerate(HEAT_STEPS):
        words = f"từ {start} đến dưới {top} %" if start and at else f"dưới {top} %"
        words = f"từ {start} %" if not at else words
        x, top = at * STEP_ROOM, start
        drawing.add(Rect(x, BOX / 2, BOX * 2, BOX, fillColor=fill, strokeColor=None))
        label = String(x + BOX * 2.5, BOX / 2 + 2, words)
        label.fontName, label.fontSize = FontFace.REGULAR.value, TABLE_SIZE
        drawing.add(label)
    return drawing


def _mean_row(content: ProvinceReportContent) -> PrintedRow:
    values = [area_mean(content.communes, area.code) for area in content.consolidation.form.areas]
    values.append(mean_of_known(one.percent for one in content.communes))
    return _heat_row("", "Bình quân", values, FontFace.BOLD)


def _heat_rows(content: ProvinceReportContent) -> list[PrintedRow]:
    areas = content.consolidation.form.areas
    return [
        _heat_row(
            str(commune.rank or "–"),
            commune.unit.name,
            [*(commune.area_percent(area.code) for area in areas), commune.percent],
        )
        for commune in content.communes
    ]


def _heat_row(
    rank: str, name: str, values: list[Fraction | None], face: FontFace = FontFace.REGULAR
) -> PrintedRow:
    cells = ("–" if value is None else heat_figure_text(value) for value in values)
    return PrintedRow(
        (rank, name, *cells), face, fill_colours=(None, None, *map(heat_colour, values))
    )


AREA_RANKS_NOTE = "Thứ hạng trong từng lĩnh vực, theo tỷ lệ chưa làm tròn; bằng nhau thì đồng hạng."


def area_ranks_annex(content: ProvinceReportContent, location: str) -> Sequence[Flowable]:
    """Build the table of ranks by area; the overall rank stands in the first column."""
    by_part, areas = content.consolidation.ranking.by_part, content.consolidation.form.areas
    rows = (
        PrintedRow(
            (
                str(commune.rank or "–"),
                commune.unit.name,
                *(str(by_part.get(area.code, {}).get(commune.unit.code, "–")) for area in areas),
                content.points(commune.percent),
            )
        )
        for commune in content.communes
    )
    return [
        untrusted_note(AREA_RANKS_NOTE, location),
        untrusted_table(area_columns(content, "Tỷ lệ (%)"), rows, location),
    ]
