"""Opening a workbook that came back: is it one, is it whole, and is it for this report."""

import warnings
import zipfile
import zlib
from dataclasses import astuple
from pathlib import Path
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xa_report.errors import AnswerError, EnvironmentFailedError
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.text import unescape

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LARGEST = 300 * 2**20
"""Bytes of all parts together; the template of a commune is a hundredth of it."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


def open_template(path: Path, expected: layout.Identity) -> Workbook:
    """The workbook with the values of its cells; raise AnswerError with one clear sentence."""
    _refuse_other_files(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl leaves out do not matter
            book = load_workbook(path, data_only=True, keep_links=False)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được tệp {path.name}: {error.strerror}."
        ) from error
    except _BROKEN as error:
        raise AnswerError(
            f"Tệp {path.name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error
    _refuse_foreign(book, path, expected)
    return book


def _unreadable(path: Path, error: OSError) -> EnvironmentFailedError:
    why = error.strerror or "không rõ nguyên nhân"
    return EnvironmentFailedError(
        f"Không đọc được tệp {path.name} ({why}); hãy đóng tệp ở chương trình khác rồi thử lại."
    )


def _refuse_other_files(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được tệp {path.name}: {error.strerror}."
        ) from error
    if head == _OLE:
        raise AnswerError(
            f"Tệp {path.name} có mật khẩu hoặc là tệp Excel đời cũ (.xls); hãy bỏ mật khẩu và lưu"
            " lại dạng .xlsx."
        )
    if not head.startswith(b"PK"):
        raise AnswerError(f"Tệp {path.name} không phải là bảng tính .xlsx; hãy chọn lại tệp.")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except _BROKEN as error:
        raise AnswerError(
            f"Tệp {path.name} bị hỏng hoặc chép chưa hết; hãy chép lại tệp."
        ) from error
    if size > _LARGEST:
        raise AnswerError(f"Tệp {path.name} lớn bất thường nên không được mở; hãy tạo lại mẫu.")


def _refuse_foreign(book: Workbook, path: Path, expected: layout.Identity) -> None:
    again = "hãy tạo mẫu mới cho báo cáo này rồi chép số liệu sang"
    if layout.IDENTITY not in book.sheetnames:
        raise AnswerError(
            f"Tệp {path.name} không phải mẫu nhập số liệu do chương trình tạo; {again}."
        )
    sheet = book[layout.IDENTITY]
    texts = [_text(sheet.cell(row, 1).value) for row in range(1, len(astuple(expected)) + 1)]
    found = layout.Identity(*texts)
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
