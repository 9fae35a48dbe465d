"""Opening workbooks of unknown origin: is it one, is it whole, is it of a sane size."""

import io
import warnings
import zipfile
import zlib
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xa_report.errors import AnswerError, EnvironmentFailedError

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LARGEST = 300 * 2**20
"""Bytes of all parts together; the template of a commune is a hundredth of it."""
# What openpyxl was seen to raise on damaged parts; broken XML is a SyntaxError.
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raise EnvironmentFailedError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or "không rõ nguyên nhân"
        raise EnvironmentFailedError(
            f"Không đọc được tệp {path.name} ({why}); hãy đóng tệp ở chương trình khác rồi thử lại."
        ) from error


def open_safely(name: str, content: bytes, **options: bool) -> Workbook:
    """The workbook of a file called `name`; raise AnswerError with one clear sentence.

    `options` are those of openpyxl's `load_workbook`.
    """
    refuse_other_files(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl leaves out do not matter
            return load_workbook(io.BytesIO(content), **options)
    except BROKEN as error:
        raise AnswerError(
            f"Tệp {name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error


def refuse_other_files(name: str, content: bytes) -> None:
    """Raise AnswerError for what is no workbook, is cut off, or is of an insane size."""
    if content.startswith(_OLE):
        raise AnswerError(
            f"Tệp {name} có mật khẩu hoặc là tệp Excel đời cũ (.xls); hãy bỏ mật khẩu và lưu"
            " lại dạng .xlsx."
        )
    if not content.startswith(b"PK"):
        raise AnswerError(f"Tệp {name} không phải là bảng tính .xlsx; hãy chọn lại tệp.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BROKEN as error:
        raise AnswerError(f"Tệp {name} bị hỏng hoặc chép chưa hết; hãy chép lại tệp.") from error
    if size > _LARGEST:
        raise AnswerError(f"Tệp {name} lớn bất thường nên không được mở; hãy tạo lại mẫu.")
