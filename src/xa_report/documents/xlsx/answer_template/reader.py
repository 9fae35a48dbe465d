"""The reader of a filled answer template: all answers, or all faults at once."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.answer_template.cells import (
    CellFault,
    read_answer_value,
    read_date,
    read_points,
    read_table_cell,
)
from xa_report.documents.xlsx.answer_template.layout import TemplateIdentity, template_identity
from xa_report.documents.xlsx.answer_template.sheet_reader import (
    SheetReader,
    WorkbookNotes,
    find_sheet,
    find_table_sheet,
    remark_other_sheets,
    table_id,
)
from xa_report.documents.xlsx.cell_text import text_as_read, unescape_cell_text
from xa_report.documents.xlsx.untrusted_workbook import open_untrusted_workbook, read_workbook_bytes
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.form import Form
from xa_report.domain.item import (
    Answer,
    ExternalScore,
    FilledBy,
    Item,
    ItemKind,
    ItemValue,
    TableRow,
)
from xa_report.domain.item_values import NO_WORDS, YES_WORDS
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.errors import AnswerError


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads all items of one workbook."""

    workbook: Workbook
    sheet_reader: SheetReader
    stored: Mapping[str, Answer]
    """What the report holds: a draft's unfinished reason may come back as it is."""
    places: dict[str, str] = field(default_factory=dict)
    """The cells of the answers by item id."""

    def read(self, items: Mapping[str, Item]) -> dict[str, Answer]:
        """Return the answers of the filled rows; faults are gathered in the sheet reader."""
        codes = [code for item in items.values() for code in _item_codes(item)]
        rows = self.sheet_reader.rows(layout.CODE_HEAD, codes)
        answers = {}
        for item in items.values():
            answer = self._answer(item, rows) if item.id in rows else None
            if answer is not None:
                answers[item.id] = answer
                head = layout.VALUE_HEAD if answer.not_arisen is None else layout.REASON_HEAD
                coordinate = self.sheet_reader.at(head, rows[item.id])
                self.places[item.id] = f"Trang “{self.sheet_reader.sheet.title}”, ô {coordinate}"
        self.sheet_reader.note_unread(rows.values(), layout.FIGURE_INPUT_HEADS)
        return answers

    def _answer(self, item: Item, rows: Mapping[str, int]) -> Answer | None:
        page, row = self.sheet_reader, rows[item.id]
        reason = page.text(page.at(layout.REASON_HEAD, row))
        as_of = page.read(page.at(layout.AS_OF_HEAD, row), read_date)
        note = page.text(page.at(layout.NOTE_HEAD, row))
        faults = page.fault_count
        value = self._value(item, rows)
        if reason:
            return self._not_arisen(item, row, Answer(value, reason, as_of, note))
        if value is None:
            # After a fault the value is wrong rather than missing.
            if (note or as_of) and page.fault_count == faults:
                self._remark(row, item)
            return None
        if isinstance(value, ExternalScore):
            source = page.text(page.at(layout.SOURCE_HEAD, row))
            answer = Answer(replace(value, source=source, as_of=as_of), note=note)
        else:
            answer = Answer(value, as_of=as_of, note=note)
        for fault in answer_faults(item, answer, FilledBy.COMMUNE):
            page.fault(page.at(layout.VALUE_HEAD, row), f"{fault}.")
        return answer

    def _not_arisen(self, item: Item, row: int, answer: Answer) -> Answer:
        """Return the answer of a row with a reason; add faults of the reason and for a value."""
        page, reason_cell = self.sheet_reader, self.sheet_reader.at(layout.REASON_HEAD, row)
        if answer.value is not None:
            page.fault(
                page.at(layout.VALUE_HEAD, row),
                f"đã ghi lý do không phát sinh ở ô {reason_cell} nên không được có giá trị;"
                " hãy giữ một trong hai.",
            )
        answer = replace(answer, value=None)
        # A draft may wait for its reason: what the template was given can be read back.
        if answer.not_arisen == layout.NO_REASON:
            return replace(answer, not_arisen="")
        stored_reason = self.stored.get(item.id, Answer()).not_arisen
        if stored_reason is not None and text_as_read(stored_reason) == answer.not_arisen:
            return answer
        for fault in answer_faults(item, answer, FilledBy.COMMUNE):
            page.fault(reason_cell, f"{fault}.")
        return answer

    def _remark(self, row: int, item: Item) -> None:
        message = f"“{item.label}” có ghi chú hoặc ngày nhưng chưa có giá trị, nên chưa được nhận."
        coordinate = self.sheet_reader.at(layout.VALUE_HEAD, row)
        self.sheet_reader.notes.remarks.append(
            str(CellFault(self.sheet_reader.sheet.title, coordinate, message))
        )

    def _value(self, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        coordinate = self.sheet_reader.at(layout.VALUE_HEAD, rows[item.id])
        if item.kind is ItemKind.CHECKLIST:
            return self._ticked(coordinate, item, rows)
        if item.kind is ItemKind.TABLE:
            return self._table(coordinate, item)
        return self.sheet_reader.read(coordinate, partial(_read_value, item=item))

    def _ticked(self, coordinate: str, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        """Return the entries ticked in their rows, or named in the item's own cell."""
        ticked = {option for option in item.options or {} if self._tick(item, option, rows)}
        nothing = _equals_ignoring_case(self.sheet_reader.text(coordinate), layout.NOTHING_TICKED)
        if nothing and ticked:
            self.sheet_reader.fault(
                coordinate, "đã chọn “Không mục nào” nhưng bên dưới có mục được đánh dấu."
            )
        if not nothing:
            named = self.sheet_reader.read(coordinate, partial(_read_value, item=item))
            ticked |= {str(option) for option in named} if isinstance(named, tuple) else set()
        if not ticked and not nothing:
            return None
        # In the order of the form, however they were ticked.
        return tuple(option for option in item.options or {} if option in ticked)

    def _tick(self, item: Item, option: str, rows: Mapping[str, int]) -> bool:
        row = rows.get(layout.tick_code(item, option))
        if row is None:
            return False
        coordinate = self.sheet_reader.at(layout.VALUE_HEAD, row)
        mark = self.sheet_reader.text(coordinate).casefold()
        if mark and mark not in YES_WORDS | NO_WORDS:
            self.sheet_reader.fault(coordinate, f"“{mark}” không rõ; hãy ghi x hoặc để trống.")
        return mark in YES_WORDS

    def _table(self, coordinate: str, item: Item) -> ItemValue | None:
        title = self.sheet_reader.sheet.title
        page = find_table_sheet(self.workbook, item, title, self.sheet_reader.notes)
        rows = _read_table_rows(page, item) if page else ()
        typed = self.sheet_reader.text(coordinate)
        empty = _equals_ignoring_case(typed, layout.NO_ROWS)
        if typed and not empty:
            message = (
                f"“{typed}” không dùng được; hãy nhập từng dòng ở trang của bảng “{item.label}”."
            )
            self.sheet_reader.fault(coordinate, message)
        if empty and rows:
            message = f"đã chọn “{layout.NO_ROWS}” nhưng trang của bảng “{item.label}” có dòng."
            self.sheet_reader.fault(coordinate, message)
        return rows if rows or empty else None


def _read_value(cell: Cell, item: Item) -> ItemValue | None:
    return read_answer_value(cell, item, layout.NOT_ARISEN_ADVICE)


def _read_table_rows(sheet_reader: SheetReader, item: Item) -> tuple[TableRow, ...]:
    kinds = item.columns or {}
    numbers = sheet_reader.filled_rows(kinds)
    rows: list[TableRow] = []
    for number in numbers:
        row = {
            key: _typed_table_cell(sheet_reader, sheet_reader.at(key, number), kind)
            for key, kind in kinds.items()
        }
        rows.append(row)
    sheet_reader.note_unread(numbers, list(kinds))
    return tuple(rows)


def _item_codes(item: Item) -> list[str]:
    options = item.options or {} if item.kind is ItemKind.CHECKLIST else {}
    return [item.id, *(layout.tick_code(item, option) for option in options)]


def _typed_table_cell(
    sheet_reader: SheetReader, coordinate: str, kind: str
) -> str | Decimal | date:
    value = sheet_reader.read(coordinate, partial(read_table_cell, kind=kind))
    return "" if value is None else value


def _equals_ignoring_case(text: str, other: str) -> bool:
    return text.casefold() == other.casefold()


def open_answer_template(path: Path, expected: TemplateIdentity) -> Workbook:
    """Open a workbook with its cell values; raise AnswerError when it is another template."""
    workbook = open_untrusted_workbook(
        path.name, read_workbook_bytes(path), data_only=True, keep_links=False
    )
    _refuse_other_template(workbook, path, expected)
    return workbook


def _refuse_other_template(workbook: Workbook, path: Path, expected: TemplateIdentity) -> None:
    # From coarse to fine: the first difference explains those after it.
    again = "hãy tạo mẫu mới cho báo cáo này rồi chép số liệu sang"
    if layout.IDENTITY not in workbook.sheetnames:
        raise AnswerError(
            f"Tệp {path.name} không phải mẫu nhập số liệu do chương trình tạo; {again}."
        )
    sheet = workbook[layout.IDENTITY]
    texts = [
        _identity_text(sheet.cell(row, 1).value) for row in range(1, len(astuple(expected)) + 1)
    ]
    actual = TemplateIdentity(*texts)
    if actual.format != expected.format:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} thuộc phiên bản khác của chương trình; {again}."
        )
    if actual.unit != expected.unit:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} của đơn vị mã {actual.unit}, báo cáo này của đơn vị mã"
            f" {expected.unit}; hãy chọn đúng tệp."
        )
    if actual.period != expected.period:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} của kỳ {actual.period}, báo cáo này của kỳ"
            f" {expected.period}; hãy chọn đúng tệp."
        )
    if actual.form_sha256 != expected.form_sha256:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} theo bộ tiêu chí {actual.form}, báo cáo này theo"
            f" {expected.form} (nội dung khác nhau); {again}."
        )
    if actual.plans != expected.plans:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} được tạo khi báo cáo đối chiếu các kế hoạch khác; {again}."
        )


