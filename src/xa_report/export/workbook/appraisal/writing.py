"""Writing the workbook in which officials appraise: only their own cells are unlocked."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.protection import WorkbookProtection

from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.export.workbook import styles
from xa_report.export.workbook.appraisal import layout
from xa_report.export.workbook.appraisal.layout import Book, UnitSheet
from xa_report.export.workbook.packing import save
from xa_report.export.workbook.pen import Column, Pen
from xa_report.export.workbook.template_cells import Plain, plain, shape_of, write_plain
from xa_report.export.workbook.template_lists import Lists
from xa_report.files import WriteTarget

_SURVEY = "Tỉnh chấm"


def write_appraisal(book: Book, target: WriteTarget) -> None:
    """Write the workbook of a period."""
    made = Workbook()
    styles.add_styles(made)
    points = made.active
    points.title = layout.POINTS
    lists = Lists(Pen(made.create_sheet("_danh_muc")))
    _Points(Pen(points), lists).write(book)
    _Figures(Pen(made.create_sheet(layout.FIGURES)), lists).write(book)
    identity = Pen(made.create_sheet(layout.IDENTITY))
    told = (layout.FORMAT, book.province.code, str(book.period), book.department)
    for row, text in enumerate(told, start=1):
        identity.text(f"A{row}", text)
    _arrange(made)
    save(made, target, datetime.combine(book.period.first_day, time(), UTC))


def _arrange(made: Workbook) -> None:
    for name in (layout.LISTS, layout.IDENTITY):
        made.move_sheet(name, offset=len(made.sheetnames))
        made[name].sheet_state = "hidden"
    for sheet in made.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.protection.autoFilter = False
    made.security = WorkbookProtection(lockStructure=True)


def _begin(pen: Pen, title: str, heads: Sequence[Column], book: Book) -> None:
    who = f" · {book.department}" if book.department else ""
    subtitle = f"{book.province.name} · {book.period.label}{who} · {len(book.sheets)} đơn vị"
    pen.titles(title, subtitle)
    pen.text("A3", layout.ADVICE, styles.SUBTITLE)
    pen.heads(layout.HEAD_ROW, heads)
    pen.widths(heads)


class _Points:
    """The sheet of criteria."""

    def __init__(self, pen: Pen, lists: Lists) -> None:
        self.pen, self.lists = pen, lists

    def write(self, book: Book) -> None:
        _begin(self.pen, "Thẩm định điểm từng tiêu chí", layout.POINT_HEADS, book)
        lines = [(sheet, one) for sheet in book.sheets for one in sheet.rows]
        for row, (sheet, one) in enumerate(lines, start=layout.FIRST_ROW):
            self._row(row, sheet, one)
        self.lists.attach(self.pen.sheet)
        _finish(self.pen, layout.HEAD_ROW + len(lines), layout.POINT_STAMP)

    def _row(self, row: int, sheet: UnitSheet, one: CriterionRow) -> None:
        pen, shape = self.pen, styles.decimals(sheet.decimals)
        style = styles.PLAIN if one.leaf else styles.AREA
        pen.text(f"A{row}", sheet.unit.code, styles.QUIET)
        pen.text(f"B{row}", sheet.unit.name, style)
        pen.text(f"C{row}", one.code, styles.QUIET)
        pen.text(f"D{row}", one.title, style)
        figure = styles.FIGURE if one.leaf else styles.AREA_FIGURE
        for letter, value in zip("EFGH", (one.max, one.sent, one.first, one.points), strict=True):
            pen.number(f"{letter}{row}", value, shape, figure)
        self._open_cells(row, one, shape)
        explanation = f"(đang trả lại) {one.explanation}" if one.reopened else one.explanation
        pen.text(f"L{row}", explanation, styles.QUIET)
        pen.text(f"M{row}", "\n".join(_proofs(one)), styles.QUIET)
        pen.text(f"N{row}", one.reason, styles.QUIET)
        stamp = layout.stamp(one.version, sheet.submission, layout.mark(*layout.of_row(one)))
        pen.text(f"{layout.POINT_STAMP}{row}", stamp if one.leaf else "", styles.QUIET)

    def _open_cells(self, row: int, one: CriterionRow, shape: str) -> None:
        places = [f"{letter}{row}" for letter in (layout.VALUE, layout.CODE, layout.TEXT)]
        if not one.leaf:
            for place in places:
                self.pen.text(place, "", styles.AREA)
            return
        points, why = layout.of_row(one)
        write_plain(self.pen, places[0], "" if points is None else points, shape)
        self.lists.check_number(places[0], "decimal")
        _reason(self.pen, self.lists, row, why)


class _Figures:
    """The sheet of figures."""

    def __init__(self, pen: Pen, lists: Lists) -> None:
        self.pen, self.lists = pen, lists

    def write(self, book: Book) -> None:
        _begin(self.pen, "Thẩm định số liệu", layout.FIGURE_HEADS, book)
        lines = [(sheet, one) for sheet in book.sheets for one in sheet.inputs]
        for row, (sheet, one) in enumerate(lines, start=layout.FIRST_ROW):
            self._row(row, sheet, one)
        self.lists.attach(self.pen.sheet)
        _finish(self.pen, layout.HEAD_ROW + len(lines), layout.FIGURE_STAMP)

    def _row(self, row: int, sheet: UnitSheet, one: InputRow) -> None:
        pen, item = self.pen, one.item
        pen.text(f"A{row}", sheet.unit.code, styles.QUIET)
        pen.text(f"B{row}", sheet.unit.name)
        pen.text(f"C{row}", item.id, styles.QUIET)
        pen.text(f"D{row}", item.label)
        pen.text(f"E{row}", item.unit, styles.CENTRE)
        for letter, answer in zip("FGH", (one.sent, one.first, one.appraised), strict=True):
            missing = _SURVEY if one.provided and answer is None else ""
            _answer(pen, f"{letter}{row}", answer, item, missing)
        answer, why = layout.of_input(one)
        _answer(pen, f"{layout.VALUE}{row}", answer, item)
        if not item.options and item.columns is None:
            self.lists.check(f"{layout.VALUE}{row}", item)
        _reason(pen, self.lists, row, why)
        stamp = layout.stamp(one.version, sheet.submission, layout.mark(answer, why, item))
        pen.text(f"{layout.FIGURE_STAMP}{row}", stamp, styles.QUIET)


def _reason(pen: Pen, lists: Lists, row: int, why: DifferenceReason | None) -> None:
    code = f"{why.code.number} {why.code.label}" if why else ""
    write_plain(pen, f"{layout.CODE}{row}", code, styles.TEXT)
    lists.offer(f"{layout.CODE}{row}", layout.CODES)
    write_plain(pen, f"{layout.TEXT}{row}", why.text if why else "", styles.TEXT)


def _answer(pen: Pen, place: str, answer: Answer | None, item: Item, missing: str = "") -> None:
    """What a cell shows of an answer; `missing` stands where there is none."""
    content = missing if answer is None else _shown(answer, item)
    shape = shape_of(answer.value if answer else None, item.kind)
    style = styles.INPUT if place.startswith(layout.VALUE) else styles.QUIET
    write_plain(pen, place, content, styles.TEXT if isinstance(content, str) else shape, style)


def _shown(answer: Answer, item: Item) -> Plain:
    if answer.value is None:
        told = (answer.not_arisen or "").strip()
        return f"{layout.NOT_ARISEN}: {told}" if told else layout.NOT_ARISEN
    content = plain(answer.value, item)
    if isinstance(answer.value, tuple):
        return format_value(answer.value, item) or content
    return content


def _proofs(one: CriterionRow) -> Iterator[str]:
    for use in one.evidence:
        cited = use.file.document.citation or use.file.name
        yield f"{cited} ({use.page})" if use.page else cited


def _finish(pen: Pen, last: int, stamp: str) -> None:
    """A filter for the heads, a mark where the points differ, and a column that nobody needs."""
    sheet = pen.sheet
    before = chr(ord(stamp) - 1)
    sheet.auto_filter.ref = f"A{layout.HEAD_ROW}:{before}{last}"
    sheet.column_dimensions[stamp].hidden = True
    if sheet.title == layout.POINTS and last >= layout.FIRST_ROW:
        area = f"H{layout.FIRST_ROW}:H{last}"
        differs = f"$H{layout.FIRST_ROW}<>$F{layout.FIRST_ROW}"
        font = Font(bold=True, color="FFB3261E")
        sheet.conditional_formatting.add(area, FormulaRule(formula=[differs], font=font))
    pen.page(layout.HEAD_ROW, f"E{layout.FIRST_ROW}")
