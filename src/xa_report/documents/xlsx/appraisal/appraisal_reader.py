"""The reader of an appraisal workbook: all changed rows, or all faults at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xa_report.documents.xlsx.answer_template.cells import (
    cell_content,
    content_text,
    read_answer_value,
    read_points,
    read_text,
)
from xa_report.documents.xlsx.answer_template.layout import NO_ROWS, NOTHING_TICKED
from xa_report.documents.xlsx.answer_template.sheet_reader import (
    SheetReader,
    WorkbookNotes,
    find_sheet,
    remark_other_sheets,
)
from xa_report.documents.xlsx.appraisal import appraisal_layout
from xa_report.documents.xlsx.appraisal.appraisal_layout import ChangedRow, RowStamp, UnitSheet
from xa_report.documents.xlsx.untrusted_workbook import open_untrusted_workbook, read_workbook_bytes
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError

NOT_ARISEN_ADVICE = (
    f"không có số liệu thì ghi “{appraisal_layout.NOT_ARISEN}: lý do”, hoặc để trống ô này để lấy"
    " theo số liệu xã gửi"
)
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


@dataclass(frozen=True, slots=True)
class WorkbookChanges:
    """The changed rows of a workbook, and what was not read."""

    rows: tuple[ChangedRow, ...]
    remarks: tuple[str, ...]
    """Sentences about cells and sheets outside of the tables."""


def read_appraisal_workbook(
    path: Path, workbook: Workbook, sheets: SheetsByUnit, faults: ChangeFaults
) -> WorkbookChanges:
    """Return every change; raise AnswerError with every fault, each with sheet and cell."""
    notes = WorkbookNotes()
    reader = _ChangesReader(sheets, faults)
    changes = (
        *reader.points(_find_points(workbook, notes)),
        *reader.figures(_find_figures(workbook, notes)),
    )
    if notes.faults:
        raise AnswerError(
            f"Chưa nhận gì từ tệp {path.name}, có {len(notes.faults)} chỗ cần sửa:", notes.faults
        )
    own = (
        appraisal_layout.POINTS,
        appraisal_layout.FIGURES,
        appraisal_layout.LISTS,
        appraisal_layout.IDENTITY,
    )
    remark_other_sheets(workbook, own, notes)
    return WorkbookChanges(changes, tuple(notes.remarks))


def _input_heads(value_head: str) -> tuple[str, ...]:
    """Return the heads of the columns that are read; `value_head` is that of the value."""
    return (
        appraisal_layout.UNIT_HEAD,
        appraisal_layout.REF_HEAD,
        value_head,
        appraisal_layout.CODE_HEAD,
        appraisal_layout.TEXT_HEAD,
        appraisal_layout.STAMP_HEAD,
    )


def _find_points(workbook: Workbook, notes: WorkbookNotes) -> SheetReader | None:
    heads = _input_heads(appraisal_layout.POINTS_HEAD)
    return find_sheet(workbook, appraisal_layout.POINTS, appraisal_layout.POINT_HEADS, heads, notes)


def _find_figures(workbook: Workbook, notes: WorkbookNotes) -> SheetReader | None:
    heads = _input_heads(appraisal_layout.FIGURE_HEAD)
    return find_sheet(
        workbook, appraisal_layout.FIGURES, appraisal_layout.FIGURE_HEADS, heads, notes
    )


def workbook_unit_codes(workbook: Workbook) -> tuple[str, ...]:
    """Return the codes of the units that a workbook has rows of."""
    codes: dict[str, None] = {}
    # Faults are gathered when the workbook is read.
    for page in (_find_points(workbook, WorkbookNotes()), _find_figures(workbook, WorkbookNotes())):
        if page is not None:
            head = appraisal_layout.UNIT_HEAD
            codes |= dict.fromkeys(
                page.text(page.at(head, row)) for row in page.filled_rows([head])
            )
    return tuple(code for code in codes if code)


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reader of the open cells and the stamp of one row."""

    page: SheetReader
    row: int
    value_head: str
    read_cell: Callable[[Cell], Answer | Decimal | None]

    @property
    def coordinate(self) -> str:
        """The cell of the value."""
        return self.page.at(self.value_head, self.row)

    def stamp(self, unit: str, ref: str) -> RowStamp | None:
        """Return the stamp of a row; None and a fault when it is lost or another row's."""
        coordinate = self.page.at(appraisal_layout.STAMP_HEAD, self.row)
        stamp = appraisal_layout.parse_row_stamp(self.page.text(coordinate))
        if stamp is None:
            self.page.fault(coordinate, "mất dấu phiên bản của dòng này; hãy tạo bảng mới.")
        elif stamp.row_hash != appraisal_layout.row_hash(unit, ref):
            self.page.fault(
                coordinate,
                f"dấu phiên bản không phải của đơn vị {unit}, mã {ref}: bảng đã bị sắp xếp hoặc"
                " chép lệch một phần các cột; hãy hoàn tác, hoặc tạo bảng mới rồi nhập lại.",
            )
            return None
        return stamp

    def reason(self) -> DifferenceReason | None:
        """Return the reason of a row; None when there is none or it has a fault."""
        page, row = self.page, self.row
        code_cell = page.at(appraisal_layout.CODE_HEAD, row)
        number = page.text(code_cell)
        text = page.text(page.at(appraisal_layout.TEXT_HEAD, row))
        if not number:
            if text:
                page.fault(code_cell, "đã ghi nội dung nhưng chưa chọn mã lý do.")
            return None
        try:
            # The list offers “T01 …”; people also type “T01.” or “T01:”.
            code = DifferenceCode.from_number(number.split()[0].rstrip(".:"))
        except KeyError:
            known = ", ".join(code.number for code in DifferenceCode)
            page.fault(code_cell, f"không có mã lý do “{number}”; hãy chọn {known}.")
            return None
        return DifferenceReason(code, text)


