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
MEAN_COLUMNS, CRITERION_CHECK = ("E", "F", "G"), "G"
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
    for letter, one in zip(letters, province_sheet.communes, strict=True):
        province_sheet.writer.text(
            f"{letter}{HEAD_ROW}", f"{one.unit.name}\n{one.unit.code}", cell_styles.HEAD
        )
        province_sheet.writer.sheet.column_dimensions[letter].width = 13
    found = [_result_lines(one) for one in province_sheet.communes]
    count = len(found[0]) if found else 0
    for at in range(count):
        _write_criterion(province_sheet, FIRST_ROW + at, [lines[at] for lines in found], letters)
    _write_sums(province_sheet, HEAD_ROW + count, letters)
    province_sheet.finish(f"H{FIRST_ROW}", CRITERION_CHECK)
    province_sheet.print_across_pages("A:B")


def _result_lines(commune: ComparedCommune) -> list[ResultLine]:
    """Return areas with their criteria, then bonuses and penalties."""
    done = commune.result.appraised
    lines: list[ResultLine] = []
    for area in done.areas:
        lines.append((area, AREA))
        below = (c for c in done.criteria if c.code.split(".")[0] == area.code)
        lines += [(c, LEAF if c.leaf else GROUP) for c in below]
    lines += [(one, BONUS) for one in done.bonuses]
    return lines + [(one, PENALTY) for one in done.penalties]


def _write_criterion(
    province_sheet: ProvinceSheet, row: int, lines: list[ResultLine], letters: list[str]
) -> None:
    pen, (first, kind) = province_sheet.writer, lines[0]
    bold = kind in (AREA, GROUP)
    words, figure = (
        (cell_styles.AREA, cell_styles.AREA_FIGURE)
        if bold
        else (cell_styles.PLAIN, cell_styles.FIGURE)
    )
    pen.text(f"A{row}", first.code, words)
    pen.text(f"B{row}", first.title, words)
    pen.text(f"C{row}", kind, words)
    pen.number(f"D{row}", first.max, province_sheet.shape, figure)
    for letter, (result, _) in zip(letters, lines, strict=True):
        pen.number(f"{letter}{row}", result.points, province_sheet.shape, figure)
    whole = mean_of_known(Fraction(result.points) for result, _ in lines)
    province_sheet.write_total(
        row, MEAN_COLUMNS, whole, mean_formula(f"{letters[0]}{row}:{letters[-1]}{row}")
    )


def _write_sums(province_sheet: ProvinceSheet, last: int, letters: list[str]) -> None:
    pen, row = province_sheet.writer, last + 2
    for at, label in enumerate(SUM_LABELS):
        pen.text(f"B{row + at}", label, cell_styles.AREA)
    for letter, one in zip(letters, province_sheet.communes, strict=True):
        stored, live = f"{letter}{row}", f"{letter}{row + 1}"
        kinds, points = f"$C${FIRST_ROW}:$C${last}", f"{letter}{FIRST_ROW}:{letter}{last}"
        pen.number(stored, one.result.appraised.total, province_sheet.shape, cell_styles.STRONG)
        pen.formula(live, f'SUMIF({kinds},"{AREA}",{points})', province_sheet.shape)
        pen.write_check(f"{letter}{row + 2}", points_agree_formula(stored, live))
    if letters:
        pen.mark_differences(f"{letters[0]}{row + 2}:{letters[-1]}{row + 2}")


DIFFERENCE_SHEET = "Thẩm định"
DIFFERENCE_HEADS = sheet_columns(
    ("STT", 7), ("Mã đơn vị", 9), ("Đơn vị", UNIT_WIDTH), ("Mã tiêu chí", 9), ("Tiêu chí", 40),
    ("Tự chấm", 9), ("Thẩm định", 9), ("Chênh lệch", 10), ("Chênh lệch tính lại", 10),
    ("Đối chiếu", 9), ("Mã lý do", 8), ("Lý do", 30), ("Nội dung", 40),
)  # fmt: skip
DIFFERENCE_TOTAL, DIFFERENCE_CHECK = ("H", "I", "J"), "J"
NO_DIFFERENCES = "Không có chênh lệch giữa tự chấm và thẩm định."
NO_REASON = "Chưa ghi lý do"


def write_difference_sheet(province_sheet: ProvinceSheet) -> None:
    """Write differences in the order of ranks and criteria; counts by reason below."""
    province_sheet.write_titles("Chênh lệch giữa điểm tự chấm và điểm thẩm định")
    province_sheet.writer.write_heads(HEAD_ROW, DIFFERENCE_HEADS)
    province_sheet.writer.set_widths(DIFFERENCE_HEADS)
    found = [
        (one, difference)
        for one in province_sheet.communes
        for difference in one.result.differences
    ]
    for at, (one, difference) in enumerate(found, start=1):
        _write_difference(province_sheet, at, one, difference)
    if not found:
        province_sheet.writer.text(f"E{FIRST_ROW}", NO_DIFFERENCES, cell_styles.QUIET)
    last = HEAD_ROW + max(1, len(found))
    whole = sum((difference.effect for _, difference in found), Decimal(0))
    province_sheet.writer.text(f"E{last + 2}", "Tổng chênh lệch", cell_styles.AREA)
    province_sheet.write_total(last + 2, DIFFERENCE_TOTAL, whole, f"SUM(H{FIRST_ROW}:H{last})")
    _write_reason_counts(province_sheet, last, [difference for _, difference in found])
    province_sheet.finish(f"D{FIRST_ROW}", DIFFERENCE_CHECK)


def _write_difference(
    province_sheet: ProvinceSheet, at: int, commune: ComparedCommune, difference: PointDifference
) -> None:
    pen, row, why = province_sheet.writer, HEAD_ROW + at, difference.why
    pen.number(f"A{row}", at, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
    pen.text(f"B{row}", commune.unit.code, cell_styles.CENTRE)
    pen.text(f"C{row}", commune.unit.name)
    pen.text(f"D{row}", difference.code, cell_styles.CENTRE)
    pen.text(f"E{row}", difference.title)
    pen.number(f"F{row}", difference.sent, province_sheet.shape)
    pen.number(f"G{row}", difference.appraised, province_sheet.shape)
    moved = f"F{row}-G{row}" if difference.part is Part.PENALTY else f"G{row}-F{row}"
    province_sheet.write_total(row, DIFFERENCE_TOTAL, difference.effect, f"ROUND({moved},6)")
    pen.text(f"K{row}", why.code.number if why else "", cell_styles.CENTRE)
    pen.text(f"L{row}", why.code.label if why else NO_REASON)
    pen.text(f"M{row}", why.text if why else "")


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
        for letter in DIFFERENCE_TOTAL[:2]:
            province_sheet.writer.sheet[f"{letter}{row}"].number_format = cell_styles.WHOLE_FORMAT
