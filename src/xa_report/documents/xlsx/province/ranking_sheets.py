"""The sheets with one row a commune: ranking, areas, changes, absent communes."""

from datetime import date
from fractions import Fraction

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from xa_report.documents.ranked_communes import (
    ComparedCommune,
    area_mean,
    communes_per_rating,
    mean_of_known,
    without_none,
)
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.cell_text import quote_for_formula
from xa_report.documents.xlsx.province.province_sheet import (
    FIRST_ROW,
    HEAD_ROW,
    UNIT_WIDTH,
    ProvinceSheet,
    TotalColumns,
    commune_column_letters,
    mean_formula,
)
from xa_report.documents.xlsx.sheet_writer import points_agree_formula, sheet_columns
from xa_report.domain.dates import show_date
from xa_report.domain.unit import Unit

RANKING_SHEET = "Xếp hạng"
RANKING_HEADS = sheet_columns(
    ("Hạng", 7), ("Mã", 8), ("Đơn vị", UNIT_WIDTH), ("Tự chấm", 10), ("Điểm lĩnh vực", 10),
    ("Điểm thưởng", 9), ("Điểm trừ", 8), ("Kết quả", 10), ("Điểm tối đa áp dụng", 10),
    ("Tỷ lệ (%)", 9), ("Xếp loại", 12), ("Hạng kỳ trước", 8), ("Kết quả tính lại", 10),
    ("Tỷ lệ tính lại", 9), ("Hạng tính lại", 8), ("Đối chiếu", 9),
)  # fmt: skip
RANK, RESULT, APPLICABLE, PERCENT, RATING = "A", "H", "I", "J", "K"
LIVE_RESULT, LIVE_PERCENT, LIVE_RANK, RANKING_CHECK = "M", "N", "O", "P"
FIRST_KEY_COLUMN = 17
"""The first column of the values that break ties."""
RANKING_TOTAL = TotalColumns("J", "N", "P")
_KEY_FORMAT = "0.00########"


def write_ranking_sheet(province_sheet: ProvinceSheet) -> None:
    """Write one row a commune, then the totals."""
    province_sheet.write_titles(f"Xếp hạng theo “{province_sheet.consolidation.form.title}”")
    province_sheet.writer.write_heads(HEAD_ROW, RANKING_HEADS)
    province_sheet.writer.set_widths(RANKING_HEADS)
    keys = province_sheet.consolidation.form.tie_break
    for at, ref in enumerate(keys, start=FIRST_KEY_COLUMN):
        province_sheet.writer.text(
            f"{get_column_letter(at)}{HEAD_ROW}", _key_name(province_sheet, ref), cell_styles.HEAD
        )
        province_sheet.writer.sheet.column_dimensions[get_column_letter(at)].width = 13
    for row, commune in province_sheet.rows():
        _write_ranking_values(province_sheet, row, commune)
        _write_live_ranking(province_sheet, row, commune, len(keys))
    _write_ranking_totals(province_sheet, province_sheet.last + 2)
    _write_lowered_ratings(province_sheet, province_sheet.writer.sheet.max_row + 2)
    province_sheet.finish(f"D{FIRST_ROW}", RANKING_CHECK)
    province_sheet.writer.sheet.print_area = (
        f"A1:{RANKING_CHECK}{province_sheet.writer.sheet.max_row}"  # keys are for screens
    )


def _key_name(province_sheet: ProvinceSheet, ref: str) -> str:
    """Return the name of a tie-break key: an area's share or an indicator."""
    form = province_sheet.consolidation.form
    if ref in form.indicators:
        return f"Khi bằng nhau: {form.indicators[ref].label}"
    return f"Khi bằng nhau: tỷ lệ mục {ref}"


def _write_ranking_values(
    province_sheet: ProvinceSheet, row: int, commune: ComparedCommune
) -> None:
    writer, done = province_sheet.writer, commune.result.appraised
    province_sheet.write_identity(row, commune)
    values = (commune.result.sent.result, done.total, done.bonus, done.penalty, done.result,
              done.applicable)  # fmt: skip
    for letter, value in zip("DEFGHI", values, strict=True):
        writer.number(f"{letter}{row}", value, province_sheet.shape)
    writer.number(f"{PERCENT}{row}", commune.percent, province_sheet.shape, cell_styles.STRONG)
    writer.text(f"{RATING}{row}", commune.rating, cell_styles.CENTRE)
    writer.number(
        f"L{row}",
        commune.before.rank if commune.before else None,
        cell_styles.WHOLE_FORMAT,
        cell_styles.CENTRE,
    )


