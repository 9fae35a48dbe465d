"""The reader of a filled answer template: all answers, or all faults at once."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from openpyxl import Workbook

from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.answer_template.cells import (
    CellFault,
    read_answer_value,
    read_date,
    read_points,
    read_table_cell,
)
from xa_report.documents.xlsx.answer_template.layout import (
    TemplateIdentity,
    table_columns,
    template_identity,
)
from xa_report.documents.xlsx.answer_template.sheet_reader import (
    SheetReader,
    filled_row_numbers,
    find_sheet,
    find_table_sheet,
)
from xa_report.documents.xlsx.cell_text import unescape_cell_text
from xa_report.documents.xlsx.untrusted_workbook import open_untrusted_workbook, read_workbook_bytes
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, ItemValue, TableRow
from xa_report.domain.item_values import NO_WORDS, YES_WORDS
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.errors import AnswerError


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Reads all items of one workbook."""

    workbook: Workbook
    sheet_reader: SheetReader
    remarks: list[str] = field(default_factory=list)

    def read(self, items: Mapping[str, Item]) -> dict[str, Answer]:
        """Return the answers of the filled rows; faults are gathered in the sheet reader."""
        codes = [code for item in items.values() for code in _item_codes(item)]
        rows = self.sheet_reader.rows(codes)
        answers = {}
        for item in items.values():
            answer = self._answer(item, rows) if item.id in rows else None
            if answer is not None:
                answers[item.id] = answer
        return answers

    def _answer(self, item: Item, rows: Mapping[str, int]) -> Answer | None:
        page, row = self.sheet_reader, rows[item.id]
        reason = page.text(f"{layout.REASON}{row}")
        as_of = page.read(f"{layout.AS_OF}{row}", read_date)
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
            # After a fault the value is wrong rather than missing.
            if (note or as_of) and len(page.faults) == faults:
                self._remark(row, item)
            return None
        if isinstance(value, ExternalScore):
            source = page.text(f"{layout.SOURCE}{row}")
            return Answer(replace(value, source=source, as_of=as_of), note=note)
        return Answer(value, as_of=as_of, note=note)

    def _remark(self, row: int, item: Item) -> None:
        message = f"“{item.label}” có ghi chú hoặc ngày nhưng chưa có giá trị, nên chưa được nhận."
        self.remarks.append(
            str(CellFault(self.sheet_reader.sheet.title, f"{layout.VALUE}{row}", message))
        )

    def _value(self, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        coordinate = f"{layout.VALUE}{rows[item.id]}"
        if item.kind is ItemKind.CHECKLIST:
            return self._ticked(coordinate, item, rows)
        if item.kind is ItemKind.TABLE:
            return self._table(coordinate, item)
        return self.sheet_reader.read(coordinate, lambda cell: read_answer_value(cell, item))

    def _ticked(self, coordinate: str, item: Item, rows: Mapping[str, int]) -> ItemValue | None:
        """Return the entries ticked in their rows, or named in the item's own cell."""
        ticked = {option for option in item.options or {} if self._tick(item, option, rows)}
        nothing = _equals_ignoring_case(self.sheet_reader.text(coordinate), layout.NOTHING_TICKED)
        if nothing and ticked:
            self.sheet_reader.fault(
                coordinate, "đã chọn “Không mục nào” nhưng bên dưới có mục được đánh dấu."
            )
        if not nothing:
            named = self.sheet_reader.read(coordinate, lambda cell: read_answer_value(cell, item))
            ticked |= {str(option) for option in named} if isinstance(named, tuple) else set()
        if not ticked and not nothing:
            return None
        # In the order of the form, however they were ticked.
        return tuple(option for option in item.options or {} if option in ticked)

    def _tick(self, item: Item, option: str, rows: Mapping[str, int]) -> bool:
        row = rows.get(layout.tick_code(item, option))
        mark = self.sheet_reader.text(f"{layout.VALUE}{row}").casefold() if row else ""
        if mark and mark not in YES_WORDS | NO_WORDS:
            self.sheet_reader.fault(
                f"{layout.VALUE}{row}", f"“{mark}” không rõ; hãy ghi x hoặc để trống."
            )
        return mark in YES_WORDS

    def _table(self, coordinate: str, item: Item) -> ItemValue | None:
        page = find_table_sheet(self.workbook, item, self.sheet_reader.faults)
        rows = self._rows(page, item) if page else ()
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

    def _rows(self, sheet_reader: SheetReader, item: Item) -> tuple[TableRow, ...]:
        heads = table_columns(item)
        kinds = list((item.columns or {}).items())
        rows: list[TableRow] = []
        for number in filled_row_numbers(sheet_reader, len(heads)):
            row = {
                key: _typed_table_cell(sheet_reader, f"{head.letter}{number}", kind)
                for head, (key, kind) in zip(heads, kinds, strict=True)
            }
            rows.append(row)
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
    remarks: tuple[str, ...] = ()
    """Sentences about notes and dates beside an empty value, which were not read."""


def read_answer_template(
    path: Path, form: Form, plans: Sequence[Plan], report: Report
) -> TemplateAnswers:
    """Read a filled template; raise AnswerError with every fault, each with sheet and cell."""
    workbook = open_answer_template(path, template_identity(form, plans, report))
    items = layout.commune_items(form, plans, report)
    faults: list[CellFault] = []
    answers: dict[str, Answer] = {}
    remarks: tuple[str, ...] = ()
    page = find_sheet(workbook, layout.FIGURES, faults)
    if page is not None:
        reader = AnswerReader(workbook, page)
        answers = reader.read(items)
        remarks = tuple(reader.remarks)
    manual, explanations = _read_points_sheet(workbook, form, faults)
    if faults:
        raise AnswerError(
            f"Chưa nhận số liệu nào từ tệp {path.name}, có {len(faults)} chỗ cần sửa:", faults
        )
    return TemplateAnswers(answers, manual, explanations, frozenset(items), remarks)


def _read_points_sheet(
    workbook: Workbook, form: Form, faults: list[CellFault]
) -> tuple[dict[str, Decimal], dict[str, str]]:
    manual: dict[str, Decimal] = {}
    explanations: dict[str, str] = {}
    page = find_sheet(workbook, layout.POINTS, faults)
    if page is None:
        return manual, explanations
    criteria = {criterion.code: criterion for criterion in layout.explainable_criteria(form)}
    for code, row in page.rows(criteria).items():
        if layout.is_scored_by_hand(criteria[code]):
            points = page.read(f"{layout.TYPED}{row}", read_points)
            if points is not None:
                manual[code] = points
        text = page.text(f"{layout.EXPLAINED}{row}")
        if text:
            explanations[code] = text
    return manual, explanations
