"""The sheet “Chưa nộp”: who has not sent, and who sent after the deadline."""

from datetime import date

from xa_report.domain.text import show_date
from xa_report.domain.unit import Unit
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import columns
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, UNIT_WIDTH, Page

SHEET = "Chưa nộp"
HEADS = columns(
    ("STT", 7), ("Mã", 9), ("Đơn vị", UNIT_WIDTH + 8), ("Tình trạng", 16), ("Ngày nhận", 13),
    ("Số ngày muộn", 12),
)  # fmt: skip
ABSENT, LATE, NONE = "Chưa nộp", "Nộp muộn", "Tất cả các đơn vị đã nộp đúng hạn."


def write_absent(page: Page) -> None:
    """Those that have not sent, then those that were late, with counts that add themselves up."""
    all_of, pen = page.all_of, page.pen
    limit = f" (thời hạn {show_date(all_of.deadline)})" if all_of.deadline else ""
    page.titles(f"Đơn vị chưa nộp, nộp muộn{limit}")
    pen.heads(HEAD_ROW, HEADS)
    pen.widths(HEADS)
    late = [one for one in all_of.standings if one.late]
    rows: list[tuple[Unit, str, date | None]] = [(unit, ABSENT, None) for unit in all_of.not_sent]
    rows += [(one.unit, LATE, one.received.date()) for one in late]
    for at, (unit, state, day) in enumerate(rows, start=1):
        row = HEAD_ROW + at
        pen.number(f"A{row}", at, styles.WHOLE, styles.CENTRE)
        pen.text(f"B{row}", unit.code, styles.CENTRE)
        pen.text(f"C{row}", unit.name)
        pen.text(f"D{row}", state, styles.CENTRE)
        pen.date(f"E{row}", day)
        days = (day - all_of.deadline).days if day and all_of.deadline else None
        pen.number(f"F{row}", days, styles.WHOLE, styles.CENTRE)
    if not rows:
        pen.text(f"C{FIRST}", NONE, styles.QUIET)
    last = HEAD_ROW + max(1, len(rows))
    for at, (state, count) in enumerate(
        ((ABSENT, len(all_of.not_sent)), (LATE, len(late))), start=last + 2
    ):
        pen.text(f"C{at}", f"Số đơn vị {state.lower()}", styles.AREA)
        page.total(at, ("D", "E", "F"), count, f'COUNTIF($D${FIRST}:$D${last},"{state}")')
        for letter in "DE":
            pen.sheet[f"{letter}{at}"].number_format = styles.WHOLE
    page.close(f"D{FIRST}", "F")
