"""The writer of the workbook in which officials appraise; only their own cells are unlocked."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.protection import WorkbookProtection

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.answer_template.cells import (
    PlainContent,
    cell_format,
    plain_content,
    write_plain_cell,
)
from xa_report.documents.xlsx.answer_template.validation import ValidationLists
from xa_report.documents.xlsx.appraisal import appraisal_layout
from xa_report.documents.xlsx.appraisal.appraisal_layout import (
    AppraisalWorkbook,
    RowStamp,
    UnitSheet,
)
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.sheet_writer import SheetColumn, SheetWriter
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.files import WriteTarget

_SURVEY_TEXT = "Tỉnh chấm"


def write_appraisal_xlsx(appraisal: AppraisalWorkbook, target: WriteTarget) -> None:
    """Write the workbook of a period."""
    workbook = Workbook()
    cell_styles.add_named_styles(workbook)
    points = workbook.active
    points.title = appraisal_layout.POINTS
    lists = ValidationLists(SheetWriter(workbook.create_sheet("_danh_muc")))
    _PointsSheet(SheetWriter(points), lists).write(appraisal)
    _FiguresSheet(SheetWriter(workbook.create_sheet(appraisal_layout.FIGURES)), lists).write(
        appraisal
    )
    identity = SheetWriter(workbook.create_sheet(appraisal_layout.IDENTITY))
    identity_texts = (
        appraisal_layout.FORMAT,
        appraisal.province.code,
        str(appraisal.period),
        appraisal.department,
    )
    for row, text in enumerate(identity_texts, start=1):
        identity.text(f"A{row}", text)
    _protect_workbook(workbook)
    save_workbook(workbook, target, datetime.combine(appraisal.period.first_day, time(), UTC))


def _protect_workbook(workbook: Workbook) -> None:
    for name in (appraisal_layout.LISTS, appraisal_layout.IDENTITY):
        workbook.move_sheet(name, offset=len(workbook.sheetnames))
        workbook[name].sheet_state = "hidden"
    for sheet in workbook.worksheets:
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.protection.autoFilter = False
    # No password: protection is against slips, not against people.
    workbook.security = WorkbookProtection(lockStructure=True)


def _write_heading(
    writer: SheetWriter, title: str, heads: Sequence[SheetColumn], appraisal: AppraisalWorkbook
) -> None:
    department = f" · {appraisal.department}" if appraisal.department else ""
    subtitle = (
        f"{appraisal.province.name} · {appraisal.period.label}{department} · "
        f"{len(appraisal.sheets)} đơn vị"
    )
    writer.write_titles(title, subtitle)
    writer.text("A3", appraisal_layout.ADVICE, cell_styles.SUBTITLE)
    writer.write_heads(appraisal_layout.HEAD_ROW, heads)
    writer.set_widths(heads)


class _PointsSheet:
    """The sheet of criteria."""

    def __init__(self, writer: SheetWriter, validation: ValidationLists) -> None:
        self.writer, self.validation = writer, validation

    def write(self, appraisal: AppraisalWorkbook) -> None:
        """Write all rows, the heads and the set-up of the sheet."""
        _write_heading(
            self.writer, "Thẩm định điểm từng tiêu chí", appraisal_layout.POINT_HEADS, appraisal
        )
        lines = [(sheet, line) for sheet in appraisal.sheets for line in sheet.rows]
        for row, (sheet, line) in enumerate(lines, start=appraisal_layout.FIRST_ROW):
            self._row(row, sheet, line)
        self.validation.attach(self.writer.sheet)
        _finish_sheet(
            self.writer, appraisal_layout.HEAD_ROW + len(lines), appraisal_layout.POINT_STAMP
        )

    def _row(self, row: int, sheet: UnitSheet, criterion_row: CriterionRow) -> None:
        writer, shape = self.writer, cell_styles.decimal_format(sheet.decimals)
        style = cell_styles.PLAIN if criterion_row.leaf else cell_styles.AREA
        writer.text(f"A{row}", sheet.unit.code, cell_styles.QUIET)
        writer.text(f"B{row}", sheet.unit.name, style)
        writer.text(f"C{row}", criterion_row.code, cell_styles.QUIET)
        writer.text(f"D{row}", criterion_row.title, style)
        figure = cell_styles.FIGURE if criterion_row.leaf else cell_styles.AREA_FIGURE
        for letter, value in zip(
            "EFGH",
            (criterion_row.max, criterion_row.sent, criterion_row.first, criterion_row.points),
            strict=True,
        ):
            writer.number(f"{letter}{row}", value, shape, figure)
        self._open_cells(row, criterion_row, shape)
        explanation = (
            f"(đang trả lại) {criterion_row.explanation}"
            if criterion_row.reopened
            else criterion_row.explanation
        )
        writer.text(f"L{row}", explanation, cell_styles.QUIET)
        writer.text(f"M{row}", "\n".join(_evidence_citations(criterion_row)), cell_styles.QUIET)
        writer.text(f"N{row}", criterion_row.reason, cell_styles.QUIET)
        stamp = RowStamp(
            criterion_row.version,
            sheet.submission,
            appraisal_layout.row_hash(sheet.unit.code, criterion_row.code),
            appraisal_layout.content_hash(*appraisal_layout.initial_points(criterion_row)),
        )
        writer.text(
            f"{appraisal_layout.POINT_STAMP}{row}",
            str(stamp) if criterion_row.leaf else "",
            cell_styles.QUIET,
        )

    def _open_cells(self, row: int, criterion_row: CriterionRow, shape: str) -> None:
        coordinates = [
            f"{letter}{row}"
            for letter in (appraisal_layout.VALUE, appraisal_layout.CODE, appraisal_layout.TEXT)
        ]
        if not criterion_row.leaf:
            for coordinate in coordinates:
                self.writer.text(coordinate, "", cell_styles.AREA)
            return
        points, why = appraisal_layout.initial_points(criterion_row)
        write_plain_cell(self.writer, coordinates[0], "" if points is None else points, shape)
        self.validation.check_number(coordinates[0], "decimal")
        _write_reason(self.writer, self.validation, row, why)


class _FiguresSheet:
    """The sheet of figures."""

    def __init__(self, writer: SheetWriter, validation: ValidationLists) -> None:
        self.writer, self.validation = writer, validation

    def write(self, appraisal: AppraisalWorkbook) -> None:
        """Write all rows, the heads and the set-up of the sheet."""
        _write_heading(self.writer, "Thẩm định số liệu", appraisal_layout.FIGURE_HEADS, appraisal)
        lines = [(sheet, line) for sheet in appraisal.sheets for line in sheet.inputs]
        for row, (sheet, line) in enumerate(lines, start=appraisal_layout.FIRST_ROW):
            self._row(row, sheet, line)
        self.validation.attach(self.writer.sheet)
        _finish_sheet(
            self.writer, appraisal_layout.HEAD_ROW + len(lines), appraisal_layout.FIGURE_STAMP
        )

    def _row(self, row: int, sheet: UnitSheet, input_row: InputRow) -> None:
        writer, item = self.writer, input_row.item
        writer.text(f"A{row}", sheet.unit.code, cell_styles.QUIET)
        writer.text(f"B{row}", sheet.unit.name)
        writer.text(f"C{row}", item.id, cell_styles.QUIET)
        writer.text(f"D{row}", item.label)
        writer.text(f"E{row}", item.unit, cell_styles.CENTRE)
        for letter, answer in zip(
            "FGH", (input_row.sent, input_row.first, input_row.appraised), strict=True
        ):
            missing = _SURVEY_TEXT if input_row.is_province_item and answer is None else ""
            _write_answer(writer, f"{letter}{row}", answer, item, missing)
        answer, why = appraisal_layout.initial_answer(input_row)
        _write_answer(writer, f"{appraisal_layout.VALUE}{row}", answer, item)
        if not item.options and item.columns is None:
            self.validation.check(f"{appraisal_layout.VALUE}{row}", item)
        _write_reason(writer, self.validation, row, why)
        stamp = RowStamp(
            input_row.version,
            sheet.submission,
            appraisal_layout.row_hash(sheet.unit.code, item.id),
            appraisal_layout.content_hash(answer, why, item),
        )
        writer.text(f"{appraisal_layout.FIGURE_STAMP}{row}", str(stamp), cell_styles.QUIET)


def _write_reason(
    writer: SheetWriter, validation: ValidationLists, row: int, why: DifferenceReason | None
) -> None:
    code = f"{why.code.number} {why.code.label}" if why else ""
    write_plain_cell(writer, f"{appraisal_layout.CODE}{row}", code, cell_styles.TEXT_FORMAT)
    validation.offer(f"{appraisal_layout.CODE}{row}", appraisal_layout.CODES)
    write_plain_cell(
        writer, f"{appraisal_layout.TEXT}{row}", why.text if why else "", cell_styles.TEXT_FORMAT
    )


def _write_answer(
    writer: SheetWriter, coordinate: str, answer: Answer | None, item: Item, missing: str = ""
) -> None:
    """Write an answer as a cell shows it, or `missing` when there is none."""
    content = missing if answer is None else _answer_content(answer, item)
    shape = cell_format(answer.value if answer else None, item.kind)
    style = (
        cell_styles.INPUT if coordinate.startswith(appraisal_layout.VALUE) else cell_styles.QUIET
    )
    write_plain_cell(
        writer,
        coordinate,
        content,
        cell_styles.TEXT_FORMAT if isinstance(content, str) else shape,
        style,
    )


def _answer_content(answer: Answer, item: Item) -> PlainContent:
    if answer.value is None:
        reason = (answer.not_arisen or "").strip()
        return f"{appraisal_layout.NOT_ARISEN}: {reason}" if reason else appraisal_layout.NOT_ARISEN
    content = plain_content(answer.value, item)
    if isinstance(answer.value, tuple):
        return format_value(answer.value, item) or content
    return content


def _evidence_citations(criterion_row: CriterionRow) -> Iterator[str]:
    for use in criterion_row.evidence:
        cited = use.file.document.citation or use.file.name
        yield f"{cited} ({use.page})" if use.page else cited


def _finish_sheet(writer: SheetWriter, last: int, stamp: str) -> None:
    """Add a filter to the heads and a mark where points differ; hide the column of stamps."""
    sheet = writer.sheet
    # With the hidden column of stamps: whoever sorts by the filter moves whole rows.
    sheet.auto_filter.ref = f"A{appraisal_layout.HEAD_ROW}:{stamp}{last}"
    sheet.column_dimensions[stamp].hidden = True
    if sheet.title == appraisal_layout.POINTS and last >= appraisal_layout.FIRST_ROW:
        area = f"H{appraisal_layout.FIRST_ROW}:H{last}"
        differs = f"$H{appraisal_layout.FIRST_ROW}<>$F{appraisal_layout.FIRST_ROW}"
        font = Font(bold=True, color="FFB3261E")
        sheet.conditional_formatting.add(area, FormulaRule(formula=[differs], font=font))
    writer.finish_page(appraisal_layout.HEAD_ROW, f"E{appraisal_layout.FIRST_ROW}")
