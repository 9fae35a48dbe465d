"""The sheets “Tiêu chí” and “Thẩm định”: appraised points, and differences with their reasons."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from xa_report.documents.ranked_communes import ComparedCommune, mean_of_known
from xa_report.documents.xlsx import cell_styles
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
from xa_report.domain.assessment import CriterionResult
from xa_report.domain.form import Part
from xa_report.domain.province.appraisal import DifferenceCode, PointDifference

CRITERION_SHEET = "Tiêu chí"
CRITERION_HEADS = sheet_columns(
    ("Mã", 8), ("Lĩnh vực, tiêu chí", 46), ("Loại", 10), ("Điểm tối đa", 9), ("Trung bình", 10),
    ("Trung bình tính lại", 10), ("Đối chiếu", 9),
)  # fmt: skip
MEAN_COLUMNS = TotalColumns("E", "F", "G")
FIRST_UNIT = 8
AREA, GROUP, LEAF, BONUS, PENALTY = "Lĩnh vực", "Nhóm", "Tiêu chí", "Thưởng", "Trừ"
SUM_LABELS = ("Tổng điểm các lĩnh vực", "Tổng tính lại", "Đối chiếu")
ResultLine = tuple[CriterionResult, str]


def write_criterion_sheet(province_sheet: ProvinceSheet) -> None:
    """Write one row a criterion with its mean; below, the sums of every commune."""
    province_sheet.write_titles("Điểm thẩm định từng tiêu chí của các đơn vị")
    province_sheet.writer.write_heads(HEAD_ROW, CRITERION_HEADS)
    province_sheet.writer.set_widths(CRITERION_HEADS)
    letters = commune_column_letters(FIRST_UNIT, len(province_sheet.communes))
    for letter, commune in zip(letters, province_sheet.communes, strict=True):
        province_sheet.writer.text(
            f"{letter}{HEAD_ROW}", f"{commune.unit.name}\n{commune.unit.code}", cell_styles.HEAD
        )
        province_sheet.writer.sheet.column_dimensions[letter].width = 13
    result_lines = [_result_lines(commune) for commune in province_sheet.communes]
    count = len(result_lines[0]) if result_lines else 0
    for at in range(count):
        _write_criterion(
            province_sheet, FIRST_ROW + at, [lines[at] for lines in result_lines], letters
        )
    _write_sums(province_sheet, HEAD_ROW + count, letters)
    province_sheet.finish(f"H{FIRST_ROW}", MEAN_COLUMNS.check)
    province_sheet.print_across_pages("A:B")


def _result_lines(commune: ComparedCommune) -> list[ResultLine]:
    """Return areas with their criteria, then bonuses and penalties."""
    done = commune.result.appraised
    lines: list[ResultLine] = []
    for area in done.areas:
        lines.append((area, AREA))
        # The first part of a code is that of its area.
        below = (c for c in done.criteria if c.code.split(".")[0] == area.code)
        lines += [(c, LEAF if c.leaf else GROUP) for c in below]
    lines += [(bonus, BONUS) for bonus in done.bonuses]
    return lines + [(penalty, PENALTY) for penalty in done.penalties]


def _write_criterion(
    province_sheet: ProvinceSheet, row: int, lines: list[ResultLine], letters: list[str]
) -> None:
    writer, (first, kind) = province_sheet.writer, lines[0]
    bold = kind in (AREA, GROUP)
    words, figure = (
        (cell_styles.AREA, cell_styles.AREA_FIGURE)
        if bold
        else (cell_styles.PLAIN, cell_styles.FIGURE)
    )
    writer.text(f"A{row}", first.code, words)
    writer.text(f"B{row}", first.title, words)
    writer.text(f"C{row}", kind, words)
    writer.number(f"D{row}", first.max, province_sheet.shape, figure)
    for letter, (result, _) in zip(letters, lines, strict=True):
        writer.number(f"{letter}{row}", result.points, province_sheet.shape, figure)
    whole = mean_of_known(Fraction(result.points) for result, _ in lines)
    province_sheet.write_total(
        row, MEAN_COLUMNS, whole, mean_formula(f"{letters[0]}{row}:{letters[-1]}{row}")
    )


def _write_sums(province_sheet: ProvinceSheet, last: int, letters: list[str]) -> None:
    writer, row = province_sheet.writer, last + 2
    for at, label in enumerate(SUM_LABELS):
        writer.text(f"B{row + at}", label, cell_styles.AREA)
    for letter, commune in zip(letters, province_sheet.communes, strict=True):
        stored, live = f"{letter}{row}", f"{letter}{row + 1}"
        kinds, points = f"$C${FIRST_ROW}:$C${last}", f"{letter}{FIRST_ROW}:{letter}{last}"
        writer.number(
            stored, commune.result.appraised.total, province_sheet.shape, cell_styles.STRONG
        )
        writer.formula(live, f'SUMIF({kinds},"{AREA}",{points})', province_sheet.shape)
        writer.write_check(f"{letter}{row + 2}", points_agree_formula(stored, live))
    if letters:
        writer.mark_differences(f"{letters[0]}{row + 2}:{letters[-1]}{row + 2}")


DIFFERENCE_SHEET = "Thẩm định"
DIFFERENCE_HEADS = sheet_columns(
    ("STT", 7), ("Mã đơn vị", 9), ("Đơn vị", UNIT_WIDTH), ("Mã tiêu chí", 9), ("Tiêu chí", 40),
    ("Tự chấm", 9), ("Thẩm định", 9), ("Chênh lệch", 10), ("Chênh lệch tính lại", 10),
    ("Đối chiếu", 9), ("Mã lý do", 8), ("Lý do", 30), ("Nội dung", 40),
)  # fmt: skip
DIFFERENCE_TOTAL = TotalColumns("H", "I", "J")
NO_DIFFERENCES = "Không có chênh lệch giữa tự chấm và thẩm định."
NO_REASON = "Chưa ghi lý do"


def write_difference_sheet(province_sheet: ProvinceSheet) -> None:
    """Write differences in the order of ranks and criteria; counts by reason below."""
    province_sheet.write_titles("Chênh lệch giữa điểm tự chấm và điểm thẩm định")
    province_sheet.writer.write_heads(HEAD_ROW, DIFFERENCE_HEADS)
    province_sheet.writer.set_widths(DIFFERENCE_HEADS)
    differences = [
        (commune, difference)
        for commune in province_sheet.communes
        for difference in commune.result.differences
    ]
    for at, (commune, difference) in enumerate(differences, start=1):
        _write_difference(province_sheet, at, commune, difference)
    if not differences:
        province_sheet.writer.text(f"E{FIRST_ROW}", NO_DIFFERENCES, cell_styles.QUIET)
    last = HEAD_ROW + max(1, len(differences))
    whole = sum((difference.effect for _, difference in differences), Decimal(0))
    province_sheet.writer.text(f"E{last + 2}", "Tổng chênh lệch", cell_styles.AREA)
    province_sheet.write_total(last + 2, DIFFERENCE_TOTAL, whole, f"SUM(H{FIRST_ROW}:H{last})")
    _write_reason_counts(province_sheet, last, [difference for _, difference in differences])
    province_sheet.finish(f"D{FIRST_ROW}", DIFFERENCE_TOTAL.check)


def _write_difference(
    province_sheet: ProvinceSheet, at: int, commune: ComparedCommune, difference: PointDifference
) -> None:
    writer, row, why = province_sheet.writer, HEAD_ROW + at, difference.why
    writer.number(f"A{row}", at, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
    writer.text(f"B{row}", commune.unit.code, cell_styles.CENTRE)
    writer.text(f"C{row}", commune.unit.name)
    writer.text(f"D{row}", difference.code, cell_styles.CENTRE)
    writer.text(f"E{row}", difference.title)
    writer.number(f"F{row}", difference.sent, province_sheet.shape)
    writer.number(f"G{row}", difference.appraised, province_sheet.shape)
    # Penalties count the other way: fewer points lost are a gain.
    moved = f"F{row}-G{row}" if difference.part is Part.PENALTY else f"G{row}-F{row}"
    province_sheet.write_total(row, DIFFERENCE_TOTAL, difference.effect, f"ROUND({moved},6)")
    writer.text(f"K{row}", why.code.number if why else "", cell_styles.CENTRE)
    writer.text(f"L{row}", why.code.label if why else NO_REASON)
    writer.text(f"M{row}", why.text if why else "")


def _write_reason_counts(
    province_sheet: ProvinceSheet, last: int, differences: list[PointDifference]
) -> None:
    counted = Counter(difference.why.code for difference in differences if difference.why)
    codes = [code for code in DifferenceCode if counted[code]]
    for row, code in enumerate(codes, start=last + 3):
        province_sheet.writer.text(
            f"E{row}", f"Số lượt {code.number} {code.label}", cell_styles.AREA
        )
        live = f'COUNTIF($K${FIRST_ROW}:$K${last},"{code.number}")'
        province_sheet.write_total(row, DIFFERENCE_TOTAL, counted[code], live)
        for letter in DIFFERENCE_TOTAL.numbers:
            province_sheet.writer.sheet[f"{letter}{row}"].number_format = cell_styles.WHOLE_FORMAT
