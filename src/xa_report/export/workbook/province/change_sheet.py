"""The sheet “Thay đổi”: percent and rank against the period before."""

from xa_report.export.roll import Entry, mean
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import agree, columns
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, UNIT_WIDTH, Page, averaged

SHEET = "Thay đổi"
HEADS = columns(
    ("Hạng", 7), ("Mã", 8), ("Đơn vị", UNIT_WIDTH), ("Tỷ lệ (%)", 10), ("Tỷ lệ kỳ trước (%)", 10),
    ("Tăng, giảm", 10), ("Tăng, giảm tính lại", 10), ("Hạng kỳ trước", 9),
    ("Thay đổi hạng", 9), ("Thay đổi hạng tính lại", 10), ("Đối chiếu", 9),
)  # fmt: skip
CHECK, TOTAL = "K", ("F", "G", "K")
SIGNED = "+0;-0;0"


def write_changes(page: Page) -> None:
    """One row a commune; a rank that got better is a positive change."""
    page.titles(f"Thay đổi so với {page.all_of.period.before().label}")
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    for row, one in page.rows():
        _row(page, row, one)
    at, area = page.last + 2, f"F{FIRST}:F{page.last}"
    page.pen.text(f"C{at}", "Trung bình tăng, giảm", styles.AREA)
    page.total(at, TOTAL, mean(one.gained for one in page.roll), averaged(area))
    page.close(f"D{FIRST}", CHECK)


def _row(page: Page, row: int, one: Entry) -> None:
    pen, before = page.pen, one.before
    page.identity(row, one)
    pen.number(f"D{row}", one.percent, page.shape)
    pen.number(f"E{row}", before.percent if before else None, page.shape)
    pen.number(f"F{row}", one.gained, page.shape, styles.STRONG)
    pen.formula(f"G{row}", f'IF(COUNT(D{row}:E{row})<2,"",D{row}-E{row})', page.shape)
    pen.number(f"H{row}", before.rank if before else None, styles.WHOLE, styles.CENTRE)
    pen.number(f"I{row}", one.climbed, SIGNED, styles.CENTRE)
    pen.formula(f"J{row}", f'IF(COUNT(A{row},H{row})<2,"",H{row}-A{row})', SIGNED, styles.CENTRE)
    same = (
        f'IF({a}{row}="",{b}{row}="",{agree(f"{a}{row}", f"{b}{row}")})' for a, b in ("FG", "IJ")
    )
    pen.check(f"{CHECK}{row}", f"AND({','.join(same)})")
