"""The sheet “Thẩm định”: every difference between self-assessed and appraised, with its reason."""

from collections import Counter
from decimal import Decimal

from xa_report.domain.form import Part
from xa_report.domain.province.appraisal import DifferenceCode, PointDifference
from xa_report.export.roll import Entry
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import columns
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, UNIT_WIDTH, Page

SHEET = "Thẩm định"
HEADS = columns(
    ("STT", 7), ("Mã đơn vị", 9), ("Đơn vị", UNIT_WIDTH), ("Mã tiêu chí", 9), ("Tiêu chí", 40),
    ("Tự chấm", 9), ("Thẩm định", 9), ("Chênh lệch", 10), ("Chênh lệch tính lại", 10),
    ("Đối chiếu", 9), ("Mã lý do", 8), ("Lý do", 30), ("Nội dung", 40),
)  # fmt: skip
TOTAL, CHECK = ("H", "I", "J"), "J"
NONE = "Không có chênh lệch giữa tự chấm và thẩm định."
NO_REASON = "Chưa ghi lý do"


def write_differences(page: Page) -> None:
    """In the order of ranks and criteria; counts by reason below."""
    page.titles("Chênh lệch giữa điểm tự chấm và điểm thẩm định")
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    found = [(one, difference) for one in page.roll for difference in one.standing.differences]
    for at, (one, difference) in enumerate(found, start=1):
        _row(page, at, one, difference)
    if not found:
        page.pen.text(f"E{FIRST}", NONE, styles.QUIET)
    last = HEAD_ROW + max(1, len(found))
    whole = sum((difference.effect for _, difference in found), Decimal(0))
    page.pen.text(f"E{last + 2}", "Tổng chênh lệch", styles.AREA)
    page.total(last + 2, TOTAL, whole, f"SUM(H{FIRST}:H{last})")
    _counts(page, last, [difference for _, difference in found])
    page.close(f"D{FIRST}", CHECK)


def _row(page: Page, at: int, one: Entry, difference: PointDifference) -> None:
    pen, row, why = page.pen, HEAD_ROW + at, difference.why
    pen.number(f"A{row}", at, styles.WHOLE, styles.CENTRE)
    pen.text(f"B{row}", one.unit.code, styles.CENTRE)
    pen.text(f"C{row}", one.unit.name)
    pen.text(f"D{row}", difference.code, styles.CENTRE)
    pen.text(f"E{row}", difference.title)
    pen.number(f"F{row}", difference.sent, page.shape)
    pen.number(f"G{row}", difference.appraised, page.shape)
    moved = f"F{row}-G{row}" if difference.part is Part.PENALTY else f"G{row}-F{row}"
    page.total(row, TOTAL, difference.effect, f"ROUND({moved},6)")
    pen.text(f"K{row}", why.code.number if why else "", styles.CENTRE)
    pen.text(f"L{row}", why.code.label if why else NO_REASON)
    pen.text(f"M{row}", why.text if why else "")


def _counts(page: Page, last: int, found: list[PointDifference]) -> None:
    counted = Counter(difference.why.code for difference in found if difference.why)
    codes = [code for code in DifferenceCode if counted[code]]
    for row, code in enumerate(codes, start=last + 3):
        page.pen.text(f"E{row}", f"Số lượt {code.number} {code.label}", styles.AREA)
        live = f'COUNTIF($K${FIRST}:$K${last},"{code.number}")'
        page.total(row, TOTAL, counted[code], live)
        for letter in TOTAL[:2]:
            page.pen.sheet[f"{letter}{row}"].number_format = styles.WHOLE
