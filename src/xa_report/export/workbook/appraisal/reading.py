"""Reading the workbook that officials worked in: all that was changed, or all faults at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.errors import AnswerError
from xa_report.export.workbook.appraisal import layout
from xa_report.export.workbook.appraisal.layout import Typed, UnitSheet
from xa_report.export.workbook.template_inputs import (
    CellFault,
    as_text,
    content,
    points_of,
    value_of,
)
from xa_report.export.workbook.template_layout import NO_ROWS, NOTHING_TICKED
from xa_report.export.workbook.template_rows import Page, page_of

Sheets = Mapping[str, UnitSheet]
"""What the register has now, by unit code."""
Faults = Callable[[Typed], Iterator[str]]
"""What stands against a change, beyond what a cell can tell."""


def read_appraisal(path: Path, book: Workbook, sheets: Sheets, faults: Faults) -> tuple[Typed, ...]:
    """Everything that was changed; raise AnswerError with every fault, each with sheet and cell."""
    reader = _Reader(sheets, faults)
    found = (*reader.points(book), *reader.figures(book))
    if reader.found:
        count = len(reader.found)
        raise AnswerError(f"Chưa nhận gì từ tệp {path.name}, có {count} chỗ cần sửa:", reader.found)
    return found


def units_of(book: Workbook) -> tuple[str, ...]:
    """The codes of the units that a workbook has rows of."""
    found: dict[str, None] = {}
    for title in (layout.POINTS, layout.FIGURES):
        page = page_of(book, title, [])
        if page is not None:
            rows = range(layout.FIRST_ROW, page.sheet.max_row + 1)
            found |= dict.fromkeys(page.text(f"{layout.UNIT}{row}") for row in rows)
    return tuple(code for code in found if code)


@dataclass(slots=True)
class _Reader:
    """Reads both sheets and gathers what is wrong."""

    sheets: Sheets
    faults: Faults
    found: list[CellFault] = field(default_factory=list)

    def points(self, book: Workbook) -> tuple[Typed, ...]:
        page = page_of(book, layout.POINTS, self.found)
        return tuple(self._points(page)) if page else ()

    def _points(self, page: Page) -> Iterator[Typed]:
        for row, sheet, ref in self._rows(page):
            one = {r.code: r for r in sheet.rows if r.leaf}.get(ref)
            if one is None:
                if ref not in {r.code for r in sheet.rows}:
                    page.fault(f"C{row}", f"{sheet.unit.name} không có tiêu chí “{ref}”.")
                continue
            yield from self._changed(page, row, (sheet, one), points_of)

    def figures(self, book: Workbook) -> tuple[Typed, ...]:
        page = page_of(book, layout.FIGURES, self.found)
        return tuple(self._figures(page)) if page else ()

    def _figures(self, page: Page) -> Iterator[Typed]:
        for row, sheet, ref in self._rows(page):
            one = {r.item.id: r for r in sheet.inputs}.get(ref)
            if one is None:
                page.fault(f"C{row}", f"{sheet.unit.name} không có số liệu “{ref}”.")
                continue
            reader = _Answers(one, page.text(f"{layout.TEXT}{row}"))
            yield from self._changed(page, row, (sheet, one), reader.read)

    def _rows(self, page: Page) -> Iterator[tuple[int, UnitSheet, str]]:
        """Rows that are somebody's; faults for those that are nobody's or there twice."""
        seen: dict[tuple[str, str], int] = {}
        for row in range(layout.FIRST_ROW, page.sheet.max_row + 1):
            unit, ref = page.text(f"{layout.UNIT}{row}"), page.text(f"{layout.REF}{row}")
            if not unit and not ref:
                continue
            if unit not in self.sheets:
                page.fault(f"A{row}", f"không có hồ sơ của đơn vị mã “{unit}” trong kỳ này.")
            elif (unit, ref) in seen:
                told = f"“{ref}” của đơn vị {unit} đã có ở dòng {seen[unit, ref]}; hãy bỏ một dòng."
                page.fault(f"C{row}", told)
            else:
                seen[unit, ref] = row
                yield row, self.sheets[unit], ref

    def _changed(
        self,
        page: Page,
        row: int,
        of: tuple[UnitSheet, CriterionRow | InputRow],
        how: Callable[[Cell], Answer | Decimal | None],
    ) -> Iterator[Typed]:
        sheet, one = of
        points = isinstance(one, CriterionRow)
        ref, item = (one.code, None) if isinstance(one, CriterionRow) else (one.item.id, one.item)
        place, before = f"{layout.VALUE}{row}", len(self.found)
        hidden = f"{layout.POINT_STAMP if points else layout.FIGURE_STAMP}{row}"
        value, why = page.read(place, how), self._why(page, row)
        stamp = layout.stamped(page.text(hidden))
        if stamp is None:
            page.fault(hidden, "mất dấu phiên bản của dòng này; hãy tạo bảng mới.")
        elif len(self.found) == before and layout.mark(value, why, item) != stamp[2]:
            where = f"Trang “{page.sheet.title}”, ô {place}"
            typed = Typed(sheet.unit.code, ref, points, value, why, *stamp[:2], where)
            for told in self._against(typed):
                page.fault(place, told)
            yield typed

    def _against(self, typed: Typed) -> Iterator[str]:
        if typed.value is None and typed.why is not None:
            yield "đã ghi lý do nhưng chưa có giá trị; hãy nhập giá trị hoặc xóa lý do."
        else:
            yield from self.faults(typed)

    def _why(self, page: Page, row: int) -> DifferenceReason | None:
        number, text = page.text(f"{layout.CODE}{row}"), page.text(f"{layout.TEXT}{row}")
        if not number:
            if text:
                page.fault(f"{layout.CODE}{row}", "đã ghi nội dung nhưng chưa chọn mã lý do.")
            return None
        try:
            return DifferenceReason(DifferenceCode.of(number.split()[0].rstrip(".:")), text)
        except KeyError:
            known = ", ".join(code.number for code in DifferenceCode)
            page.fault(f"{layout.CODE}{row}", f"không có mã lý do “{number}”; hãy chọn {known}.")
            return None


@dataclass(frozen=True, slots=True)
class _Answers:
    """Reads the value cell of one figure."""

    row: InputRow
    reason: str

    def read(self, cell: Cell) -> Answer | None:
        """The answer in place of the commune's; None when the cell is empty."""
        found = content(cell)
        if found is None:
            return None
        item, text = self.row.item, as_text(found)
        if self._nothing_arose(text, item):
            told = text[len(layout.NOT_ARISEN) :]
            return Answer(not_arisen=layout.nothing_arose(told, self.reason))
        if item.kind in (ItemKind.CHECKLIST, ItemKind.TABLE) and text in (NOTHING_TICKED, NO_ROWS):
            return self._kept(Answer(()))
        value = value_of(cell, item)
        return None if value is None else self._kept(Answer(value))

    @staticmethod
    def _nothing_arose(text: str, item: Item) -> bool:
        options = {label.casefold() for label in (item.options or {}).values()}
        told = text.casefold().startswith(layout.NOT_ARISEN.casefold())
        return told and item.kind is not ItemKind.TEXT and text.casefold() not in options

    def _kept(self, answer: Answer) -> Answer:
        """What the cell cannot hold stays as it is: day, source and note."""
        now = self.row.appraised or self.row.sent
        if now is None:
            return answer
        if isinstance(answer.value, ExternalScore) and isinstance(now.value, ExternalScore):
            answer = replace(answer, value=replace(now.value, score=answer.value.score))
        return replace(answer, as_of=now.as_of, note=now.note)