def _write_live_ranking(
    province_sheet: ProvinceSheet, row: int, commune: ComparedCommune, keys: int
) -> None:
    writer, share = province_sheet.writer, f"100*{RESULT}{row}/{APPLICABLE}{row}"
    writer.formula(f"{LIVE_RESULT}{row}", f"ROUND(E{row}+F{row}-G{row},6)", province_sheet.shape)
    writer.formula(
        f"{LIVE_PERCENT}{row}", f'IF({APPLICABLE}{row}=0,"",{share})', province_sheet.shape
    )
    values = commune.ranked.candidate.tie_break_keys if commune.ranked else ()
    letters = [get_column_letter(FIRST_KEY_COLUMN + at) for at in range(keys)]
    # A commune without a rank has no keys: its cells stay empty.
    for letter, value in zip(letters, (*values, *(None,) * keys), strict=False):
        writer.number(f"{letter}{row}", value, _KEY_FORMAT)
    if commune.ranked is None:
        writer.text(f"{LIVE_RANK}{row}", "")
        writer.write_check(
            f"{RANKING_CHECK}{row}", points_agree_formula(f"{RESULT}{row}", f"{LIVE_RESULT}{row}")
        )
        return
    writer.formula(
        f"{LIVE_RANK}{row}",
        _dense_rank_formula(row, letters),
        cell_styles.WHOLE_FORMAT,
        cell_styles.CENTRE,
    )
    pairs = ((RESULT, LIVE_RESULT), (PERCENT, LIVE_PERCENT), (RANK, LIVE_RANK))
    same = ",".join(
        points_agree_formula(f"{stored}{row}", f"{live}{row}") for stored, live in pairs
    )
    writer.write_check(f"{RANKING_CHECK}{row}", f"AND({same})")


def _dense_rank_formula(row: int, keys: list[str]) -> str:
    """Return the rank of the row above, and one more unless percent and all keys are equal."""
    if row == FIRST_ROW:
        return "1"
    above = row - 1
    same = ",".join(
        # Percentages are unrounded: the last digits of floats may differ.
        f"ROUND({letter}{row}-{letter}{above},9)=0" if letter == PERCENT
        else f"{letter}{row}={letter}{above}"
        for letter in (PERCENT, *keys)
    )  # fmt: skip
    # A better row below a worse one: somebody sorted the sheet, its ranks are wrong.
    climbs = f"{PERCENT}{row}>{PERCENT}{above}+0.000000001"
    return f'IF({climbs},"SAI",{LIVE_RANK}{above}+IF(AND({same}),0,1))'


def _write_ranking_totals(province_sheet: ProvinceSheet, row: int) -> None:
    percents = without_none(one.percent for one in province_sheet.communes)
    area = f"{PERCENT}{FIRST_ROW}:{PERCENT}{province_sheet.last}"
    lines: list[tuple[str, Fraction | int | None, str]] = [
        ("Trung bình tỷ lệ (%)", mean_of_known(percents), mean_formula(area)),
        ("Cao nhất (%)", max(percents, default=None), f'IF(COUNT({area})=0,"",MAX({area}))'),
        ("Thấp nhất (%)", min(percents, default=None), f'IF(COUNT({area})=0,"",MIN({area}))'),
        ("Số đơn vị được xếp hạng", len(percents), f"COUNT({area})"),
    ]
    bands = f"${RATING}${FIRST_ROW}:${RATING}${province_sheet.last}"
    lines += [
        (f"Số đơn vị xếp loại {name}", count, f"COUNTIF({bands},{quote_for_formula(name)})")
        for name, count in communes_per_rating(
            province_sheet.consolidation, province_sheet.communes
        ).items()
    ]
    for at, (label, value, live) in enumerate(lines, start=row):
        province_sheet.writer.text(f"C{at}", label, cell_styles.AREA)
        province_sheet.write_total(at, RANKING_TOTAL, value, live)
        if isinstance(value, int):
            for letter in RANKING_TOTAL.numbers:
                province_sheet.writer.sheet[
                    f"{letter}{at}"
                ].number_format = cell_styles.WHOLE_FORMAT


def _write_lowered_ratings(province_sheet: ProvinceSheet, row: int) -> None:
    """Write the communes with a rating below that of their percentage, with the reason."""
    for commune in province_sheet.communes:
        why = commune.result.appraised.rating.lowering_reason
        if why:
            province_sheet.writer.text(
                f"C{row}", f"{commune.unit.name}: {why}", cell_styles.SUBTITLE
            )
            row += 1


AREA_SHEET = "Lĩnh vực"
FIRST_AREA = 4
LOW, MIDDLE, HIGH = "FFF4B59A", "FFFFF3C4", "FFA8D5A2"
"""Fills that are light enough for dark figures."""
MEAN_LABELS = ("Trung bình", "Trung bình tính lại", "Đối chiếu")


