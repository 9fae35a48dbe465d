"""Opening workbooks of unknown origin: is it one, is it whole, is it of a sane size."""

import io
import warnings
import zipfile
import zlib
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from xa_report.errors import AnswerError, EnvironmentFailedError
from xa_report.export.workbook.weighing import (
    EVERY_ROW,
    LAST_ROW,
    TooFarError,
    TooHeavyError,
    UnsafeError,
    require_light,
)

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LARGEST = 150 * 2**20
"""Bytes of all parts together; the template of a commune is a hundredth of it."""
# What openpyxl was seen to raise on damaged parts; broken XML is a SyntaxError.
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raise EnvironmentFailedError when it cannot be read."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _too_large(path.name)
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
    # Who reads values goes through all rows down to the last one.
    refuse_other_files(name, content, LAST_ROW if options.get("data_only") else EVERY_ROW)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that openpyxl leaves out do not matter
            return load_workbook(io.BytesIO(content), **options)
    except BROKEN as error:
        raise AnswerError(
            f"Tệp {name} bị hỏng nên không đọc được; hãy mở bằng LibreOffice hoặc Excel,"
            " lưu lại dạng .xlsx rồi thử lại."
        ) from error


def refuse_other_files(name: str, content: bytes, last_row: int = EVERY_ROW) -> None:
    """Raise AnswerError for what is no workbook, is cut off, or would take too much memory."""
    if content.startswith(_OLE):
        raise AnswerError(
            f"Tệp {name} có mật khẩu hoặc là tệp Excel đời cũ (.xls); hãy bỏ mật khẩu và lưu"
            " lại dạng .xlsx."
        )
    if not content.startswith(b"PK"):
        raise AnswerError(f"Tệp {name} không phải là bảng tính .xlsx; hãy chọn lại tệp.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise _too_large(name)
            require_light(archive, last_row)
    except BROKEN as error:
        raise AnswerError(f"Tệp {name} bị hỏng hoặc chép chưa hết; hãy chép lại tệp.") from error
    except TooHeavyError as error:
        raise _too_large(name) from error
    except UnsafeError as error:
        raise AnswerError(
            f"Tệp {name} có phần XML không an toàn nên không được mở; hãy lưu lại bằng LibreOffice"
            " hoặc Excel."
        ) from error
    except TooFarError as error:
        raise AnswerError(
            f"Tệp {name} có ô ở tận dòng {error.row}; hãy xóa các dòng thừa phía dưới bảng, lưu lại"
            " rồi thử lại."
        ) from error


def _too_large(name: str) -> AnswerError:
    return AnswerError(f"Tệp {name} lớn bất thường nên không được mở; hãy tạo lại mẫu.")
