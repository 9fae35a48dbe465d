"""Templates as a province might send them, made with openpyxl, and values to fill them with."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from xa_report.documents.xlsx.custom_template.fill import FilledWorkbook, fill_template
from xa_report.domain.workbook_values import EMPTY_VALUE, CommuneValues, FillValue, ProvinceValues

NOON = datetime(2027, 1, 5, 12, tzinfo=UTC)
BOX = Border(*(Side("thin", color="FF808080") for _ in range(4)))
SHEET = "Biểu 01"


def workbook_bytes(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def workbook_with_cells(cells: Mapping[str, object]) -> bytes:
    """A workbook of one sheet with these cells."""
    workbook = Workbook()
    workbook.active.title = SHEET
    for cell, value in cells.items():
        workbook.active[cell] = value
    return workbook_bytes(workbook)


def reread_workbook(filled: FilledWorkbook) -> Workbook:
    return load_workbook(io.BytesIO(filled.content), rich_text=True)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The names of the parts that differ, or that one of the two lacks."""
    return {name for name, _ in parts_of(before).items() ^ parts_of(after).items()}


def commune_values(**values: object) -> CommuneValues:
    return CommuneValues({name: fill_value(value) for name, value in values.items()})


def fill_value(value: object) -> FillValue:
    if isinstance(value, FillValue):
        return value
    if isinstance(value, int | Decimal | Fraction):
        return FillValue(Fraction(value))
    return FillValue(value)  # type: ignore[arg-type]


def province_values(rows: Sequence[Mapping[str, object]], **whole: object) -> ProvinceValues:
    names = frozenset(rows[0]) if rows else frozenset({"don_vi", "a", "b"})
    return ProvinceValues(
        commune_values(**whole).values,
        names,
        tuple({name: fill_value(row[name]) for name in names} for row in rows),
    )


def fill_for_commune(content: bytes, values: CommuneValues | ProvinceValues) -> FilledWorkbook:
    return fill_template(content, values, "mẫu.xlsx", NOON)


def lris_template() -> bytes:
    """A sheet as the labour-and-records system of a province asks for it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet["A1"] = "TỔNG HỢP KẾT QUẢ CẢI CÁCH HÀNH CHÍNH {{ky}} – {{don_vi}}"
    sheet["A1"].font = Font("Times New Roman", 14, bold=True)
    sheet.merge_cells("A1:G1")
    heads = ("STT", "Đơn vị", "Hồ sơ tiếp nhận", "Trước hạn, đúng hạn", "Tỷ lệ", "Điểm", "Hạng")
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(3, column, head)
        cell.font, cell.border = Font("Times New Roman", 12, bold=True), BOX
        cell.fill = PatternFill("solid", fgColor="FFE9EDF2")
        cell.alignment = Alignment("center", "center", wrap_text=True)
    row = ("{{stt}}", "{{#don_vi}}", "{{#a}}", "{{#b}}", "=IF(C4=0,0,D4/C4)",
           "{{#diem:1}}", "=RANK(F4,F$4:F$4)")  # fmt: skip
    for column, text in enumerate(row, start=1):
        cell = sheet.cell(4, column, text)
        cell.font, cell.border = Font("Times New Roman", 12), BOX
    _below(sheet["A5"].parent)
    workbook.defined_names["tong_cong"] = DefinedName("tong_cong", attr_text=f"'{SHEET}'!$C$5")
    workbook.defined_names["so_xa"] = DefinedName("so_xa", attr_text=f"'{SHEET}'!$C$7")
    workbook.defined_names["cot_b"] = DefinedName("cot_b", attr_text=f"'{SHEET}'!$D$4:$D$4")
    other = workbook.create_sheet("Tóm tắt")
    other["A1"], other["A2"] = f"='{SHEET}'!C5", f"=SUM('{SHEET}'!D4:D4)"
    other["A3"], other["A4"] = "=tong_cong", "=SUM(cot_b)"
    return workbook_bytes(workbook)


def _below(sheet: Cell) -> None:
    for column, text in enumerate(("", "Cộng", "=SUM(C4:C4)", "=SUM(D4)", "=D5/C5"), start=1):
        sheet.cell(5, column, text or None).border = BOX
    sheet["D5"] = "=SUM(D$4:D$4)"
    sheet["A7"], sheet["A8"] = "Số xã:", "Người lập biểu"
    sheet.merge_cells("A8:B8")
    sheet.merge_cells("F8:G8")
    for row, height in ((1, 30.0), (4, 21.0), (5, 24.0), (8, 40.0)):
        sheet.row_dimensions[row].height = height
    sheet["E4"].number_format = sheet["E5"].number_format = "0.00%"
    sheet["C4"].number_format = "#,##0"
    sheet.column_dimensions["B"].width = 31.5
    sheet.print_area = "A1:G8"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.freeze_panes = "C4"
    fill = PatternFill(bgColor="FFFFC7CE")
    sheet.conditional_formatting.add("E4:E4", CellIsRule("lessThan", ["0.9"], fill=fill))
    sheet.conditional_formatting.add("C5", FormulaRule(["$C5>$C$7"], fill=fill))
    check = DataValidation("whole", operator="between", formula1="0", formula2="$C$5")
    check.add("C4")
    check.add("C7")
    sheet.add_data_validation(check)


ROWS = tuple(
    {"stt": n, "don_vi": f"Xã {n}", "a": 100 * n, "b": 90 * n + n % 3, "diem:1": Decimal(70 + n)}
    for n in range(1, 6)
)
assert EMPTY_VALUE.value is None
