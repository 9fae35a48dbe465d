"""The sheet “Tổng hợp”: unit, totals, rating and every area."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.workbook.defined_name import DefinedName

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.report import criteria_sheet
from xa_report.documents.xlsx.report.cell_map import CellMap
from xa_report.documents.xlsx.report.criteria_sheet import CriteriaRows
from xa_report.documents.xlsx.report.summary_lines import (
    TotalLine,
    identity_lines,
    reason_lines,
    total_lines,
)
from xa_report.documents.xlsx.sheet_writer import SheetWriter, points_agree_formula, sheet_columns
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report

SHEET = "Tổng hợp"
WIDTHS = sheet_columns(("", 46), ("", 18), ("", 16), ("", 12), ("", 13), ("", 13), ("", 13))
TOTAL_HEADS = sheet_columns(("Nội dung", 0), ("Giá trị", 0), ("Tính lại", 0), ("Đối chiếu", 0))
AREA_HEADS = sheet_columns(
    ("Lĩnh vực", 0), ("Điểm", 0), ("Tính lại", 0), ("Đối chiếu", 0), ("Tối đa", 0),
    ("Áp dụng", 0), ("Tỷ lệ (%)", 0),
)  # fmt: skip
# Letters in a line of the merged cells B to G.
_INFO_LETTERS = 84


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The sheet with its form and the cells that it refers to."""

    writer: SheetWriter
    form: Form
    cell_map: CellMap
    rows: CriteriaRows

    def write(
        self, report: Report, plans: Sequence[Plan], assessment: Assessment, state_label: str
    ) -> None:
        """Write identity, totals, reasons and areas from top to bottom."""
        writer = self.writer
        writer.write_titles(self.form.title, f"{report.unit.agency} · {report.period.label}")
        writer.set_widths(WIDTHS)
        row = 4
        for label, text in identity_lines(self.form, report, plans, state_label):
            self._write_info(row, label, text)
            row += 1
        head = row + 1
        writer.write_heads(head, TOTAL_HEADS)
        row = head + 1
        for line in total_lines(self.form, self.cell_map, self.rows, assessment, head + 1):
            self._write_total(row, line)
            row += 1
        for label, text in reason_lines(assessment):
            self._write_info(row, label, text)
            row += 1
        self._write_areas(row + 1, assessment)
        writer.mark_differences(f"D1:D{writer.sheet.max_row}")
        writer.finish_page(head, "A4")
        writer.sheet.print_title_rows = None  # its two tables have different heads
        writer.sheet.page_setup.fitToHeight = 1

    def _write_info(self, row: int, label: str, text: str) -> None:
        sheet = self.writer.sheet
        self.writer.text(f"A{row}", label, cell_styles.QUIET)
        self.writer.text(f"B{row}", text)
        for letter in "CDEFG":
            sheet[f"{letter}{row}"].style = cell_styles.PLAIN
        sheet.merge_cells(f"B{row}:G{row}")
        lines = sum(1 + len(part) // _INFO_LETTERS for part in text.split("\n"))
        # A row can be 409 points high at most.
        sheet.row_dimensions[row].height = 15.5 * min(lines, 26)

    def _write_total(self, row: int, line: TotalLine) -> None:
        writer, shape = self.writer, cell_styles.decimal_format(self.form.decimals)
        writer.text(f"A{row}", line.label)
        text = isinstance(line.value, str)
        if isinstance(line.value, str):
            writer.text(f"B{row}", line.value, cell_styles.STRONG)
        else:
            writer.number(f"B{row}", line.value, shape, cell_styles.STRONG)
        if line.live:
            writer.formula(f"C{row}", line.live, shape)
            same = f"EXACT(B{row},C{row})" if text else points_agree_formula(f"B{row}", f"C{row}")
            writer.write_check(f"D{row}", same if text else f'IF(B{row}="",C{row}="",{same})')
        else:
            writer.text(f"C{row}", "")
            writer.text(f"D{row}", "")
        self.writer.sheet.parent.defined_names[line.name] = DefinedName(
            line.name, attr_text=f"'{SHEET}'!$B${row}"
        )

    def _write_areas(self, head: int, assessment: Assessment) -> None:
        writer, shape = self.writer, cell_styles.decimal_format(self.form.decimals)
        writer.write_heads(head, AREA_HEADS)
        for row, area in enumerate(assessment.areas, start=head + 1):
            writer.text(f"A{row}", f"{area.code}. {area.title}")
            writer.number(f"B{row}", area.points, shape, cell_styles.STRONG)
            writer.formula(f"C{row}", self.rows.at(criteria_sheet.LIVE_POINTS, area.code), shape)
            writer.write_check(f"D{row}", points_agree_formula(f"B{row}", f"C{row}"))
            writer.number(f"E{row}", area.max, shape)
            writer.number(f"F{row}", area.applicable, shape)
            writer.number(f"G{row}", area.percent, cell_styles.decimal_format(self.form.decimals))
