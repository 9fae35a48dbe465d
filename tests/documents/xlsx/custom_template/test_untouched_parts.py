"""What a template was not asked to change stays: byte for byte, for calamine and LibreOffice."""

import io
import re

import pytest
from lxml import etree
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from tests.factories.custom_templates import (
    NOON,
    ROWS,
    SHEET,
    changed_parts,
    commune_values,
    fill_for_commune,
    parts_of,
    province_values,
    workbook_with_cells,
)
from tests.factories.rich_templates import FOOTER, HEADER, MAIN, OFFICE, SHEET_PART, rich_template
from tests.libreoffice import recalculate_workbooks, resave_workbooks
from xa_report.documents.xlsx.custom_template.fill import FilledWorkbook
from xa_report.documents.xlsx.custom_template.template_package import parse_part
from xa_report.documents.xlsx.deterministic_save import pack_parts
from xa_report.errors import AnswerError

pytestmark = pytest.mark.xdist_group("libreoffice")
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# What is filled, and the formulas that follow it.
TOUCHED = {"A1", "A4", "B4", "C4", "B5"}


@pytest.fixture(scope="module")
def template() -> bytes:
    return rich_template("Biểu của {{don_vi}}", "{{don_vi}}", "{{a}}")


@pytest.fixture(scope="module")
def filled(template) -> bytes:
    result = fill_for_commune(template, commune_values(don_vi="Xã A", a=12))
    assert result.warnings == ()
    return result.content


@pytest.fixture(scope="module")
def repeated() -> bytes:
    template = rich_template("Biểu của {{don_vi}}", "{{#don_vi}}", "{{#a}}")
    return fill_for_commune(template, province_values(ROWS, don_vi="Tỉnh A")).content


def cells_of(sheet_xml: bytes) -> dict[str, bytes]:
    """The XML of each cell."""
    return {
        match[1].decode(): match[0]
        for match in re.finditer(rb'<c r="([A-Z]+\d+)".*?(?:</c>|(?<=/)>)', sheet_xml, re.DOTALL)
    }


def without_cells(sheet_xml: bytes) -> bytes:
    """The rest of a sheet, in the canonical form of XML."""
    bare = re.sub(rb"<sheetData>.*</sheetData>", b"", sheet_xml, flags=re.DOTALL)
    return bytes(etree.tostring(etree.fromstring(bare), method="c14n2"))


def test_every_part_but_the_sheets_with_changes_stays_byte_for_byte(template, filled):
    assert changed_parts(template, filled) == {SHEET_PART, "xl/worksheets/sheet2.xml"}
    before, after = (parts_of(content)[SHEET_PART] for content in (template, filled))
    assert without_cells(before) == without_cells(after)
    old, new = cells_of(before), cells_of(after)
    assert {place for place in old if old[place] != new[place]} == TOUCHED
    assert list(old) == list(new)


def test_results_that_follow_a_filled_cell_are_not_stored(filled):
    cells = cells_of(parts_of(filled)[SHEET_PART])
    assert b"<f>B4*2</f>" in cells["C4"]
    assert b"<v>" not in cells["C4"] + cells["B5"]
    assert b"<v>10</v>" in cells["B7"]
    assert b"<v>6</v>" not in parts_of(filled)["xl/worksheets/sheet2.xml"]


def test_calamine_reads_the_same_in_every_untouched_cell(template, filled):
    before, after = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(SHEET)
        for content in (template, filled)
    )
    old, new = (sheet.to_python(skip_empty_area=False) for sheet in (before, after))
    differing = {
        f"{chr(ord('A') + column)}{row}"
        for row, (first, second) in enumerate(zip(old, new, strict=True), start=1)
        for column, (each, other) in enumerate(zip(first, second, strict=True))
        if each != other
    }
    assert differing == TOUCHED
    assert (new[3][1], new[0][3]) == (12, "Biểu 01. Kết quả\ngiải quyết")


def test_libreoffice_reads_the_same_but_for_what_was_filled(template, filled, tmp_path):
    for name, content in (("mau", template), ("xong", filled)):
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    workbooks = [tmp_path / "mau.xlsx", tmp_path / "xong.xlsx"]
    result = recalculate_workbooks(workbooks, tmp_path)
    before, after = result["mau"][SHEET], result["xong"][SHEET]
    differing = {
        f"{chr(ord('A') + column)}{row}"
        for row, (first, second) in enumerate(zip(before, after, strict=True), start=1)
        for column, (each, other) in enumerate(zip(first, second, strict=True))
        if each != other
    }
    assert differing <= TOUCHED
    assert (after[3][2], after[4][1]) == ("24", "12")
    assert result["xong"]["Khác"] == [["12"], ["6"]]
    headers = [header_texts(path.read_bytes()) for path in resave_workbooks(workbooks, tmp_path)]
    assert headers[0] == headers[1]
    assert "SỞ NỘI VỤ" in headers[0][0]


def header_texts(content: bytes) -> list[str]:
    root = parse_part(parts_of(content)[SHEET_PART])
    return [node.text for node in root.iterfind(f"{{{MAIN}}}headerFooter/*") if node.text]


def test_headers_and_footers_stay_as_they_were_written(filled, repeated):
    for content in (filled, repeated):
        assert header_texts(content) == [HEADER, FOOTER]


