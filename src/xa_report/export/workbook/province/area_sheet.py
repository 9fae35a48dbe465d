"""The sheet “Lĩnh vực”: percent of every area of every commune on a scale of colours."""

from fractions import Fraction

from openpyxl.formatting.rule import ColorScaleRule

from xa_report.export.roll import area_mean, mean
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import agree
from xa_report.export.workbook.province.sheet import (
    FIRST,
    HEAD_ROW,
    UNIT_WIDTH,
    Page,
    averaged,
    unit_columns,
)

SHEET = "Lĩnh vực"
FIRST_AREA = 4
LOW, MIDDLE, HIGH = "FFF4B59A", "FFFFF3C4", "FFA8D5A2"
"""Light enough for dark figures on top."""
MEAN_LABELS = ("Trung bình", "Trung bình tính lại", "Đối chiếu")


def write_areas(page: Page) -> None:
    """One row a commune, one column an area, means below."""
    page.titles("Tỷ lệ điểm từng lĩnh vực (% điểm tối đa áp dụng)")
    areas = page.all_of.form.areas
    letters = unit_columns(FIRST_AREA, len(areas) + 1)
    _heads(page, letters)
    for row, one in page.rows():
        page.identity(row, one)
        for letter, area in zip(letters, areas, strict=False):
            page.pen.number(f"{letter}{row}", one.area_percent(area.code), page.shape)
        page.pen.number(f"{letters[-1]}{row}", one.percent, page.shape, styles.STRONG)
    whole = mean(one.percent for one in page.roll)
    means = [*(area_mean(page.roll, area.code) for area in areas), whole]
    _means(page, letters, means)
    cells = f"{letters[0]}{FIRST}:{letters[-1]}{page.last}"
    page.pen.sheet.conditional_formatting.add(cells, _scale())
    page.close(f"D{FIRST}")
    page.pen.mark_differences(f"{letters[0]}{page.last + 4}:{letters[-1]}{page.last + 4}")


def _heads(page: Page, letters: list[str]) -> None:
    pen = page.pen
    areas = [f"{area.code}. {area.title}" for area in page.all_of.form.areas]
    heads = zip(("A", "B", "C", *letters), ("Hạng", "Mã", "Đơn vị", *areas, "Chung"), strict=True)
    for letter, head in heads:
        pen.text(f"{letter}{HEAD_ROW}", head, styles.HEAD)
        pen.sheet.column_dimensions[letter].width = {"A": 7, "B": 8, "C": UNIT_WIDTH}.get(
            letter, 14
        )


def _means(page: Page, letters: list[str], means: list[Fraction | None]) -> None:
    pen, row = page.pen, page.last + 2
    for at, label in enumerate(MEAN_LABELS):
        pen.text(f"C{row + at}", label, styles.AREA)
    for letter, value in zip(letters, means, strict=True):
        stored, live = f"{letter}{row}", f"{letter}{row + 1}"
        pen.number(stored, value, page.shape, styles.STRONG)
        pen.formula(live, averaged(f"{letter}{FIRST}:{letter}{page.last}"), page.shape)
        pen.check(f"{letter}{row + 2}", f'IF({stored}="",{live}="",{agree(stored, live)})')


def _scale() -> ColorScaleRule:
    """From 50 % over 75 % to 100 %, the same for every province and year."""
    return ColorScaleRule(
        start_type="num", start_value=50, start_color=LOW,
        mid_type="num", mid_value=75, mid_color=MIDDLE,
        end_type="num", end_value=100, end_color=HIGH,
    )  # fmt: skip
