"""The answers on the template's sheet of items: value, reason, date, source and note of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from openpyxl import Workbook

from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, ItemValue, TableRow
from xa_report.domain.item_values import NO_WORDS, YES_WORDS
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.template_inputs import CellFault, date_of, table_cell, value_of
from xa_report.export.workbook.template_rows import Page, filled_rows, table_page
from xa_report.export.workbook.template_tables import table_heads


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads all items of one workbook."""

    book: Workbook
    page: Page
    remarks: list[str] = field(default_factory=list)

    def read(self, items: Mapping[str, Item]) -> dict[str, Answer]:
        """The answers that are there; faults are gathered on the page."""
        codes = [code for item in items.values() for code in _codes(item)]
        rows = self.page.rows(codes)
        answers = {}
        for item in items.values():
            answer = self._answer(item, rows) if item.id in rows else None
            if answer is not None:
                answers[item.id] = answer
        return answers

    def _answer(self, item: Item, rows: Mapping[str, int]) -> Answer | None:
        page, row = self.page, rows[item.id]
        reason = page.text(f"{layout.REASON}{row}")
        as_of = page.read(f"{layout.AS_OF}{row}", date_of)
        note = page.text(f"{layout.NOTE}{row}")
        faults = len(page.faults)
        value = self._value(item, rows)
        if reason and value is not None:
            page.fault(
                f"{layout.VALUE}{row}",
                f"đã ghi lý do không phát sinh ở ô {layout.REASON}{row} nên không được có giá trị;"
                " hãy giữ một trong hai.",
            )
        if reason:
            why = "" if reason == layout.NO_REASON else reason
            return Answer(not_arisen=why, as_of=as_of, note=note)
        if value is None:
            if (note or as_of) and len(page.faults) == faults:
                self._remark(row, item)
            return None
        if isinstance(value, ExternalScore):
            source = page.text(f"{layout.SOURCE}{row}")
            return Answer(replace(value, source=source, as_of=as_of), note=note)
        return Answer(value, as_of=as_of, note=note)

    def _remark(self, row: int, item: Item) -> None:
        told = f"“{item.label}” có ghi chú hoặc ngày nhưng chưa có giá trị, nên chưa được nhận."
        self.remarks.append(str(CellFault(self.page.sheet.title, f"{layout.VALUE}{row}", told)))

    def _value(self, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        place = f"{layout.VALUE}{rows[item.id]}"
        if item.kind is ItemKind.CHECKLIST:
            return self._ticked(place, item, rows)
        if item.kind is ItemKind.TABLE:
            return self._table(place, item)
        return self.page.read(place, lambda cell: value_of(cell, item))

    def _ticked(self, place: str, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        """Entries ticked in their rows, or named in the item's own cell."""
        ticked = {option for option in item.options or {} if self._tick(item, option, rows)}
        nothing = _same(self.page.text(place), layout.NOTHING_TICKED)
        if nothing and ticked:
            self.page.fault(place, "đã chọn “Không mục nào” nhưng bên dưới có mục được đánh dấu.")
        if not nothing:
            named = self.page.read(place, lambda cell: value_of(cell, item))
            ticked |= {str(option) for option in named} if isinstance(named, tuple) else set()
        if not ticked and not nothing:
            return None
        return tuple(option for option in item.options or {} if option in ticked)

    def _tick(self, item: Item, option: str, rows: Mapping[str, int]) -> bool:
        row = rows.get(layout.tick_code(item, option))
        mark = self.page.text(f"{layout.VALUE}{row}").casefold() if row else ""
        if mark and mark not in YES_WORDS | NO_WORDS:
            self.page.fault(f"{layout.VALUE}{row}", f"“{mark}” không rõ; hãy ghi x hoặc để trống.")
        return mark in YES_WORDS

    def _table(self, place: str, item: Item) -> ItemValue | None:
        page = table_page(self.book, item, self.page.faults)
        rows = self._rows(page, item) if page else ()
        said = self.page.text(place)
        empty = _same(said, layout.NO_ROWS)
        if said and not empty:
            told = f"“{said}” không dùng được; hãy nhập từng dòng ở trang của bảng “{item.label}”."
            self.page.fault(place, told)
        if empty and rows:
            told = f"đã chọn “{layout.NO_ROWS}” nhưng trang của bảng “{item.label}” có dòng."
            self.page.fault(place, told)
        return rows if rows or empty else None

    def _rows(self, page: Page, item: Item) -> tuple[TableRow, ...]:
        heads = table_heads(item)
        kinds = list((item.columns or {}).items())
        rows: list[TableRow] = []
        for number in filled_rows(page, len(heads)):
            row = {
                key: _table_cell(page, f"{head.letter}{number}", kind)
                for head, (key, kind) in zip(heads, kinds, strict=True)
            }
            rows.append(row)
        return tuple(rows)


def _codes(item: Item) -> list[str]:
    options = item.options or {} if item.kind is ItemKind.CHECKLIST else {}
    return [item.id, *(layout.tick_code(item, option) for option in options)]


def _table_cell(page: Page, place: str, kind: str) -> str | Decimal | date:
    found = page.read(place, partial(table_cell, kind=kind))
    return "" if found is None else found


def _same(text: str, other: str) -> bool:
    return text.casefold() == other.casefold()
