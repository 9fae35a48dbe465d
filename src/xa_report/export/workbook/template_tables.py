"""The template's sheets for table items: a row of cells for each row of the answer."""

import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from xa_report.domain.item import Answer, Item, ItemKind, TableRow
from xa_report.export.workbook import styles
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.pen import Column, Pen, columns
from xa_report.export.workbook.template_cells import shape_of, write_plain
from xa_report.export.workbook.template_lists import NUMBERS, Lists

_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_WIDTHS = {ItemKind.TEXT: 40.0, ItemKind.DATE: 14.0}


def write_tables(
    book: Workbook, items: Sequence[Item], answers: Mapping[str, Answer], lists: Lists
) -> None:
    """A sheet for each table."""
    for number, item in enumerate(items, start=1):
        name = _FORBIDDEN.sub(" ", f"Bảng {number} {item.label}")[:31].strip()
        pen = Pen(book.create_sheet(name))
        _write_table(pen, item, _rows(answers.get(item.id)), lists)


def table_heads(item: Item) -> tuple[Column, ...]:
    """The columns of a table's sheet."""
    named = ((key, _WIDTHS.get(ItemKind(kind), 18.0)) for key, kind in (item.columns or {}).items())
    return columns(*named)


def _rows(answer: Answer | None) -> list[TableRow]:
    value = answer.value if answer and isinstance(answer.value, tuple) else ()
    return [row for row in value if isinstance(row, Mapping)]


def _write_table(pen: Pen, item: Item, rows: Sequence[TableRow], lists: Lists) -> None:
    heads = table_heads(item)
    pen.titles(item.label, "Mã số liệu:")
    pen.text(layout.TABLE_ID, item.id, styles.SUBTITLE)
    pen.text("A3", "Mỗi dòng một mục; dòng trống được bỏ qua.", styles.SUBTITLE)
    pen.heads(layout.HEAD_ROW, heads)
    pen.widths(heads)
    last = layout.FIRST_ROW + len(rows) + layout.FREE_ROWS
    for row in range(layout.FIRST_ROW, last):
        index = row - layout.FIRST_ROW
        _write_row(pen, row, item, rows[index] if index < len(rows) else {})
    for head, kind in zip(heads, (item.columns or {}).values(), strict=True):
        area = f"{head.letter}{layout.FIRST_ROW}:{head.letter}{last - 1}"
        if kind in NUMBERS or kind == ItemKind.DATE:
            lists.check_number(area, NUMBERS.get(ItemKind(kind), "date"))
    lists.attach(pen.sheet)
    pen.page(layout.HEAD_ROW, f"A{layout.FIRST_ROW}")


def _write_row(pen: Pen, number: int, item: Item, row: TableRow) -> None:
    for head, (key, kind) in zip(table_heads(item), (item.columns or {}).items(), strict=True):
        content = row.get(key, "")
        write_plain(pen, f"{head.letter}{number}", content, shape_of(content, ItemKind(kind)))