def _identity_text(value: object) -> str:
    return unescape_cell_text(str(value)) if value is not None else ""


@dataclass(frozen=True, slots=True)
class TemplateAnswers:
    """The content of a filled template; an asked item without an answer was left empty."""

    answers: Mapping[str, Answer]
    manual: Mapping[str, Decimal]
    """Typed points by criterion code."""
    explanations: Mapping[str, str]
    """By criterion code."""
    asked: frozenset[str]
    """Ids of all items that the template has rows for."""
    places: Mapping[str, str]
    """The cell of each answer by item id: `Trang “Số liệu”, ô E5`."""
    remarks: tuple[str, ...] = ()
    """Sentences about what was not read: notes beside an empty value, cells outside the table."""


def read_answer_template(
    path: Path, form: Form, plans: Sequence[Plan], report: Report
) -> TemplateAnswers:
    """Read a filled template; raise AnswerError with every fault, each with sheet and cell."""
    workbook = open_answer_template(path, template_identity(form, plans, report))
    items = layout.commune_items(form, plans, report)
    notes = WorkbookNotes()
    answers: dict[str, Answer] = {}
    places: dict[str, str] = {}
    page = find_sheet(
        workbook, layout.FIGURES, layout.FIGURE_HEADS, layout.FIGURE_INPUT_HEADS, notes
    )
    if page is not None:
        reader = AnswerReader(workbook, page, report.answers)
        answers = reader.read(items)
        places = reader.places
    manual, explanations = _read_points_sheet(workbook, form, notes)
    if notes.faults:
        raise AnswerError(
            f"Chưa nhận số liệu nào từ tệp {path.name}, có {len(notes.faults)} chỗ cần sửa:",
            notes.faults,
        )
    remark_other_sheets(workbook, _template_sheets(workbook, items), notes)
    return TemplateAnswers(
        answers, manual, explanations, frozenset(items), places, tuple(notes.remarks)
    )


