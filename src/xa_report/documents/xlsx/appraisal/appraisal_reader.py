"""The reader of an appraisal workbook: all changed rows, or all faults at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xa_report.documents.xlsx.answer_template.cells import (
    CellFault,
    cell_content,
    content_text,
    read_answer_value,
    read_points,
    read_text,
)
from xa_report.documents.xlsx.answer_template.layout import NO_ROWS, NOTHING_TICKED
from xa_report.documents.xlsx.answer_template.sheet_reader import SheetReader, find_sheet
from xa_report.documents.xlsx.appraisal import appraisal_layout
from xa_report.documents.xlsx.appraisal.appraisal_layout import ChangedRow, UnitSheet
from xa_report.documents.xlsx.untrusted_workbook import open_untrusted_workbook, read_workbook_bytes
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError

SheetsByUnit = Mapping[str, UnitSheet]
"""Rows as the register has them now, by unit code."""
ChangeFaults = Callable[[ChangedRow], Iterator[str]]
"""Yields the faults of a change that the cell alone does not show."""


def open_appraisal_workbook(path: Path, province: Unit, period: Period) -> tuple[Workbook, str]:
    """Return an appraisal workbook and its department; raise AnswerError for another one."""
    workbook = open_untrusted_workbook(
        path.name, read_workbook_bytes(path), data_only=True, keep_links=False
    )
    again = "hãy tạo bảng thẩm định mới bằng lệnh “province appraise --template”"
    if appraisal_layout.IDENTITY not in workbook.sheetnames:
        raise AnswerError(f"Tệp {path.name} không phải bảng thẩm định; {again}.")
    sheet = workbook[appraisal_layout.IDENTITY]
    identity = [read_text(sheet.cell(row, 1)) for row in range(1, 5)]
    if identity[0] != appraisal_layout.FORMAT:
        raise AnswerError(f"Tệp {path.name} do phiên bản khác của chương trình tạo; {again}.")
    if identity[1] != province.code:
        raise AnswerError(
            f"Tệp {path.name} của tỉnh mã {identity[1]}, sổ này của {province.name} "
            f"({province.code}); hãy chọn đúng tệp."
        )
    if identity[2] != str(period):
        raise AnswerError(
            f"Tệp {path.name} của kỳ {identity[2]}, đang làm kỳ {period}; hãy chọn đúng tệp."
        )
    return workbook, identity[3]


def read_appraisal_workbook(
    path: Path, workbook: Workbook, sheets: SheetsByUnit, faults: ChangeFaults
) -> tuple[ChangedRow, ...]:
    """Return every change; raise AnswerError with every fault, each with sheet and cell."""
    reader = _ChangesReader(sheets, faults)
    changes = (*reader.points(workbook), *reader.figures(workbook))
    if reader.cell_faults:
        count = len(reader.cell_faults)
        raise AnswerError(
            f"Chưa nhận gì từ tệp {path.name}, có {count} chỗ cần sửa:", reader.cell_faults
        )
    return changes


def workbook_unit_codes(workbook: Workbook) -> tuple[str, ...]:
    """Return the codes of the units that a workbook has rows of."""
    codes: dict[str, None] = {}
    for title in (appraisal_layout.POINTS, appraisal_layout.FIGURES):
        page = find_sheet(workbook, title, [])
        if page is not None:
            rows = range(appraisal_layout.FIRST_ROW, page.sheet.max_row + 1)
            codes |= dict.fromkeys(page.text(f"{appraisal_layout.UNIT}{row}") for row in rows)
    return tuple(code for code in codes if code)


@dataclass(slots=True)
class _ChangesReader:
    """Reader of both sheets, which gathers their faults."""

    sheets: SheetsByUnit
    faults: ChangeFaults
    cell_faults: list[CellFault] = field(default_factory=list)

    def points(self, workbook: Workbook) -> tuple[ChangedRow, ...]:
        """Return the changed rows of the sheet of criteria."""
        page = find_sheet(workbook, appraisal_layout.POINTS, self.cell_faults)
        return tuple(self._points(page)) if page else ()

    def _points(self, sheet_reader: SheetReader) -> Iterator[ChangedRow]:
        for row, sheet, ref in self._rows(sheet_reader):
            criterion_row = {r.code: r for r in sheet.rows if r.leaf}.get(ref)
            if criterion_row is None:
                if ref not in {r.code for r in sheet.rows}:
                    sheet_reader.fault(f"C{row}", f"{sheet.unit.name} không có tiêu chí “{ref}”.")
                continue
            yield from self._changed(sheet_reader, row, sheet, criterion_row, read_cell=read_points)

    def figures(self, workbook: Workbook) -> tuple[ChangedRow, ...]:
        """Return the changed rows of the sheet of figures."""
        page = find_sheet(workbook, appraisal_layout.FIGURES, self.cell_faults)
        return tuple(self._figures(page)) if page else ()

    def _figures(self, sheet_reader: SheetReader) -> Iterator[ChangedRow]:
        for row, sheet, ref in self._rows(sheet_reader):
            input_row = {r.item.id: r for r in sheet.inputs}.get(ref)
            if input_row is None:
                sheet_reader.fault(f"C{row}", f"{sheet.unit.name} không có số liệu “{ref}”.")
                continue
            reader = _FigureCellReader(
                input_row, sheet_reader.text(f"{appraisal_layout.TEXT}{row}")
            )
            yield from self._changed(sheet_reader, row, sheet, input_row, read_cell=reader.read)

    def _rows(self, sheet_reader: SheetReader) -> Iterator[tuple[int, UnitSheet, str]]:
        """Yield the rows of known units; add faults for unknown units and for doubled rows."""
        seen: dict[tuple[str, str], int] = {}
        for row in range(appraisal_layout.FIRST_ROW, sheet_reader.sheet.max_row + 1):
            unit, ref = (
                sheet_reader.text(f"{appraisal_layout.UNIT}{row}"),
                sheet_reader.text(f"{appraisal_layout.REF}{row}"),
            )
            if not unit and not ref:
                continue
            if unit not in self.sheets:
                sheet_reader.fault(
                    f"A{row}", f"không có hồ sơ của đơn vị mã “{unit}” trong kỳ này."
                )
            elif (unit, ref) in seen:
                message = (
                    f"“{ref}” của đơn vị {unit} đã có ở dòng {seen[unit, ref]}; hãy bỏ một dòng."
                )
                sheet_reader.fault(f"C{row}", message)
            else:
                seen[unit, ref] = row
                yield row, self.sheets[unit], ref

    def _changed(
        self,
        sheet_reader: SheetReader,
        row: int,
        sheet: UnitSheet,
        register_row: CriterionRow | InputRow,
        *,
        read_cell: Callable[[Cell], Answer | Decimal | None],
    ) -> Iterator[ChangedRow]:
        points, item = isinstance(register_row, CriterionRow), None
        if isinstance(register_row, CriterionRow):
            ref = register_row.code
        else:
            ref, item = register_row.item.id, register_row.item
        coordinate, before = f"{appraisal_layout.VALUE}{row}", len(self.cell_faults)
        stamp_coordinate = (
            f"{appraisal_layout.POINT_STAMP if points else appraisal_layout.FIGURE_STAMP}{row}"
        )
        value, why = sheet_reader.read(coordinate, read_cell), self._why(sheet_reader, row)
        stamp = appraisal_layout.parse_row_stamp(sheet_reader.text(stamp_coordinate))
        if stamp is None:
            sheet_reader.fault(
                stamp_coordinate, "mất dấu phiên bản của dòng này; hãy tạo bảng mới."
            )
        elif (
            # A row with a fault is not compared: its message is enough.
            len(self.cell_faults) == before
            and appraisal_layout.content_hash(value, why, item) != stamp[2]
        ):
            location = f"Trang “{sheet_reader.sheet.title}”, ô {coordinate}"
            changed_row = ChangedRow(sheet.unit.code, ref, points, value, why, *stamp[:2], location)
            for message in self._change_faults(changed_row):
                sheet_reader.fault(coordinate, message)
            yield changed_row

    def _change_faults(self, changed_row: ChangedRow) -> Iterator[str]:
        if changed_row.value is None and changed_row.why is not None:
            yield "đã ghi lý do nhưng chưa có giá trị; hãy nhập giá trị hoặc xóa lý do."
        else:
            yield from self.faults(changed_row)

    def _why(self, sheet_reader: SheetReader, row: int) -> DifferenceReason | None:
        number, text = (
            sheet_reader.text(f"{appraisal_layout.CODE}{row}"),
            sheet_reader.text(f"{appraisal_layout.TEXT}{row}"),
        )
        if not number:
            if text:
                sheet_reader.fault(
                    f"{appraisal_layout.CODE}{row}", "đã ghi nội dung nhưng chưa chọn mã lý do."
                )
            return None
        try:
            return DifferenceReason(
                # The list offers “T01 …”; people also type “T01.” or “T01:”.
                DifferenceCode.from_number(number.split()[0].rstrip(".:")),
                text,
            )
        except KeyError:
            known = ", ".join(code.number for code in DifferenceCode)
            sheet_reader.fault(
                f"{appraisal_layout.CODE}{row}", f"không có mã lý do “{number}”; hãy chọn {known}."
            )
            return None


@dataclass(frozen=True, slots=True)
class _FigureCellReader:
    """Reader of the value cell of one figure."""

    row: InputRow
    reason: str

    def read(self, cell: Cell) -> Answer | None:
        """Return the answer that replaces the commune's; None when the cell is empty."""
        content = cell_content(cell)
        if content is None:
            return None
        item, text = self.row.item, content_text(content)
        if self._nothing_arose(text, item):
            typed_reason = text[len(appraisal_layout.NOT_ARISEN) :]
            return Answer(not_arisen=appraisal_layout.not_arisen_reason(typed_reason, self.reason))
        if item.kind in (ItemKind.CHECKLIST, ItemKind.TABLE) and text in (NOTHING_TICKED, NO_ROWS):
            return self._with_kept_details(Answer(()))
        value = read_answer_value(cell, item)
        return None if value is None else self._with_kept_details(Answer(value))

    @staticmethod
    def _nothing_arose(text: str, item: Item) -> bool:
        # A free text may begin with these words, and an option may consist of them.
        options = {label.casefold() for label in (item.options or {}).values()}
        says_not_arisen = text.casefold().startswith(appraisal_layout.NOT_ARISEN.casefold())
        return says_not_arisen and item.kind is not ItemKind.TEXT and text.casefold() not in options

    def _with_kept_details(self, answer: Answer) -> Answer:
        """Return the answer with day, source and note, which the cell cannot hold."""
        now = self.row.appraised or self.row.sent
        if now is None:
            return answer
        if isinstance(answer.value, ExternalScore) and isinstance(now.value, ExternalScore):
            answer = replace(answer, value=replace(now.value, score=answer.value.score))
        return replace(answer, as_of=now.as_of, note=now.note)
