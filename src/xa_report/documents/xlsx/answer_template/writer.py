"""The writer of the answer template: sheets of items, points and tables; only inputs unlocked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, time

from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.answer_template.cells import (
    cell_format,
    plain_content,
    write_plain_cell,
)
from xa_report.documents.xlsx.answer_template.layout import (
    TemplateIdentity,
    table_columns,
    template_identity,
)
from xa_report.documents.xlsx.answer_template.validation import NUMBER_CHECKS, ValidationLists
from xa_report.documents.xlsx.cell_text import MAX_CELL_LENGTH, fits_in_cell
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.form import Criterion, Form
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, TableRow
from xa_report.domain.item_values import format_value
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.rules.manual import ManualRule
from xa_report.errors import UsageError
from xa_report.files import WriteTarget

FIGURES_ADVICE = (
    "Chỉ nhập vào ô nền vàng nhạt. Không có gì để báo cáo thì ghi lý do ở cột “Không phát sinh vì”"
    " và để trống cột “Giá trị”; số 0 vẫn là một giá trị."
)
# What Excel refuses in the name of a sheet, which has 31 characters at most.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class FiguresSheet:
    """The sheet of items, filled with the answers of the report and of the period before."""

    writer: SheetWriter
    validation: ValidationLists
    report: Report
    previous: Report | None

    def write(self, items: Mapping[str, Item], subtitle: str) -> None:
        """Write all rows, the heads and the set-up of the sheet."""
        writer = self.writer
        writer.write_titles("Số liệu để tự đánh giá", subtitle)
        writer.text("A3", FIGURES_ADVICE, cell_styles.SUBTITLE)
        writer.write_heads(layout.HEAD_ROW, layout.FIGURE_HEADS)
        writer.set_widths(layout.FIGURE_HEADS)
        row = layout.FIRST_ROW
        for item in items.values():
            answer = self.report.answers.get(item.id, Answer())
            self._item(row, item, answer)
            row += 1
            if item.kind is ItemKind.CHECKLIST:
                row = self._ticks(row, item, answer)
        self.validation.attach(writer.sheet)
        writer.finish_page(layout.HEAD_ROW, f"C{layout.FIRST_ROW}")

    def _item(self, row: int, item: Item, answer: Answer) -> None:
        writer, value = self.writer, answer.value
        writer.text(f"A{row}", item.id, cell_styles.QUIET)
        writer.text(f"B{row}", f"{item.label}\n({item.note})" if item.note else item.label)
        writer.text(f"C{row}", item.unit, cell_styles.CENTRE)
        self._before(f"D{row}", item)
        write_plain_cell(
            writer,
            f"{layout.VALUE}{row}",
            plain_content(value, item),
            cell_format(value, item.kind),
        )
        self.validation.check(f"{layout.VALUE}{row}", item)
        reason = _reason_text(answer)
        write_plain_cell(writer, f"{layout.REASON}{row}", reason, cell_styles.TEXT_FORMAT)
        as_of = value.as_of if isinstance(value, ExternalScore) else answer.as_of
        write_plain_cell(writer, f"{layout.AS_OF}{row}", as_of or "", cell_styles.DATE_FORMAT)
        self.validation.check_date(f"{layout.AS_OF}{row}")
        if item.kind is ItemKind.EXTERNAL:
            source = value.source if isinstance(value, ExternalScore) else item.source
            write_plain_cell(writer, f"{layout.SOURCE}{row}", source, cell_styles.TEXT_FORMAT)
        else:
            writer.text(f"{layout.SOURCE}{row}", item.source, cell_styles.QUIET)
        write_plain_cell(writer, f"{layout.NOTE}{row}", answer.note, cell_styles.TEXT_FORMAT)

    def _before(self, coordinate: str, item: Item) -> None:
        answer = self.previous.answers.get(item.id) if self.previous else None
        if answer is None or answer.value is None:
            text = "Không phát sinh" if answer and answer.not_arisen is not None else ""
            self.writer.text(coordinate, text, cell_styles.QUIET)
            return
        content = plain_content(answer.value, item)
        if isinstance(answer.value, tuple):
            content = f"{len(answer.value)} mục"
        elif isinstance(content, str):
            content = format_value(answer.value, item)
        write_plain_cell(
            self.writer,
            coordinate,
            content,
            cell_format(answer.value, item.kind),
            cell_styles.QUIET,
        )

    def _ticks(self, row: int, item: Item, answer: Answer) -> int:
        ticked = _ticked_options(answer)
        before = (
            _ticked_options(self.previous.answers.get(item.id, Answer())) if self.previous else ()
        )
        for option, label in (item.options or {}).items():
            self.writer.text(f"A{row}", layout.tick_code(item, option), cell_styles.QUIET)
            self.writer.text(f"B{row}", f"      – {label}")
            text = layout.TICK if option in before else ""
            self.writer.text(f"D{row}", text, cell_styles.QUIET)
            for letter in "CFGHI":
                self.writer.text(f"{letter}{row}", "", cell_styles.QUIET)
            tick = layout.TICK if option in ticked else ""
            write_plain_cell(self.writer, f"{layout.VALUE}{row}", tick, cell_styles.TEXT_FORMAT)
            self.validation.check_tick(f"{layout.VALUE}{row}")
            row += 1
        return row


def _ticked_options(answer: Answer) -> tuple[object, ...]:
    return answer.value if isinstance(answer.value, tuple) else ()


def _reason_text(answer: Answer) -> str:
    """Return the reason why nothing arose, visibly so when it is empty."""
    if answer.not_arisen is None:
        return ""
    return answer.not_arisen.strip() or layout.NO_REASON


def write_points_sheet(
    writer: SheetWriter, form: Form, report: Report, validation: ValidationLists
) -> None:
    """Write one row a criterion; points only where the form asks a person to score."""
    writer.write_titles(
        "Điểm tự chấm và giải trình", f"{report.unit.agency} · {report.period.label} · {form.title}"
    )
    writer.write_heads(layout.HEAD_ROW, layout.POINT_HEADS)
    writer.set_widths(layout.POINT_HEADS)
    decimals = form.decimals
    for row, criterion in enumerate(layout.explainable_criteria(form), start=layout.FIRST_ROW):
        writer.text(f"A{row}", criterion.code, cell_styles.QUIET)
        writer.text(f"B{row}", criterion.title)
        writer.number(f"C{row}", criterion.max, cell_styles.decimal_format(decimals))
        _write_typed_points(writer, row, criterion, report, validation)
        explanation = report.explanations.get(criterion.code, "")
        write_plain_cell(writer, f"{layout.EXPLAINED}{row}", explanation, cell_styles.TEXT_FORMAT)
        writer.text(f"F{row}", _explanation_rules(criterion), cell_styles.QUIET)
    validation.attach(writer.sheet)
    writer.finish_page(layout.HEAD_ROW, f"C{layout.FIRST_ROW}")


def _write_typed_points(
    writer: SheetWriter, row: int, criterion: Criterion, report: Report, validation: ValidationLists
) -> None:
    coordinate = f"{layout.TYPED}{row}"
    if not layout.is_scored_by_hand(criterion):
        writer.text(coordinate, "", cell_styles.QUIET)
        return
    points = report.manual.get(criterion.code, "")
    write_plain_cell(writer, coordinate, points, "General")
    validation.check_number(coordinate, "decimal")


def _explanation_rules(criterion: Criterion) -> str:
    parts = []
    if isinstance(criterion.rule, ManualRule):
        parts.append(f"Chấm theo bước {show_number(criterion.rule.step)} điểm.")
    if criterion.explain_below is not None:
        parts.append(f"Dưới {show_number(criterion.explain_below)} điểm thì cần giải trình.")
    if criterion.evidence.required and criterion.evidence.or_explain:
        parts.append("Thiếu tài liệu kiểm chứng thì cần giải trình.")
    return " ".join(parts)


def write_table_sheets(
    workbook: Workbook,
    items: Sequence[Item],
    answers: Mapping[str, Answer],
    validation: ValidationLists,
) -> None:
    """Write a sheet for each table."""
    for number, item in enumerate(items, start=1):
        # The number keeps names apart that are the same after the cut.
        name = _FORBIDDEN.sub(" ", f"Bảng {number} {item.label}")[:31].strip()
        writer = SheetWriter(workbook.create_sheet(name))
        _write_table_sheet(writer, item, _table_rows(answers.get(item.id)), validation)


def _table_rows(answer: Answer | None) -> list[TableRow]:
    value = answer.value if answer and isinstance(answer.value, tuple) else ()
    return [row for row in value if isinstance(row, Mapping)]


def _write_table_sheet(
    writer: SheetWriter, item: Item, rows: Sequence[TableRow], validation: ValidationLists
) -> None:
    heads = table_columns(item)
    writer.write_titles(item.label, "Mã số liệu:")
    writer.text(layout.TABLE_ID, item.id, cell_styles.SUBTITLE)
    writer.text("A3", "Mỗi dòng một mục; dòng trống được bỏ qua.", cell_styles.SUBTITLE)
    writer.write_heads(layout.HEAD_ROW, heads)
    writer.set_widths(heads)
    last = layout.FIRST_ROW + len(rows) + layout.FREE_ROWS
    for row in range(layout.FIRST_ROW, last):
        index = row - layout.FIRST_ROW
        _write_table_row(writer, row, item, rows[index] if index < len(rows) else {})
    for head, kind in zip(heads, (item.columns or {}).values(), strict=True):
        area = f"{head.letter}{layout.FIRST_ROW}:{head.letter}{last - 1}"
        if kind in NUMBER_CHECKS or kind == ItemKind.DATE:
            validation.check_number(area, NUMBER_CHECKS.get(ItemKind(kind), "date"))
    validation.attach(writer.sheet)
    writer.finish_page(layout.HEAD_ROW, f"A{layout.FIRST_ROW}")


def _write_table_row(writer: SheetWriter, number: int, item: Item, row: TableRow) -> None:
    for head, (key, kind) in zip(table_columns(item), (item.columns or {}).items(), strict=True):
        content = row.get(key, "")
        write_plain_cell(
            writer, f"{head.letter}{number}", content, cell_format(content, ItemKind(kind))
        )


def write_answer_xlsx(
    form: Form,
    plans: Sequence[Plan],
    report: Report,
    target: WriteTarget,
    previous: Report | None = None,
) -> None:
    """Write the template; raise UsageError when a text is too long for a cell."""
    _refuse_long_texts(report)
    workbook = Workbook()
    cell_styles.add_named_styles(workbook)
    items = layout.commune_items(form, plans, report)
    subtitle = f"{report.unit.agency} · {report.period.label} · {form.title}"
    figures = workbook.active
    figures.title = layout.FIGURES
    lists = ValidationLists(SheetWriter(workbook.create_sheet(layout.LISTS)))
    FiguresSheet(SheetWriter(figures), lists, report, previous).write(items, subtitle)
    write_points_sheet(SheetWriter(workbook.create_sheet(layout.POINTS)), form, report, lists)
    write_table_sheets(workbook, layout.table_items(items), report.answers, lists)
    _write_identity(workbook.create_sheet(layout.IDENTITY), template_identity(form, plans, report))
    _protect_workbook(workbook)
    # A template has no date of its own; the same report gives the same bytes.
    save_workbook(workbook, target, datetime.combine(report.period.first_day, time(), UTC))


def _protect_workbook(workbook: Workbook) -> None:
    for name in (layout.LISTS, layout.IDENTITY):
        workbook.move_sheet(name, offset=len(workbook.sheetnames))
        workbook[name].sheet_state = "hidden"
    for sheet in workbook.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
    # No password: protection is against slips, not against people.
    workbook.security = WorkbookProtection(lockStructure=True)


def _write_identity(sheet: Worksheet, identity: TemplateIdentity) -> None:
    writer = SheetWriter(sheet)
    for row, text in enumerate(astuple(identity), start=1):
        writer.text(f"A{row}", text)


def _report_texts(report: Report) -> Iterator[tuple[str, str]]:
    for code, text in report.explanations.items():
        yield f"giải trình của tiêu chí {code}", text
    for id_, answer in report.answers.items():
        for part in (answer.value, answer.not_arisen, answer.note, *_answer_cells(answer)):
            if isinstance(part, str):
                yield f"số liệu “{id_}”", part


def _answer_cells(answer: Answer) -> Iterator[object]:
    rows = answer.value if isinstance(answer.value, tuple) else ()
    for row in rows:
        yield from row.values() if not isinstance(row, str) else ()


def _refuse_long_texts(report: Report) -> None:
    for where, text in _report_texts(report):
        if not fits_in_cell(text):
            raise UsageError(
                f"Chưa tạo được mẫu: {where} dài {len(text)} ký tự, một ô bảng tính chỉ chứa"
                f" được {MAX_CELL_LENGTH}; hãy rút gọn rồi tạo lại."
            )
