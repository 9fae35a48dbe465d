"""Filling single cells: types, formats, hostile texts; faults by cell; what is lost is said."""

import io
import re
import zipfile
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image as Picture

from tests.factories.custom_templates import (
    NOON,
    ROWS,
    SHEET,
    changed_parts,
    commune_values,
    fill_for_commune,
    parts_of,
    province_values,
    reread_workbook,
    workbook_bytes,
    workbook_with_cells,
)
from tests.factories.generated_reports import HOSTILE
from xa_report.documents.xlsx.cell_text import MAX_CELL_LENGTH, unescape_cell_text, utf16_length
from xa_report.documents.xlsx.custom_template.fill import is_percent_format
from xa_report.documents.xlsx.deterministic_save import pack_parts
from xa_report.domain.workbook_values import EMPTY_VALUE, FillValue
from xa_report.errors import AnswerError

RATE = FillValue(Fraction(46500, 482), percent=True)


def test_every_kind_of_value_keeps_the_format_of_its_cell():
    workbook = Workbook()
    sheet = workbook.active
    texts = ("{{dem}}", "{{ty_le}}", "{{ty_le}}", "{{ngay}}", "{{khong}}", "{{trong}}", "{{chu}}")
    for row, text in enumerate(texts, start=1):
        sheet.cell(row, 1, text).font = Font("Arial", 9, italic=True)
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A1"].number_format, sheet["A2"].number_format = "#,##0.0", '0.00" %"'
    sheet["A3"].number_format = "0.00%"
    sheet["A8"] = "Tỷ lệ: {{ty_le}} % của {{ dem }} hồ sơ, ngày {{ngay}}{{trong}}"
    values = commune_values(
        dem=1482, ty_le=RATE, ngay=date(2026, 12, 1), khong="không phát sinh", trong=EMPTY_VALUE,
        chu="Đã có",
    )  # fmt: skip
    filled = fill_for_commune(workbook_bytes(workbook), values)
    result = reread_workbook(filled).active
    assert [result.cell(row, 1).value for row in (1, 5, 6, 7)] == [
        1482, "không phát sinh", None, "Đã có",
    ]  # fmt: skip
    assert result["A2"].value == pytest.approx(96.4730290)
    assert result["A3"].value == pytest.approx(0.9647303)
    assert (result["A4"].value.date(), result["A4"].number_format) == (
        date(2026, 12, 1), "dd/mm/yyyy",
    )  # fmt: skip
    assert result["A8"].value == "Tỷ lệ: 96,47 % của 1.482 hồ sơ, ngày 01/12/2026"
    shapes = [result.cell(row, 1).number_format for row in (1, 2, 3)]
    assert shapes == ["#,##0.0", '0.00" %"', "0.00%"]
    for row in range(1, 8):
        cell = result.cell(row, 1)
        assert (cell.font.name, cell.font.i, cell.fill.fgColor.rgb) == ("Arial", True, "FF00FF00")
    assert (filled.cells, filled.warnings) == (8, ())


