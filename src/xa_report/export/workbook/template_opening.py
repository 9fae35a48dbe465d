"""Opening a workbook that came back: is it one, is it whole, and is it for this report."""

import io
import warnings
import zipfile
import zlib
from dataclasses import astuple
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xa_report.errors import AnswerError, EnvironmentFailedError
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.template_identity import Identity
from xa_report.export.workbook.text import unescape

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LARGEST = 300 * 2**20
"""Bytes of all parts together; the template of a commune is a hundredth of it."""
# What openpyxl was seen to raise on damaged parts; broken XML is a SyntaxError.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


def open_template(path: Path, expected: Identity) -> Workbook:
    """The workbook with the values of its cells; raise AnswerError with one clear sentence."""
    content = _content(path)
    _refuse_other_files(path, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl leaves out do not matter
            book = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except _BROKEN as error:
        raise AnswerError(
            f"Tệp {path.name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error
    _refuse_foreign(book, path, expected)
    return book


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or "không rõ nguyên nhân"
        raise EnvironmentFailedError(
            f"Không đọc được tệp {path.name} ({why}); hãy đóng tệp ở chương trình khác rồi thử lại."
        ) from error


def _refuse_other_files(path: Path, content: bytes) -> None:
    if content.startswith(_OLE):
        raise AnswerError(
            f"Tệp {path.name} có mật khẩu hoặc là tệp Excel đời cũ (.xls); hãy bỏ mật khẩu và lưu"
            " lại dạng .xlsx."
        )
    if not content.startswith(b"PK"):
        raise AnswerError(f"Tệp {path.name} không phải là bảng tính .xlsx; hãy chọn lại tệp.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except _BROKEN as error:
        raise AnswerError(
            f"Tệp {path.name} bị hỏng hoặc chép chưa hết; hãy chép lại tệp."
        ) from error
    if size > _LARGEST:
        raise AnswerError(f"Tệp {path.name} lớn bất thường nên không được mở; hãy tạo lại mẫu.")


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
