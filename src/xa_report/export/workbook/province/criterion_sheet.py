"""The sheet “Tiêu chí”: appraised points of every area and criterion, a column for each commune."""

from fractions import Fraction

from xa_report.domain.assessment import CriterionResult
from xa_report.export.roll import Entry, mean
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import agree, columns
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, Page, averaged, unit_columns

SHEET = "Tiêu chí"
HEADS = columns(
    ("Mã", 8), ("Lĩnh vực, tiêu chí", 46), ("Loại", 10), ("Điểm tối đa", 9), ("Trung bình", 10),
    ("Trung bình tính lại", 10), ("Đối chiếu", 9),
)  # fmt: skip
MEAN, CHECK = ("E", "F", "G"), "G"
FIRST_UNIT = 8
AREA, GROUP, LEAF, BONUS, PENALTY = "Lĩnh vực", "Nhóm", "Tiêu chí", "Thưởng", "Trừ"
SUM_LABELS = ("Tổng điểm các lĩnh vực", "Tổng tính lại", "Đối chiếu")
Line = tuple[CriterionResult, str]


def write_criteria(page: Page) -> None:
    """One row a criterion, with its mean; below them the sums of every commune."""
    page.titles("Điểm thẩm định từng tiêu chí của các đơn vị")
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    letters = unit_columns(FIRST_UNIT, len(page.roll))
    for letter, one in zip(letters, page.roll, strict=True):
        page.pen.text(f"{letter}{HEAD_ROW}", f"{one.unit.name}\n{one.unit.code}", styles.HEAD)
        page.pen.sheet.column_dimensions[letter].width = 13
    found = [_lines(one) for one in page.roll]
    count = len(found[0]) if found else 0
    for at in range(count):
        _row(page, FIRST + at, [lines[at] for lines in found], letters)
    _sums(page, HEAD_ROW + count, letters)
    page.close(f"H{FIRST}", CHECK)
    page.spread("A:B")


def _lines(one: Entry) -> list[Line]:
    """Areas with their criteria, then what stands outside of the total."""
    done = one.standing.appraised
    lines: list[Line] = []
    for area in done.areas:
        lines.append((area, AREA))
        below = (c for c in done.criteria if c.code.split(".")[0] == area.code)
        lines += [(c, LEAF if c.leaf else GROUP) for c in below]
    lines += [(one, BONUS) for one in done.bonuses]
    return lines + [(one, PENALTY) for one in done.penalties]


def _row(page: Page, row: int, lines: list[Line], letters: list[str]) -> None:
    pen, (first, kind) = page.pen, lines[0]
    bold = kind in (AREA, GROUP)
    words, figure = (styles.AREA, styles.AREA_FIGURE) if bold else (styles.PLAIN, styles.FIGURE)
    pen.text(f"A{row}", first.code, words)
    pen.text(f"B{row}", first.title, words)
    pen.text(f"C{row}", kind, words)
    pen.number(f"D{row}", first.max, page.shape, figure)
    for letter, (result, _) in zip(letters, lines, strict=True):
        pen.number(f"{letter}{row}", result.points, page.shape, figure)
    whole = mean(Fraction(result.points) for result, _ in lines)
    page.total(row, MEAN, whole, averaged(f"{letters[0]}{row}:{letters[-1]}{row}"))


def _sums(page: Page, last: int, letters: list[str]) -> None:
    pen, row = page.pen, last + 2
    for at, label in enumerate(SUM_LABELS):
        pen.text(f"B{row + at}", label, styles.AREA)
    for letter, one in zip(letters, page.roll, strict=True):
        stored, live = f"{letter}{row}", f"{letter}{row + 1}"
        kinds, points = f"$C${FIRST}:$C${last}", f"{letter}{FIRST}:{letter}{last}"
        pen.number(stored, one.standing.appraised.total, page.shape, styles.STRONG)
        pen.formula(live, f'SUMIF({kinds},"{AREA}",{points})', page.shape)
        pen.check(f"{letter}{row + 2}", agree(stored, live))
    if letters:
        pen.mark_differences(f"{letters[0]}{row + 2}:{letters[-1]}{row + 2}")
