"""Files that only look like workbooks are called what they are; cells far away cost nothing.

1. .ods and .xls come from LibreOffice, the others are written byte by byte.
2. Formulas without a stored result are marked, stored results are read as calamine reads them.
3. What a sheet costs is counted in cells made, never in seconds.
"""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from tests.libreoffice import convert_workbooks, resave_workbooks
from xa_report.documents.xlsx.formula_results import formulas_without_result
from xa_report.documents.xlsx.unit_workbook import read_unit_workbook
from xa_report.documents.xlsx.untrusted_workbook import filled_cells, open_untrusted_workbook
from xa_report.errors import AnswerError

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def workbook_bytes(workbook: Workbook | None = None) -> bytes:
    out = io.BytesIO()
    (workbook or Workbook()).save(out)
    return out.getvalue()


def replaced(content: bytes, before: str, after: str) -> bytes:
    """A workbook with a text of its parts replaced, as another program would write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(before.encode(), after.encode()))
    return out.getvalue()


def archive_of(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr("[Content_Types].xml" if name == "types" else name, text)
    return out.getvalue()


def content_types(kind: str) -> str:
    return f'<Types><Override PartName="/a" ContentType="application/vnd.{kind}"/></Types>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "mật khẩu mở tệp"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "x là bảng tính Excel đời cũ"),
        (archive_of(types=content_types("ms-excel.sheet.binary.macroEnabled.main")), "(.xlsb)"),
        (
            archive_of(types=content_types("openxmlformats-officedocument.wordprocessingml.x")),
            "văn bản Word (.docx)",
        ),
        (archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "(.ods)"),
        (archive_of(mimetype="application/vnd.oasis.opendocument.text"), "văn bản OpenDocument"),
        (archive_of(types=content_types("theme+xml")), "không có bảng tính bên trong"),
        (replaced(workbook_bytes(), MAIN, STRICT), "Strict Open XML"),
    ],
    ids=["encrypted", "xls", "xlsb", "docx", "ods", "odt", "no workbook", "strict"],
)
def test_a_foreign_file_is_called_what_it_is(content: bytes, sentence: str):
    with pytest.raises(AnswerError) as error:
        open_untrusted_workbook("a.xlsx", content, data_only=True)
    assert sentence in str(error.value)
    assert "hãy" in str(error.value)
    assert "bị hỏng" not in str(error.value) or "không có bảng tính" in sentence


@pytest.mark.parametrize(
    ("suffix", "sentence"), [("ods", "(.ods)"), ("xls", "x là bảng tính Excel đời cũ (.xls)")]
)
def test_what_libreoffice_saves_otherwise_is_named(suffix: str, sentence: str, tmp_path: Path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_bytes())
    saved = convert_workbooks([path], tmp_path, suffix) / f"a.{suffix}"
    with pytest.raises(AnswerError) as error:
        open_untrusted_workbook("a.xlsx", saved.read_bytes())
    assert sentence in str(error.value)


def formula_workbook() -> Workbook:
    workbook = Workbook()
    workbook.active["A1"], workbook.active["A2"] = "=1+2", '=""'
    workbook.create_sheet("Hai")["C7"] = "=Sheet!A1*2"
    return workbook


def test_formulas_without_a_result_are_marked_until_a_suite_computes_them(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_bytes(formula_workbook()))
    assert formulas_without_result(path.read_bytes()) == {"Sheet": ("A1", "A2"), "Hai": ("C7",)}
    opened = open_untrusted_workbook("a.xlsx", path.read_bytes(), data_only=True)
    assert [opened["Sheet"]["A1"].data_type, opened["Hai"]["C7"].data_type] == ["f", "f"]
    (saved,) = resave_workbooks([path], tmp_path / "lo")
    assert formulas_without_result(saved.read_bytes()) == {}
    computed = open_untrusted_workbook("a.xlsx", saved.read_bytes(), data_only=True)
    assert (computed["Sheet"]["A1"].value, computed["Hai"]["C7"].value) == (3, 6)
    second = CalamineWorkbook.from_path(str(saved))
    assert second.get_sheet_by_name("Sheet").to_python()[0][0] == 3


def test_a_chart_is_no_formula(tmp_path: Path):
    workbook = Workbook()
    workbook.active["A1"] = 1
    workbook.create_chartsheet("Hình")
    assert formulas_without_result(workbook_bytes(workbook)) == {}


def made_cells(sheet: object) -> int:
    return len(vars(sheet)["_cells"])


def test_a_stray_cell_makes_no_cells_between():
    workbook = Workbook()
    workbook.active["XFD1048576"], workbook.active["A1"] = "x", "y"
    opened = open_untrusted_workbook("a.xlsx", workbook_bytes(workbook), data_only=True)
    assert [cell.coordinate for cell in filled_cells(opened.active)] == ["A1", "XFD1048576"]
    assert made_cells(opened.active) == 2


@pytest.mark.parametrize("coordinate", ["XFD3", "A99999", "XFD1048576"])
def test_a_stray_cell_in_a_list_of_units_is_named(coordinate: str):
    workbook = Workbook()
    workbook.active.append(["code", "name", "kind"])
    workbook.active[coordinate] = "x"
    with pytest.raises(AnswerError, match=f"ô {coordinate}, ngoài bảng"):
        read_unit_workbook("a.xlsx", workbook_bytes(workbook))
    workbook.active[coordinate] = " "
    assert read_unit_workbook("a.xlsx", workbook_bytes(workbook)).faults == ()


def test_the_test_workbooks_open_in_openpyxl():
    content = workbook_bytes(formula_workbook())
    assert load_workbook(io.BytesIO(content)).sheetnames == [
        "Sheet",
        "Hai",
    ]
