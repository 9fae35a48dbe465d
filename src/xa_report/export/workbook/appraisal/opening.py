"""Opening a workbook that officials worked in: is it ours, whole, and for this period."""

from pathlib import Path

from openpyxl import Workbook

from xa_report.domain.period import Period
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError
from xa_report.export.workbook.appraisal import layout
from xa_report.export.workbook.safe_opening import open_safely, read_bytes
from xa_report.export.workbook.template_inputs import text_of


def open_appraisal(path: Path, province: Unit, period: Period) -> tuple[Workbook, str]:
    """An appraisal workbook and the department it is for; raise AnswerError for another one."""
    book = open_safely(path.name, read_bytes(path), data_only=True, keep_links=False)
    again = "hãy tạo bảng thẩm định mới bằng lệnh “province appraise --template”"
    if layout.IDENTITY not in book.sheetnames:
        raise AnswerError(f"Tệp {path.name} không phải bảng thẩm định; {again}.")
    sheet = book[layout.IDENTITY]
    found = [text_of(sheet.cell(row, 1)) for row in range(1, 5)]
    if found[0] != layout.FORMAT:
        raise AnswerError(f"Tệp {path.name} do phiên bản khác của chương trình tạo; {again}.")
    if found[1] != province.code:
        raise AnswerError(
            f"Tệp {path.name} của tỉnh mã {found[1]}, sổ này của {province.name} ({province.code});"
            " hãy chọn đúng tệp."
        )
    if found[2] != str(period):
        raise AnswerError(
            f"Tệp {path.name} của kỳ {found[2]}, đang làm kỳ {period}; hãy chọn đúng tệp."
        )
    return book, found[3]
