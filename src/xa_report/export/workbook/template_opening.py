"""Opening a workbook that came back: is it for this report."""

from dataclasses import astuple
from pathlib import Path

from openpyxl import Workbook

from xa_report.errors import AnswerError
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.safe_opening import open_safely, read_bytes
from xa_report.export.workbook.template_identity import Identity
from xa_report.export.workbook.text import unescape


def open_template(path: Path, expected: Identity) -> Workbook:
    """The workbook with the values of its cells; raise AnswerError with one clear sentence."""
    book = open_safely(path.name, read_bytes(path), data_only=True, keep_links=False)
    _refuse_foreign(book, path, expected)
    return book


def _refuse_foreign(book: Workbook, path: Path, expected: Identity) -> None:
    again = "hãy tạo mẫu mới cho báo cáo này rồi chép số liệu sang"
    if layout.IDENTITY not in book.sheetnames:
        raise AnswerError(
            f"Tệp {path.name} không phải mẫu nhập số liệu do chương trình tạo; {again}."
        )
    sheet = book[layout.IDENTITY]
    texts = [_text(sheet.cell(row, 1).value) for row in range(1, len(astuple(expected)) + 1)]
    found = Identity(*texts)
    if found.format != expected.format:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} thuộc phiên bản khác của chương trình; {again}."
        )
    if found.unit != expected.unit:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} của đơn vị mã {found.unit}, báo cáo này của đơn vị mã"
            f" {expected.unit}; hãy chọn đúng tệp."
        )
    if found.period != expected.period:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} của kỳ {found.period}, báo cáo này của kỳ"
            f" {expected.period}; hãy chọn đúng tệp."
        )
    if found.form_sha256 != expected.form_sha256:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} theo bộ tiêu chí {found.form}, báo cáo này theo"
            f" {expected.form} (nội dung khác nhau); {again}."
        )
    if found.plans != expected.plans:
        raise AnswerError(
            f"Mẫu trong tệp {path.name} được tạo khi báo cáo đối chiếu các kế hoạch khác; {again}."
        )


def _text(value: object) -> str:
    return unescape(str(value)) if value is not None else ""