def write_area_sheet(province_sheet: ProvinceSheet) -> None:
    """Write one row a commune, one column an area, means below."""
    province_sheet.write_titles("Tỷ lệ điểm từng lĩnh vực (% điểm tối đa áp dụng)")
    areas = province_sheet.consolidation.form.areas
    letters = commune_column_letters(FIRST_AREA, len(areas) + 1)
    _write_area_heads(province_sheet, letters)
    for row, commune in province_sheet.rows():
        province_sheet.write_identity(row, commune)
        for letter, area in zip(letters, areas, strict=False):
            province_sheet.writer.number(
                f"{letter}{row}", commune.area_percent(area.code), province_sheet.shape
            )
        province_sheet.writer.number(
            f"{letters[-1]}{row}", commune.percent, province_sheet.shape, cell_styles.STRONG
        )
    whole = mean_of_known(commune.percent for commune in province_sheet.communes)
    means = [*(area_mean(province_sheet.communes, area.code) for area in areas), whole]
    _write_area_means(province_sheet, letters, means)
    cells = f"{letters[0]}{FIRST_ROW}:{letters[-1]}{province_sheet.last}"
    province_sheet.writer.sheet.conditional_formatting.add(cells, _colour_scale())
    province_sheet.finish(f"D{FIRST_ROW}")
    province_sheet.writer.mark_differences(
        f"{letters[0]}{province_sheet.last + 4}:{letters[-1]}{province_sheet.last + 4}"
    )


def _write_area_heads(province_sheet: ProvinceSheet, letters: list[str]) -> None:
    writer = province_sheet.writer
    areas = [f"{area.code}. {area.title}" for area in province_sheet.consolidation.form.areas]
    heads = zip(("A", "B", "C", *letters), ("Hạng", "Mã", "Đơn vị", *areas, "Chung"), strict=True)
    for letter, head in heads:
        writer.text(f"{letter}{HEAD_ROW}", head, cell_styles.HEAD)
        writer.sheet.column_dimensions[letter].width = {"A": 7, "B": 8, "C": UNIT_WIDTH}.get(
            letter, 14
        )


def _write_area_means(
    province_sheet: ProvinceSheet, letters: list[str], means: list[Fraction | None]
) -> None:
    writer, row = province_sheet.writer, province_sheet.last + 2
    for at, label in enumerate(MEAN_LABELS):
        writer.text(f"C{row + at}", label, cell_styles.AREA)
    for letter, value in zip(letters, means, strict=True):
        stored, live = f"{letter}{row}", f"{letter}{row + 1}"
        writer.number(stored, value, province_sheet.shape, cell_styles.STRONG)
        writer.formula(
            live,
            mean_formula(f"{letter}{FIRST_ROW}:{letter}{province_sheet.last}"),
            province_sheet.shape,
        )
        writer.write_check(
            f"{letter}{row + 2}", f'IF({stored}="",{live}="",{points_agree_formula(stored, live)})'
        )


def _colour_scale() -> ColorScaleRule:
    """Return a scale from 50 % over 75 % to 100 %, the same for every province and year."""
    return ColorScaleRule(
        # Numbers, not percentiles: colours must mean the same next year.
        start_type="num", start_value=50, start_color=LOW,
        mid_type="num", mid_value=75, mid_color=MIDDLE,
        end_type="num", end_value=100, end_color=HIGH,
    )  # fmt: skip


CHANGE_SHEET = "Thay đổi"
CHANGE_HEADS = sheet_columns(
    ("Hạng", 7), ("Mã", 8), ("Đơn vị", UNIT_WIDTH), ("Tỷ lệ (%)", 10), ("Tỷ lệ kỳ trước (%)", 10),
    ("Tăng, giảm", 10), ("Tăng, giảm tính lại", 10), ("Hạng kỳ trước", 9),
    ("Thay đổi hạng", 9), ("Thay đổi hạng tính lại", 10), ("Đối chiếu", 9),
)  # fmt: skip
CHANGE_TOTAL = TotalColumns("F", "G", "K")


def write_change_sheet(province_sheet: ProvinceSheet) -> None:
    """Write one row a commune; a rank that got better is a positive change."""
    province_sheet.write_titles(
        f"Thay đổi so với {province_sheet.consolidation.period.previous().label}"
    )
    province_sheet.writer.write_heads(HEAD_ROW, CHANGE_HEADS)
    province_sheet.writer.set_widths(CHANGE_HEADS)
    for row, commune in province_sheet.rows():
        _write_change(province_sheet, row, commune)
    at, area = province_sheet.last + 2, f"F{FIRST_ROW}:F{province_sheet.last}"
    province_sheet.writer.text(f"C{at}", "Trung bình tăng, giảm", cell_styles.AREA)
    province_sheet.write_total(
        at,
        CHANGE_TOTAL,
        mean_of_known(commune.percent_gained for commune in province_sheet.communes),
        mean_formula(area),
    )
    province_sheet.finish(f"D{FIRST_ROW}", CHANGE_TOTAL.check)