def test_repeated_rows_move_what_only_the_package_knows(repeated):
    parts = parts_of(repeated)
    sheet = parts[SHEET_PART].decode()
    assert '<protectedRange sqref="B4:B9" name="NhapSoLieu"/>' in sheet
    assert "<xm:sqref>B4:B9</xm:sqref>" in sheet
    assert '<f t="array" ref="D11:D13">A11:A13*2</f>' in sheet
    assert '<c r="D11" cm="1">' in sheet
    assert "<f>A13*10</f><v>30</v>" in sheet
    assert "customSheetView guid" in sheet
    drawing = parts["xl/drawings/drawing1.xml"].decode()
    assert re.findall(r"<xdr:row>(\d+)", drawing) == ["10", "12"]
    assert f"textlink=\"'{SHEET}'!$B$9\"" in drawing
    assert "docMetadata/LabelInfo.xml" in parts
    # Excel makes a list of formulas anew; one with other places it would call damaged.
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["xl/_rels/workbook.xml.rels"] + parts["[Content_Types].xml"]


def test_libreoffice_computes_the_repeated_rows(repeated, tmp_path):
    path = tmp_path / "lap.xlsx"
    path.write_bytes(repeated)
    cells = recalculate_workbooks([path], tmp_path)["lap"]
    total = 100 + 200 + 300 + 400 + 500
    assert [row[0] for row in cells[SHEET][3:8]] == [row["don_vi"] for row in ROWS]
    assert cells[SHEET][8][1] == cells["Khác"][0][0] == str(total)
    assert cells[SHEET][8][3] == "38,25"  # five times 7,25 and 2
    assert [row[3] for row in cells[SHEET][10:13]] == ["2", "4", "6"]


@pytest.mark.parametrize("place", ["XFD1", "A900000"])
def test_a_stray_cell_far_away_makes_no_further_cells(place):
    content = workbook_with_cells({place: " ", "A5": "{{#don_vi}}", "B5": "{{#a}}"})
    rows = [ROWS[0]] * 168
    sheet = parts_of(fill_for_commune(content, province_values(rows)).content)[SHEET_PART]
    assert sheet.count(b"<c ") == 1 + 2 * len(rows)
    assert sheet.count(b"<row ") == 1 + len(rows)


def test_a_repeated_row_with_too_many_cells_is_refused():
    cells = {f"{get_column_letter(column)}1": "{{#a}}" for column in range(1, 6_000)}
    content = workbook_with_cells(cells)
    with pytest.raises(AnswerError, match="quá nhiều ô để lặp 168 lần"):
        fill_for_commune(content, province_values([ROWS[0]] * 168))


def test_a_workbook_that_says_nothing_of_computing_is_computed_on_opening():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}"}))
    workbook = re.sub(rb"<calcPr[^>]*/>", b"", parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = workbook.replace(b"</workbook>", b"<extLst/></workbook>")
    filled = fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))
    after = parts_of(filled.content)["xl/workbook.xml"]
    assert b'<calcPr fullCalcOnLoad="1"/><extLst/></workbook>' in after


DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


@pytest.mark.parametrize(
    ("name", "content_type", "words"),
    [
        ("word/document.xml", DOCUMENT, "văn bản Word"),
        ("xl/workbook.bin", BINARY, "bảng tính nhị phân"),
        ("", "", "không có bảng tính bên trong"),
    ],
)
def test_a_package_of_another_kind_is_called_what_it_is(name, content_type, words):
    relation = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="{name}"/>'
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        ),
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>',
        name or "a.txt": "",
    }
    content = pack_parts(((key, text.encode()) for key, text in parts.items()), NOON)
    with pytest.raises(AnswerError, match=words):
        fill_for_commune(content, commune_values(a=1))


def test_a_strict_workbook_is_called_so():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}"}))
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(MAIN.encode(), strict)
    with pytest.raises(AnswerError, match="Strict Open XML"):
        fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))


def test_a_template_file_becomes_a_workbook():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}"}))
    types = parts["[Content_Types].xml"].replace(b".sheet.main+xml", b".template.main+xml")
    parts["[Content_Types].xml"] = types
    filled = fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))
    after = parts_of(filled.content)["[Content_Types].xml"]
    assert b".sheet.main+xml" in after
    assert b".template.main" not in after


@pytest.mark.parametrize("value", [b"", b"x", b"-1", b"A1:B", b"99999999999"])
def test_any_odd_attribute_is_kept_or_called_damaged(value):
    parts = parts_of(rich_template("{{don_vi}}", "{{#don_vi}}", "{{#a}}"))
    values = province_values(ROWS[:2], don_vi="Tỉnh A")
    outcomes: set[type] = set()
    for name in (SHEET_PART, "xl/workbook.xml", "xl/styles.xml", "xl/drawings/drawing1.xml"):
        for match in re.finditer(rb'(?<!xml) \w+="([^"]*)"', parts[name]):
            odd = parts[name][: match.start(1)] + value + parts[name][match.end(1) :]
            content = pack_parts((parts | {name: odd}).items(), NOON)
            try:
                outcomes.add(type(fill_for_commune(content, values)))
            except AnswerError as error:
                outcomes.add(type(error))
    assert outcomes == {FilledWorkbook, AnswerError}
