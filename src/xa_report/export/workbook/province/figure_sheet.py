"""The sheet “Số liệu”: every item as it was sent, exact, a column for each commune."""

from datetime import date
from fractions import Fraction

from xa_report.assess.assessment import requested_items
from xa_report.assess.figures import answer_to_number
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.export.roll import known, mean
from xa_report.export.workbook import styles
from xa_report.export.workbook.order import by_use
from xa_report.export.workbook.pen import columns
from xa_report.export.workbook.province.sheet import (
    FIRST,
    HEAD_ROW,
    Page,
    averaged,
    exact,
    unit_columns,
)

SHEET = "Số liệu"
HEADS = columns(
    ("Mã", 20), ("Số liệu", 46), ("Đơn vị", 10), ("Cách cộng", 12), ("Toàn tỉnh", 13),
    ("Toàn tỉnh tính lại", 13), ("Đối chiếu", 9),
)  # fmt: skip
TOTAL, CHECK, FIRST_UNIT = ("E", "F", "G"), "G", 8
NOT_ARISEN = "KPS"
NOTE = f"{NOT_ARISEN}: không phát sinh; ô trống: chưa báo cáo; có/không: 1/0; danh mục: số mục."
_ADDED = frozenset({ItemKind.COUNT, ItemKind.MONEY, ItemKind.DECIMAL, ItemKind.YES_NO})
_AVERAGED = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL, ItemKind.CHECKLIST, ItemKind.TABLE})
_EXACT = "#,##0.######"


def write_figures(page: Page) -> None:
    """One row an item, with its total over the province."""
    page.titles("Số liệu báo cáo của các đơn vị")
    page.pen.text("A3", NOTE, styles.SUBTITLE)
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    letters = unit_columns(FIRST_UNIT, len(page.roll))
    for letter, one in zip(letters, page.roll, strict=True):
        page.pen.text(f"{letter}{HEAD_ROW}", f"{one.unit.name}\n{one.unit.code}", styles.HEAD)
        page.pen.sheet.column_dimensions[letter].width = 13
    all_of = page.all_of
    every = requested_items(all_of.form, all_of.plans, all_of.period.year)
    items, _ = by_use(all_of.form, *every)
    for row, item in enumerate(items.values(), start=FIRST):
        _row(page, row, item, letters)
    page.close(f"H{FIRST}", CHECK)
    page.spread("A:B")


def _row(page: Page, row: int, item: Item, letters: list[str]) -> None:
    pen = page.pen
    pen.text(f"A{row}", item.id, styles.QUIET)
    pen.text(f"B{row}", item.label)
    pen.text(f"C{row}", item.unit, styles.CENTRE)
    numbers: list[Fraction | None] = []
    for letter, one in zip(letters, page.roll, strict=True):
        answer = one.standing.report.answers.get(item.id, Answer())
        _cell(page, f"{letter}{row}", answer, item)
        numbers.append(answer_to_number(answer) if answer.arisen else None)
    area = f"{letters[0]}{row}:{letters[-1]}{row}" if letters else f"{TOTAL[0]}{HEAD_ROW}"
    whole, live, how = _total(item, numbers, area)
    pen.text(f"D{row}", how, styles.CENTRE)
    if how:
        page.total(row, TOTAL, exact(whole), live)
        for letter in TOTAL[:2]:
            pen.sheet[f"{letter}{row}"].number_format = _EXACT
    else:
        for letter in TOTAL:
            pen.text(f"{letter}{row}", "")


def _total(
    item: Item, numbers: list[Fraction | None], area: str
) -> tuple[Fraction | None, str, str]:
    """The total, its formula and how it is made; an empty word when nothing can be added."""
    if item.kind in _ADDED:
        return sum(known(numbers), Fraction(0)), f"SUM({area})", "Cộng"
    if item.kind in _AVERAGED:
        return mean(numbers), averaged(area), "Trung bình"
    return None, "", ""


def _cell(page: Page, place: str, answer: Answer, item: Item) -> None:
    value, pen = answer.value, page.pen
    if answer.not_arisen is not None:
        pen.text(place, NOT_ARISEN, styles.CENTRE)
    elif isinstance(value, date):
        pen.date(place, value)
    elif isinstance(value, str):
        pen.text(place, format_value(value, item))
    else:
        number = answer_to_number(answer) if value is not None else None
        pen.number(place, exact(number), _EXACT)
