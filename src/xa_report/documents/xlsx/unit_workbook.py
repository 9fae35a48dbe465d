"""Lists of units in workbooks: the cells of the first sheet, each a plain text or a fault."""

from datetime import date

from openpyxl.cell.cell import Cell

from xa_report.documents.xlsx.answer_template.cells import cell_content, content_text
from xa_report.documents.xlsx.untrusted_workbook import filled_cells, open_untrusted_workbook
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.unit_table import (
    MAX_UNIT_COLUMNS,
    MAX_UNIT_ROWS,
    UnitCell,
    UnitTable,
    build_unit_table,
)
from xa_report.errors import AnswerError


def read_unit_workbook(name: str, content: bytes) -> UnitTable:
    """Read the first sheet of a workbook called `name`; raise AnswerError for no workbook."""
    workbook = open_untrusted_workbook(name, content, data_only=True, keep_links=False)
    if not workbook.worksheets:
        raise AnswerError(f"Tệp {name} không có trang tính nào; hãy chọn lại tệp.")
    lines: dict[int, dict[int, UnitCell]] = {}
    for cell in filled_cells(workbook.worksheets[0]):
        if cell.row > MAX_UNIT_ROWS or cell.column > MAX_UNIT_COLUMNS:
            if str(cell.value).strip():
                raise AnswerError(
                    f"Tệp {name} có nội dung ở ô {cell.coordinate}, ngoài bảng; hãy xóa ô đó."
                )
            continue
        lines.setdefault(cell.row, {})[cell.column] = _unit_cell(cell)
    lines = {
        number: cells for number, cells in lines.items() if any(map(_is_filled, cells.values()))
    }
    return build_unit_table(name, list(lines.items()))


def _is_filled(cell: UnitCell) -> bool:
    return bool(cell.text or cell.fault)


def _unit_cell(cell: Cell) -> UnitCell:
    try:
        content = cell_content(cell)
    except ValueFaultError as error:
        return UnitCell("", fault=str(error))
    if isinstance(content, bool):
        shown = "TRUE" if content else "FALSE"
        return UnitCell("", fault=f"ô chứa giá trị {shown}, không phải chữ; hãy nhập lại")
    if isinstance(content, date):
        # As in a CSV file.
        return UnitCell(content.isoformat())
    return UnitCell(content_text(content), is_number=isinstance(content, int | float))
