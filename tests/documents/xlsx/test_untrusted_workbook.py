"""Workbooks that would take gigabytes or minutes to load are refused with a sentence at once."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from xa_report.documents.xlsx.untrusted_workbook import MAX_CELLS, open_untrusted_workbook
from xa_report.errors import AnswerError

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = MAX_CELLS // 5000 + 1
CELLS = "".join(f'<row r="{row}">{"<c/>" * 5000}</row>' for row in range(1, ROWS + 1))
TWO_BYTES = f'<worksheet xmlns="{MAIN}"><sheetData>{CELLS}</sheetData></worksheet>'.encode("utf-16")


def plain() -> dict[str, bytes]:
    workbook, out = Workbook(), io.BytesIO()
    workbook.active["A1"] = "Xã"
    workbook.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_more(before: str, more: str, part: str = SHEET) -> dict[str, bytes]:
    files = plain()
    assert before.encode() in files[part]
    return files | {part: files[part].replace(before.encode(), more.encode() + before.encode())}


def headed(declared: str, text: str) -> dict[str, bytes]:
    row = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{text}</t></is></c></row>'
    files = with_more("</sheetData>", row)
    return files | {SHEET: f"<!DOCTYPE x [{declared}]>".encode() + files[SHEET]}


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">'
    for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)
HEAVY, BROKEN, UNSAFE = "lớn bất thường", "bị hỏng", "không an toàn"
FAR = "nằm dưới dòng cuối 1048576"
ROW = '<row r="1048577"><c r="A1048577"/></row>'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (with_more("</sheetData>", CELLS), HEAVY),
        (with_more("</sheetData>", CELLS.replace("<c/>", "<x:c xmlns:x='y'/>", 5000)), HEAVY),
        (plain() | {SHEET: TWO_BYTES}, HEAVY),
        (with_more("</worksheet>", '<mergeCell ref="A7:XFD1048576"/>'), HEAVY),
        (with_more("</cellXfs>", "<xf/>" * 200_000, STYLES), HEAVY),
        (with_more("</sheetData>", ROW), f"ô A1048577 {FAR}"),
        (with_more("</sheetData>", ROW.replace('<row r="1048577">', "<row>")), FAR),
        (with_more("</sheetData>", '<row r="1048577"><c/></row>'), f"dòng 1048577 {FAR}"),
        (headed(LAUGHS, "&j;"), UNSAFE),
        (headed('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"), UNSAFE),
        (plain() | {SHEET: plain()[SHEET][:-20]}, BROKEN),
        (plain() | {SHEET: b"<?xml version='1.0' encoding='cp037'?>" + plain()[SHEET]}, UNSAFE),
        (plain() | {SHEET: b"<?xml version='1.0' encoding='la'?>" + plain()[SHEET]}, UNSAFE),
    ],
)
def test_workbooks_that_expand_without_end_are_refused_at_once(files, message):
    content, start = packed(files), time.monotonic()
    with pytest.raises(AnswerError, match=message):
        open_untrusted_workbook("a.xlsx", content, data_only=True)
    assert time.monotonic() - start < 10


def test_many_cells_are_still_read():
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(2, 30_000))
    workbook = open_untrusted_workbook(
        "a.xlsx", packed(with_more("</sheetData>", rows)), read_only=True
    )
    assert workbook.active.title == "Sheet"


def test_what_is_no_markup_is_nothing_to_weigh():
    files = plain() | {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n", "docProps/note.txt": b"<"}
    assert open_untrusted_workbook("a.xlsx", packed(files)).active["A1"].value == "Xã"