@dataclass(slots=True)
class _ChangesReader:
    """Reader of both sheets; their notes gather the faults."""

    sheets: SheetsByUnit
    faults: ChangeFaults

    def points(self, page: SheetReader | None) -> tuple[ChangedRow, ...]:
        """Return the changed rows of the sheet of criteria."""
        return tuple(self._points(page)) if page else ()

    def _points(self, page: SheetReader) -> Iterator[ChangedRow]:
        rows = list(self._rows(page))
        for row, sheet, ref in rows:
            criterion_row = {r.code: r for r in sheet.rows}.get(ref)
            if criterion_row is None:
                page.fault(
                    page.at(appraisal_layout.REF_HEAD, row),
                    f"{sheet.unit.name} không có tiêu chí “{ref}”.",
                )
            elif criterion_row.leaf:
                yield from self._changed(
                    _RowReader(page, row, appraisal_layout.POINTS_HEAD, read_points),
                    sheet,
                    criterion_row,
                )
            else:
                self._refuse_parent_points(page, row, ref)
        page.note_unread([row for row, _, _ in rows], _input_heads(appraisal_layout.POINTS_HEAD))

    @staticmethod
    def _refuse_parent_points(page: SheetReader, row: int, ref: str) -> None:
        for head in (
            appraisal_layout.POINTS_HEAD,
            appraisal_layout.CODE_HEAD,
            appraisal_layout.TEXT_HEAD,
        ):
            if page.text(page.at(head, row)):
                page.fault(
                    page.at(head, row),
                    f"“{ref}” có tiêu chí con, điểm cộng từ các tiêu chí con; hãy xóa ô này và"
                    " nhập ở tiêu chí con.",
                )

    def figures(self, page: SheetReader | None) -> tuple[ChangedRow, ...]:
        """Return the changed rows of the sheet of figures."""
        return tuple(self._figures(page)) if page else ()

    def _figures(self, page: SheetReader) -> Iterator[ChangedRow]:
        rows = list(self._rows(page))
        for row, sheet, ref in rows:
            input_row = {r.item.id: r for r in sheet.inputs}.get(ref)
            if input_row is None:
                page.fault(
                    page.at(appraisal_layout.REF_HEAD, row),
                    f"{sheet.unit.name} không có số liệu “{ref}”.",
                )
                continue
            reason = page.text(page.at(appraisal_layout.TEXT_HEAD, row))
            reader = _FigureCellReader(input_row, reason)
            yield from self._changed(
                _RowReader(page, row, appraisal_layout.FIGURE_HEAD, reader.read), sheet, input_row
            )
        page.note_unread([row for row, _, _ in rows], _input_heads(appraisal_layout.FIGURE_HEAD))

    def _rows(self, page: SheetReader) -> Iterator[tuple[int, UnitSheet, str]]:
        """Yield the rows of known units; add faults for unknown units and for doubled rows."""
        seen: dict[tuple[str, str], int] = {}
        heads = (appraisal_layout.UNIT_HEAD, appraisal_layout.REF_HEAD)
        for row in page.filled_rows(heads):
            unit_cell, ref_cell = (page.at(head, row) for head in heads)
            unit, ref = page.text(unit_cell), page.text(ref_cell)
            if unit not in self.sheets:
                page.fault(unit_cell, f"không có hồ sơ của đơn vị mã “{unit}” trong kỳ này.")
            elif (unit, ref) in seen:
                message = (
                    f"“{ref}” của đơn vị {unit} đã có ở dòng {seen[unit, ref]}; hãy bỏ một dòng."
                )
                page.fault(ref_cell, message)
            else:
                seen[unit, ref] = row
                yield row, self.sheets[unit], ref

    def _changed(
        self, reader: _RowReader, sheet: UnitSheet, register_row: CriterionRow | InputRow
    ) -> Iterator[ChangedRow]:
        page, item = reader.page, None
        if isinstance(register_row, CriterionRow):
            ref = register_row.code
        else:
            ref, item = register_row.item.id, register_row.item
        before = page.fault_count
        value, why = page.read(reader.coordinate, reader.read_cell), reader.reason()
        stamp = reader.stamp(sheet.unit.code, ref)
        # A row with a fault is not compared: its message is enough.
        if stamp is None or page.fault_count > before:
            return
        if appraisal_layout.content_hash(value, why, item) != stamp.content_hash:
            changed_row = ChangedRow(
                sheet.unit.code,
                ref,
                item is None,
                value,
                why,
                stamp.version,
                stamp.submission,
                f"Trang “{page.sheet.title}”, ô {reader.coordinate}",
            )
            for message in self._change_faults(changed_row):
                page.fault(reader.coordinate, message)
            yield changed_row

    def _change_faults(self, changed_row: ChangedRow) -> Iterator[str]:
        if changed_row.value is None and changed_row.why is not None:
            yield "đã ghi lý do nhưng chưa có giá trị; hãy nhập giá trị hoặc xóa lý do."
        else:
            yield from self.faults(changed_row)


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
        value = read_answer_value(cell, item, NOT_ARISEN_ADVICE)
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
