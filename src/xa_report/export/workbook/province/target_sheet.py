"""The sheet “Chỉ tiêu”: the province's targets, and under each the communes that pull it down."""

from fractions import Fraction

from xa_report.domain.assessment import TARGET_LABELS
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import columns
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, Page, exact

SHEET = "Chỉ tiêu"
HEADS = columns(
    ("Kế hoạch", 26), ("Chỉ tiêu, đơn vị kéo giảm", 34), ("Mức giao", 12), ("Kết quả", 13),
    ("Đánh giá", 13), ("Giá trị", 10), ("Tử số", 11), ("Mẫu số", 11), ("Giá trị tính lại", 10),
    ("Đối chiếu", 9), ("Chênh lệch", 10), ("Cần thêm", 10), ("Cách đạt chỉ tiêu", 34),
    ("Số xã có số liệu", 9), ("Nguyên văn", 34),
)  # fmt: skip
VALUE, TOP, BOTTOM, LIVE, CHECK = "F", "G", "H", "I", "J"
_PRECISE = "#,##0.00##"


def write_targets(page: Page) -> None:
    """A row in bold a target, plain rows for its drags."""
    page.titles("Chỉ tiêu kế hoạch trên phạm vi toàn tỉnh")
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    row = FIRST
    for target in page.all_of.targets:
        _target(page, row, target)
        for drag in target.drags:
            row += 1
            _drag(page, row, drag)
        row += 1
    page.close(f"C{FIRST}", CHECK)


def _target(page: Page, row: int, one: ProvinceTarget) -> None:
    pen = page.pen
    state = TARGET_LABELS[one.state] + ("; chưa đến hạn" if one.ahead else "")
    texts = (one.plan.title, one.label, one.wanted, one.shown, state)
    for letter, text in zip("ABCDE", texts, strict=True):
        pen.text(f"{letter}{row}", text, styles.AREA)
    pen.number(f"{VALUE}{row}", one.figure.value, _PRECISE, styles.AREA_FIGURE)
    _again(page, row, one)
    pen.number(f"K{row}", one.gap, _PRECISE, styles.AREA_FIGURE)
    pen.number(f"L{row}", one.units, styles.WHOLE, styles.AREA_FIGURE)
    pen.text(f"M{row}", one.close, styles.AREA)
    pen.number(f"N{row}", one.counted, styles.WHOLE, styles.AREA_FIGURE)
    pen.text(f"O{row}", one.target.words, styles.QUIET)


def _again(page: Page, row: int, one: ProvinceTarget) -> None:
    """The ratio computed from its parts, where the value is one."""
    pen, parts, value = page.pen, one.figure.parts, one.figure.value
    if not parts or not parts[1] or value is None or 100 * parts[0] / parts[1] != value:
        for letter in (TOP, BOTTOM, LIVE, CHECK):
            pen.text(f"{letter}{row}", "", styles.AREA)
        return
    top, bottom = (exact(Fraction(part)) for part in parts)
    pen.number(f"{TOP}{row}", top, _PRECISE, styles.AREA_FIGURE)
    pen.number(f"{BOTTOM}{row}", bottom, _PRECISE, styles.AREA_FIGURE)
    page.total(row, (VALUE, LIVE, CHECK), value, f"100*{TOP}{row}/{BOTTOM}{row}")


def _drag(page: Page, row: int, drag: TargetLaggard) -> None:
    pen = page.pen
    pen.text(f"A{row}", "")
    pen.text(f"B{row}", f"{drag.unit.name} ({drag.unit.code})")
    pen.text(f"C{row}", "")
    pen.text(f"D{row}", drag.shown)
    pen.text(f"E{row}", "kéo giảm", styles.CENTRE)
    pen.number(f"{VALUE}{row}", drag.own.value, _PRECISE)
    for letter in (TOP, BOTTOM, LIVE, CHECK):
        pen.text(f"{letter}{row}", "")
    pen.number(f"K{row}", drag.pull, "#,##0.00####")
    pen.number(f"L{row}", drag.units, styles.WHOLE)
    pen.text(f"M{row}", drag.words)
    pen.text(f"N{row}", "")
    pen.text(f"O{row}", "")
