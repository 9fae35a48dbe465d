"""Files that are taken for an .xlsx workbook and are something else, called what they are."""

import zipfile

# Old .xls files and encrypted .xlsx files are OLE compound files; names of streams are UTF-16.
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_SAVE_AGAIN = "hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx"
_CONTENT_TYPES = "[Content_Types].xml"
# Of workbooks with and without macros, and of templates (.xltx).
_WORKBOOK_TYPES = (b"spreadsheetml.sheet.main+xml", b"spreadsheetml.template.main+xml",
                   b"ms-excel.sheet.macroEnabled.main+xml",
                   b"ms-excel.template.macroEnabled.main+xml")  # fmt: skip
_OTHER_TYPES = (
    (b"ms-excel.sheet.binary", "là bảng tính nhị phân (.xlsb)", _SAVE_AGAIN),
    (b"wordprocessingml", "là văn bản Word (.docx)", "hãy chọn tệp bảng tính"),
    (b"presentationml", "là trình chiếu (.pptx)", "hãy chọn tệp bảng tính"),
)
_MAX_BYTES = 2**20
"""Bytes of a part that is looked at here; a list of content types has some 2,000."""


def foreign_file_sentence(name: str, content: bytes) -> str:
    """Return what a file is that is no ZIP archive, as a sentence; "" for an archive."""
    if content.startswith(_OLE):
        return f"Tệp {name} {_ole_file_text(content)}."
    if not content.startswith(b"PK"):
        return f"Tệp {name} không phải là bảng tính .xlsx; hãy chọn lại tệp."
    return ""


def _ole_file_text(content: bytes) -> str:
    if _ENCRYPTED_STREAM in content:
        return "được bảo vệ bằng mật khẩu mở tệp; hãy bỏ mật khẩu, lưu lại rồi thử lại"
    if any(stream in content for stream in _XLS_STREAMS):
        return f"là bảng tính Excel đời cũ (.xls); {_SAVE_AGAIN}"
    return "có mật khẩu hoặc là tệp Excel đời cũ (.xls); hãy bỏ mật khẩu và lưu lại dạng .xlsx"


def foreign_archive_sentence(name: str, archive: zipfile.ZipFile) -> str:
    """Return what an archive is that holds no workbook openpyxl reads; "" for a workbook.

    Raise zipfile.BadZipFile and its like for damaged entries.
    """
    entries = set(archive.namelist())
    types = _beginning(archive, _CONTENT_TYPES)
    if "mimetype" in entries and _CONTENT_TYPES not in entries:
        mime = _beginning(archive, "mimetype")
        if b"opendocument.spreadsheet" in mime:
            return f"Tệp {name} là bảng tính OpenDocument (.ods); {_SAVE_AGAIN}."
        if b"opendocument" in mime:
            return f"Tệp {name} là văn bản OpenDocument, không phải bảng tính; hãy chọn lại tệp."
    for mark, what, remedy in _OTHER_TYPES:
        if mark in types:
            return f"Tệp {name} {what}; {remedy}."
    if any(_is_strict(archive, entry) for entry in entries if entry.endswith("workbook.xml")):
        return (
            f"Tệp {name} lưu theo chuẩn “Strict Open XML”; hãy mở bằng Excel hoặc LibreOffice rồi"
            " lưu lại dạng “Excel Workbook (.xlsx)”."
        )
    if not any(mark in types for mark in _WORKBOOK_TYPES):
        return (
            f"Tệp {name} không có bảng tính bên trong: tệp bị hỏng, hoặc là tệp khác được đổi đuôi;"
            " hãy chọn lại tệp."
        )
    return ""


def _is_strict(archive: zipfile.ZipFile, entry: str) -> bool:
    return _STRICT_NAMESPACE in _beginning(archive, entry)


def _beginning(archive: zipfile.ZipFile, entry: str) -> bytes:
    """Return the first bytes of an entry; none when it is not there."""
    try:
        with archive.open(entry) as stream:
            return stream.read(_MAX_BYTES)
    except KeyError:
        return b""
