"""Parts of a template that cannot stay, and templates that are refused for their parts."""

import io
import re
import zipfile
import zlib

from xa_report.errors import AnswerError

MAX_TEMPLATE_BYTES = 60 * 2**20
"""Bytes of a template's parts together."""
# All other parts are written back as they were.
_PART_NOTES = (
    (r"_xmlsignatures/", "chữ ký số của mẫu; phần này không giữ được trong tệp đã điền."),
    (
        r"xl/pivotTables/",
        "bảng tổng hợp (PivotTable); số trong bảng chưa được tính lại, hãy làm mới (Refresh) khi"
        " mở tệp đã điền.",
    ),
)


def find_unsupported_parts(content: bytes) -> tuple[str, ...]:
    """Return a sentence for each part that is lost or shows old numbers.

    Raise AnswerError for macros, a damaged file, a DTD and parts above `MAX_TEMPLATE_BYTES`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unsupported_part_texts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise AnswerError("Mẫu bị hỏng hoặc chép chưa hết; hãy chép lại tệp.") from error


def _unsupported_part_texts(archive: zipfile.ZipFile) -> tuple[str, ...]:
    names = archive.namelist()
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise AnswerError(
            "Mẫu có macro (.xlsm); chương trình không giữ được macro. Hãy lưu mẫu thành .xlsx"
            " (không macro) rồi điền lại."
        )
    if sum(entry.file_size for entry in archive.infolist()) > MAX_TEMPLATE_BYTES:
        raise AnswerError("Mẫu lớn bất thường nên không được mở; hãy bỏ bớt ảnh và trang thừa.")
    for name in names:
        if name.endswith(".xml") and b"<!DOCTYPE" in archive.read(name):
            raise AnswerError("Mẫu có phần XML không an toàn nên không được mở; hãy lưu lại mẫu.")
    return tuple(
        f"Mẫu có {note}"
        for shape, note in _PART_NOTES
        if any(re.match(shape, name) for name in names)
    )