def _template_sheets(workbook: Workbook, items: Mapping[str, Item]) -> set[str]:
    """Return the titles of the sheets that the template has."""
    tables = {item.id for item in layout.table_items(items)}
    own = {layout.FIGURES, layout.POINTS, layout.IDENTITY, layout.LISTS}
    return own | {sheet.title for sheet in workbook.worksheets if table_id(sheet) in tables}


def _read_points_sheet(
    workbook: Workbook, form: Form, notes: WorkbookNotes
) -> tuple[dict[str, Decimal], dict[str, str]]:
    manual: dict[str, Decimal] = {}
    explanations: dict[str, str] = {}
    heads = layout.POINT_INPUT_HEADS
    page = find_sheet(workbook, layout.POINTS, layout.POINT_HEADS, heads, notes)
    if page is None:
        return manual, explanations
    criteria = {criterion.code: criterion for criterion in layout.explainable_criteria(form)}
    rows = page.rows(layout.CODE_HEAD, criteria)
    for code, row in rows.items():
        points = page.read(page.at(layout.TYPED_HEAD, row), read_points)
        if points is not None and layout.is_scored_by_hand(criteria[code]):
            manual[code] = points
        elif points is not None:
            page.fault(
                page.at(layout.TYPED_HEAD, row),
                f"tiêu chí {code} được chấm theo số liệu, không nhập điểm; hãy xóa ô này.",
            )
        text = page.text(page.at(layout.EXPLAINED_HEAD, row))
        if text:
            explanations[code] = text
    page.note_unread(rows.values(), heads)
    return manual, explanations