@given(
    text=st.sampled_from((*HOSTILE, "=cmd|'/c calc'!A0", "+1", "@x", "{{a}}", "{{#a}}"))
    | st.text(max_size=40),
    around=st.sampled_from(("{{a}}", "{{a}} và {{a}}", "={a}"[:0] + "Ý kiến: {{a}}")),
)
def test_no_text_becomes_a_formula(text, around):
    filled = fill_for_commune(workbook_with_cells({"A1": around}), commune_values(a=text))
    cell = reread_workbook(filled)[SHEET]["A1"]
    assert cell.data_type != "f"
    with zipfile.ZipFile(io.BytesIO(filled.content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    if text.startswith(("=", "+", "@", "-")) and around.startswith("{{"):
        assert cell.quotePrefix


def test_a_text_too_long_for_a_cell_is_cut_and_said():
    for around in ("{{a}}", "Giải trình: {{a}}"):
        filled = fill_for_commune(
            workbook_with_cells({"C7": around}), commune_values(a="ý" * 40_000)
        )
        value = reread_workbook(filled)[SHEET]["C7"].value
        assert utf16_length(value) <= MAX_CELL_LENGTH
        assert "xem toàn văn" in value
        (sentence,) = filled.warnings
        assert sentence.startswith(f"Trang “{SHEET}”, ô C7: văn bản dài 400")


def test_control_characters_are_made_visible():
    filled = fill_for_commune(
        workbook_with_cells({"A1": "{{a}}"}), commune_values(a="chuông\x07 _x0041_")
    )
    assert unescape_cell_text(reread_workbook(filled)[SHEET]["A1"].value) == "chuông␇ _x0041_"


def test_all_faults_are_named_by_sheet_and_cell():
    content = workbook_with_cells(
        {"A1": "{{ho_so}}", "B2": "{{hs_tiep_nhann}} / {{la}}", "C3": "={{hs_tiep_nhan}}*2",
         "D4": "{{#hs_tiep_nhan}}", "E5": "{{hs_tiep_nhan"}
    )  # fmt: skip
    with pytest.raises(AnswerError) as caught:
        fill_for_commune(content, commune_values(hs_tiep_nhan=5))
    faults = [str(fault) for fault in caught.value.faults]
    assert [fault.partition(":")[0] for fault in faults] == [
        f"Trang “{SHEET}”, ô {place}" for place in ("A1", "B2", "B2", "C3", "D4", "E5")
    ]
    assert "có phải “hs_tiep_nhan” không?" in faults[1]
    assert "chưa ghi tệp nào" in caught.value.sentence


def test_province_faults_know_rows_from_single_cells():
    content = workbook_with_cells({"A1": "{{a}}", "A2": "{{#a}}", "B2": "{{ky}}", "C2": "{{#ky}}"})
    with pytest.raises(AnswerError) as caught:
        fill_for_commune(content, province_values(ROWS, ky="năm 2026"))
    places = [str(fault).partition(":")[0][-2:] for fault in caught.value.faults]
    assert places == ["A1", "C2"]


def test_a_merge_down_from_a_repeated_row_and_a_name_in_it_are_refused():
    workbook = Workbook()
    workbook.active["A2"] = "{{#a}}"
    workbook.active.merge_cells("B2:B3")
    workbook.defined_names["ky"] = DefinedName("ky", attr_text="Sheet!$C$2")
    with pytest.raises(AnswerError) as caught:
        fill_for_commune(workbook_bytes(workbook), province_values(ROWS, ky="năm 2026"))
    assert [str(f)[:22] for f in caught.value.faults] == [
        "Trang “Sheet”, ô C2: t", "Trang “Sheet”, ô B2:B3",
    ]  # fmt: skip


def test_defined_names_are_filled_unless_they_compute_or_hold_a_placeholder():
    workbook = Workbook()
    sheet = workbook.active
    sheet["B1"], sheet["C1"], sheet["D1"] = "=1+1", "{{a}}", "tự do"
    for name, place in (("diem_3_2", "A1"), ("tong", "B1"), ("b", "C1"), ("khac", "D1")):
        workbook.defined_names[name] = DefinedName(name, attr_text=f"Sheet!${place[0]}${place[1]}")
    values = commune_values(a=1, b=2, tong=9, **{"diem:3.2": Fraction(5, 2)})
    filled = fill_for_commune(workbook_bytes(workbook), values)
    result = reread_workbook(filled).active
    assert [result[f"{c}1"].value for c in "ABCD"] == [2.5, "=1+1", 1, "tự do"]
    assert filled.warnings == (
        "Trang “Sheet”, ô B1: có công thức nên được giữ nguyên, không điền theo tên vùng.",
    )


def test_pictures_and_charts_stay_byte_for_byte():
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "{{a}}"
    picture = io.BytesIO()
    Picture.new("RGB", (4, 4)).save(picture, "PNG")
    sheet.add_image(Image(picture), "D3")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1))
    sheet.add_chart(chart, "F3")
    template = workbook_bytes(workbook)
    filled = fill_for_commune(template, commune_values(a=3))
    assert filled.warnings == ()
    assert changed_parts(template, filled.content) == {"xl/worksheets/sheet1.xml"}


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/slicers/slicer1.xml", b"<x/>"),
        ("xl/ctrlProps/ctrlProp1.xml", b"<x/>"),
        ("xl/drawings/drawing9.xml", b"<xdr:sp macro=''>"),
        ("xl/worksheets/sheet9.xml", b"<x14:sparklineGroup >"),
        ("docMetadata/LabelInfo.xml", b"<clbl:labelList />"),
        ("xl/media/image1.emf", b"\1\0\0\0"),
    ],
)
def test_a_part_that_nobody_knows_stays_and_nothing_is_said(name, part):
    content = with_part(workbook_with_cells({"A1": "{{a}}"}), name, part)
    filled = fill_for_commune(content, commune_values(a=1))
    assert (filled.warnings, parts_of(filled.content)[name]) == ((), part)


def test_old_numbers_of_a_pivot_table_are_named():
    content = with_part(
        workbook_with_cells({"A1": "{{a}}"}), "xl/pivotTables/pivotTable1.xml", b"<x/>"
    )
    (sentence,) = fill_for_commune(content, commune_values(a=1)).warnings
    assert "PivotTable" in sentence