def _write_change(province_sheet: ProvinceSheet, row: int, commune: ComparedCommune) -> None:
    writer, before = province_sheet.writer, commune.before
    province_sheet.write_identity(row, commune)
    writer.number(f"D{row}", commune.percent, province_sheet.shape)
    writer.number(f"E{row}", before.percent if before else None, province_sheet.shape)
    writer.number(f"F{row}", commune.percent_gained, province_sheet.shape, cell_styles.STRONG)
    writer.formula(f"G{row}", f'IF(COUNT(D{row}:E{row})<2,"",D{row}-E{row})', province_sheet.shape)
    writer.number(
        f"H{row}", before.rank if before else None, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE
    )
    writer.number(f"I{row}", commune.ranks_gained, cell_styles.SIGNED_FORMAT, cell_styles.CENTRE)
    writer.formula(
        f"J{row}",
        f'IF(COUNT(A{row},H{row})<2,"",H{row}-A{row})',
        cell_styles.SIGNED_FORMAT,
        cell_styles.CENTRE,
    )
    same = (
        f'IF({a}{row}="",{b}{row}="",{points_agree_formula(f"{a}{row}", f"{b}{row}")})'
        for a, b in ("FG", "IJ")
    )
    writer.write_check(f"{CHANGE_TOTAL.check}{row}", f"AND({','.join(same)})")


ABSENT_SHEET = "Chưa nộp"
ABSENT_HEADS = sheet_columns(
    ("STT", 7), ("Mã", 9), ("Đơn vị", UNIT_WIDTH + 8), ("Tình trạng", 16), ("Ngày nhận", 13),
    ("Số ngày muộn", 12),
)  # fmt: skip
ABSENT_TOTAL = TotalColumns("D", "E", "F")
NOT_SENT_TEXT, LATE_TEXT, OTHER_FORM_TEXT = "Chưa nộp", "Nộp muộn", "Bộ tiêu chí khác"
ALL_ON_TIME_TEXT = "Tất cả các đơn vị đã nộp đúng hạn."


def write_absent_sheet(province_sheet: ProvinceSheet) -> None:
    """Write communes that have not sent, late ones, those by another form; formulas count each."""
    all_of, writer = province_sheet.consolidation, province_sheet.writer
    limit = f" (thời hạn {show_date(all_of.deadline)})" if all_of.deadline else ""
    province_sheet.write_titles(f"Đơn vị chưa nộp, nộp muộn{limit}")
    writer.write_heads(HEAD_ROW, ABSENT_HEADS)
    writer.set_widths(ABSENT_HEADS)
    late = [result for result in all_of.results if result.late]
    rows: list[tuple[Unit, str, date | None]] = [
        (unit, NOT_SENT_TEXT, None) for unit in all_of.not_sent
    ]
    rows += [(result.unit, LATE_TEXT, result.received.date()) for result in late]
    others = all_of.other_results
    rows += [(result.unit, OTHER_FORM_TEXT, result.received.date()) for result in others]
    for at, (unit, state, day) in enumerate(rows, start=1):
        row = HEAD_ROW + at
        writer.number(f"A{row}", at, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
        writer.text(f"B{row}", unit.code, cell_styles.CENTRE)
        writer.text(f"C{row}", unit.name)
        writer.text(f"D{row}", state, cell_styles.CENTRE)
        writer.date(f"E{row}", day)
        days = None
        if state == LATE_TEXT and day and all_of.deadline:
            days = (day - all_of.deadline).days
        writer.number(f"F{row}", days, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
    if not rows:
        writer.text(f"C{FIRST_ROW}", ALL_ON_TIME_TEXT, cell_styles.QUIET)
    last = HEAD_ROW + max(1, len(rows))
    for at, (state, count) in enumerate(
        _absent_counts(len(all_of.not_sent), len(late), len(others)), start=last + 2
    ):
        writer.text(f"C{at}", f"Số đơn vị {state.lower()}", cell_styles.AREA)
        province_sheet.write_total(
            at, ABSENT_TOTAL, count, f'COUNTIF($D${FIRST_ROW}:$D${last},"{state}")'
        )
        for letter in ABSENT_TOTAL.numbers:
            writer.sheet[f"{letter}{at}"].number_format = cell_styles.WHOLE_FORMAT
    province_sheet.finish(f"D{FIRST_ROW}", ABSENT_TOTAL.check)


def _absent_counts(not_sent: int, late: int, others: int) -> list[tuple[str, int]]:
    counts = [(NOT_SENT_TEXT, not_sent), (LATE_TEXT, late)]
    # Most periods have one form: no line for what never is.
    return [*counts, (OTHER_FORM_TEXT, others)] if others else counts
