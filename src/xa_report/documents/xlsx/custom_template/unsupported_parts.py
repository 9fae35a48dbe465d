"""Parts of a template that do not survive filling."""

import io
import re
import zipfile
import zlib

from xa_report.errors import AnswerError

MAX_TEMPLATE_BYTES = 60 * 2**20
"""Bytes of a template's parts together."""
# Parts that openpyxl drops without a word.
_LOST_PARTS = (
    (r"xl/(slicers|timelines)/", "bộ lọc trực quan (slicer, timeline)"),
    (r"xl/(ctrlProps|activeX)/", "nút bấm, ô chọn điều khiển"),
    (r"xl/embeddings/", "tệp nhúng (OLE)"),
    (r"xl/threadedComments/", "chuỗi thảo luận trong ghi chú"),
    (r"xl/(connections|queryTables/.*)\.xml", "kết nối dữ liệu ngoài"),
    (r"xl/media/.*\.(emf|wmf|svg)$", "ảnh dạng EMF, WMF hoặc SVG"),
    (r"xl/diagrams/", "sơ đồ SmartArt"),
    (r"_xmlsignatures/", "chữ ký số của mẫu"),
)
_DOUBTFUL_PARTS = (
    (r"xl/charts/", "biểu đồ", "có thể đổi kiểu trình bày và không nới theo hàng lặp"),
    (r"xl/pivotTables/", "bảng tổng hợp (PivotTable)", "không nới theo hàng lặp"),
)
# Elements that openpyxl drops from parts that it keeps.
_LOST_MARKS = (
    ("xl/drawings/", rb"<(\w+:)?(sp|cxnSp|grpSp)[ >]", "hình vẽ, hộp chữ"),
    ("xl/worksheets/", rb"<x14:dataValidation[ >]", "danh sách chọn lấy từ trang khác (x14)"),
    ("xl/worksheets/", rb"<x14:conditionalFormatting[ >]", "định dạng có điều kiện kiểu mới"),
    ("xl/worksheets/", rb"<x14:sparklineGroup[ >]", "biểu đồ nhỏ trong ô (sparkline)"),
    ("xl/worksheets/", rb"<(\w+:)?legacyDrawingHF[ >]", "ảnh ở đầu trang, cuối trang in"),
)


def find_unsupported_parts(content: bytes) -> tuple[str, ...]:
    """Return a sentence for each part that is lost or may change.

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
    lost = [what for shape, what in _LOST_PARTS if any(re.match(shape, name) for name in names)]
    lost += _unsupported_markup(archive, names)
    return (
        *(f"Mẫu có {what}; phần này không giữ được trong tệp đã điền." for what in lost),
        *(
            f"Mẫu có {what}; phần này {how}, hãy kiểm tra lại trong tệp đã điền."
            for shape, what, how in _DOUBTFUL_PARTS
            if any(re.match(shape, name) for name in names)
        ),
    )


def _unsupported_markup(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    lost: dict[str, None] = {}
    for name in names:
        if not name.endswith(".xml"):
            continue
        part = archive.read(name)
        if b"<!DOCTYPE" in part:
            raise AnswerError("Mẫu có phần XML không an toàn nên không được mở; hãy lưu lại mẫu.")
        for folder, mark, what in _LOST_MARKS:
            if name.startswith(folder) and re.search(mark, part):
                lost[what] = None
    return list(lost)