def test_a_signature_of_the_template_is_taken_out_and_named():
    relation = (
        b'<Relationship Id="rSig" Target="_xmlsignatures/origin.sigs" Type="http://schemas.'
        b'openxmlformats.org/package/2006/relationships/digital-signature/origin"/>'
    )
    content = with_part(workbook_with_cells({"A1": "{{a}}"}), "_xmlsignatures/origin.sigs", b"")
    parts = parts_of(content)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</R", relation + b"</R")
    filled = fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))
    (sentence,) = filled.warnings
    assert "chữ ký số" in sentence
    after = parts_of(filled.content)
    assert "_xmlsignatures/origin.sigs" not in after
    assert b"rSig" not in after["_rels/.rels"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (with_part(workbook_with_cells({"A1": "{{a}}"}), "xl/vbaProject.bin", b"x"), "macro"),
        (
            with_part(workbook_with_cells({"A1": "{{a}}"}), "xl/a.xml", b"<!DOCTYPE x>"),
            "không an toàn",
        ),
        (
            with_part(workbook_with_cells({"A1": "{{a}}"}), "xl/a.bin", bytes(61 * 2**20)),
            "lớn bất thường",
        ),
        (workbook_with_cells({"A1": "{{a}}"})[:900], "bị hỏng"),
        (b"%PDF-1.7", "không phải là bảng tính"),
        (workbook_with_cells({"A1": "tự do"}), "không có ô nào để điền"),
    ],
    ids=["macro", "doctype", "size", "cut", "pdf", "nothing"],
)
def test_what_cannot_be_filled_is_refused_with_a_sentence(content, words):
    with pytest.raises(AnswerError, match=words):
        fill_for_commune(content, commune_values(a=1))


def test_the_same_input_gives_the_same_bytes_and_results_are_computed_on_opening():
    content = workbook_with_cells({"A1": "{{a}}", "A2": "=A1"})
    first = fill_for_commune(content, commune_values(a=1)).content
    assert first == fill_for_commune(content, commune_values(a=1)).content
    assert load_workbook(io.BytesIO(first)).calculation.fullCalcOnLoad


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [("0.00%", True), ("0%;[Red]-0%", True), ('0" %"', False), ("0\\%", False), ("General", False)],
)
def test_a_quoted_percent_sign_is_only_a_sign(shape, wanted):
    assert is_percent_format(shape) is wanted


@pytest.mark.parametrize(
    ("value", "shape"), [(RATE, "#,##0.00##"), (Fraction(5, 4), "General"), (7, "General")]
)
def test_a_long_number_in_a_cell_without_format_gets_one(value, shape):
    result = reread_workbook(
        fill_for_commune(workbook_with_cells({"A1": "{{a}}"}), commune_values(a=value))
    )[SHEET]["A1"]
    assert result.number_format == shape


def test_dates_of_a_1904_workbook_are_counted_from_there():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}", "A2": "{{b}}"}))
    workbook = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = workbook.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    values = commune_values(a=date(2026, 12, 1), b=date(1902, 1, 1))
    filled = fill_for_commune(pack_parts(parts.items(), NOON), values)
    sheet = reread_workbook(filled)[SHEET]
    assert (sheet["A1"].value.date(), sheet["A2"].value) == (date(2026, 12, 1), "01/01/1902")


def test_a_named_cell_that_does_not_exist_is_made_in_its_place():
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["C3"], sheet["A9"] = "đầu", "giữa", "cuối"
    sheet.column_dimensions["D"].number_format = "0.00%"
    for name, place in (("a", "$B$3"), ("b", "$D$3"), ("c", "$B$5"), ("d", "$A$12")):
        workbook.defined_names[name] = DefinedName(name, attr_text=f"Sheet!{place}")
    values = commune_values(a=1, b=RATE, c=3, d=4)
    result = reread_workbook(fill_for_commune(workbook_bytes(workbook), values))["Sheet"]
    assert [result[place].value for place in ("B3", "C3", "B5", "A9", "A12")] == [
        1, "giữa", 3, "cuối", 4,
    ]  # fmt: skip
    assert (result["D3"].number_format, round(result["D3"].value, 4)) == ("0.00%", 0.9647)


def test_what_a_merged_cell_covers_is_not_filled():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}", "B1": "{{b}}"}))
    sheet = parts["xl/worksheets/sheet1.xml"]
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", merge)
    filled = fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1, b=2))
    assert filled.cells == 1
    assert b"{{b}}" in parts_of(filled.content)["xl/worksheets/sheet1.xml"] + parts_of(
        filled.content
    ).get("xl/sharedStrings.xml", b"")


def test_cells_and_rows_without_coordinates_follow_each_other():
    parts = parts_of(workbook_with_cells({"A1": "x"}))
    rows = (
        b"<sheetData><row><c><v>1</v></c></row><row><c><v>5</v></c>"
        b'<c t="inlineStr"><is><t>{{#a}}</t></is></c></row>'
        b"<row><c><f>SUM(B2)</f></c></row></sheetData>"
    )
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<sheetData>.*</sheetData>", rows, sheet)
    filled = fill_for_commune(pack_parts(parts.items(), NOON), province_values(ROWS[:3]))
    result = reread_workbook(filled)[SHEET]
    assert [[cell.value for cell in row] for row in result["A1:B5"]] == [
        [1, None], [5, 100], [5, 200], [5, 300], ["=SUM(B2:B4)", None],
    ]  # fmt: skip


def test_rows_out_of_order_are_called_damaged():
    parts = parts_of(workbook_with_cells({"A1": "{{a}}", "A2": 1}))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<row r="2"', b'<row r="1"')
    with pytest.raises(AnswerError, match="bị hỏng"):
        fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))
