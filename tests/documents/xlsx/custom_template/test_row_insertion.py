"""A row for every commune: what is below moves, what names it follows, and LibreOffice agrees."""

import io
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from tests.factories.custom_templates import (
    ROWS,
    SHEET,
    fill_for_commune,
    lris_template,
    province_values,
    reread_workbook,
    workbook_bytes,
    workbook_with_cells,
)
from tests.libreoffice import parse_cell, recalculate_workbooks, resave_workbooks
from xa_report.documents.xlsx.custom_template.references import (
    RowInsertion,
    formula_after_insertion,
    formula_copied_down,
)
from xa_report.errors import AnswerError

pytestmark = pytest.mark.xdist_group("libreoffice")


def test_the_provinces_sheet_is_filled_and_everything_else_moves(tmp_path):
    filled = fill_for_commune(
        lris_template(), province_values(ROWS, ky="năm 2026", don_vi="Tỉnh Tây Ninh", so_xa=5)
    )
    assert filled.warnings == ()
    workbook = reread_workbook(filled)
    sheet = workbook[SHEET]
    assert sheet["A1"].value == "TỔNG HỢP KẾT QUẢ CẢI CÁCH HÀNH CHÍNH năm 2026 – Tỉnh Tây Ninh"
    assert [sheet.cell(row, 2).value for row in range(4, 10)] == [
        "Xã 1", "Xã 2", "Xã 3", "Xã 4", "Xã 5", "Cộng",
    ]  # fmt: skip
    assert sheet["C9"].value == "=SUM(C4:C8)"
    assert sheet["E8"].value == "=IF(C8=0,0,D8/C8)"
    assert sheet["G6"].value == "=RANK(F6,F$4:F$8)"
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A12:B12", "A1:G1", "F12:G12"]
    heights = {row: sheet.row_dimensions[row].height for row in (1, 4, 8, 9, 12)}
    assert heights == {1: 30, 4: 21, 8: 21, 9: 24, 12: 40}
    assert sheet.print_area == f"'{SHEET}'!$A$1:$G$12"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.freeze_panes, sheet.column_dimensions["B"].width) == ("C4", 31.5)
    formats = {str(one.sqref): one.rules[0].formula for one in sheet.conditional_formatting}
    assert formats == {"E4:E8": ["0.9"], "C9": ["$C9>$C$11"]}
    (check,) = sheet.data_validations.dataValidation
    assert (str(check.sqref), check.formula2) == ("C4:C8 C11", "$C$9")
    names = {name: one.attr_text for name, one in workbook.defined_names.items()}
    assert names["tong_cong"] == f"'{SHEET}'!$C$9"
    assert names["cot_b"] == f"'{SHEET}'!$D$4:$D$8"
    assert sheet["C11"].value == 5
    for row in range(5, 9):
        assert [sheet.cell(row, c).style_id for c in range(1, 8)] == [
            sheet.cell(4, c).style_id for c in range(1, 8)
        ]
    recalculated_sheets = _judged({"lris": filled.content}, tmp_path)["lris"]
    assert [parse_cell(recalculated_sheets["Tóm tắt"][row][0]) for row in range(4)] == [
        1500,
        1356,
        1500,
        1356,
    ]
    assert [row[6] for row in recalculated_sheets[SHEET][3:8]] == ["5", "4", "3", "2", "1"]


def test_without_communes_the_row_stays_empty():
    sheet = reread_workbook(
        fill_for_commune(
            workbook_with_cells({"A2": "{{#a}}", "A3": "=SUM(A2:A2)"}), province_values([])
        )
    )[SHEET]
    assert (sheet["A2"].value, sheet["A3"].value) == (None, "=SUM(A2:A2)")


def test_a_merge_inside_the_row_is_carried_and_one_across_rows_is_refused():
    workbook = Workbook()
    workbook.active["A2"] = "{{#a}}"
    workbook.active.merge_cells("A2:B2")
    sheet = reread_workbook(fill_for_commune(workbook_bytes(workbook), province_values(ROWS[:3])))[
        "Sheet"
    ]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A2:B2", "A3:B3", "A4:B4"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [100, 200, 300]


def _judged(contents, folder: Path):
    paths = []
    for name, content in contents.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(content)
    return recalculate_workbooks(paths, folder)


def _template(random: Random) -> tuple[bytes, list[int]]:
    """Two sheets; one or two repeated rows on the first, sums and shares all over the place."""
    workbook = Workbook()
    sheet, second = workbook.active, workbook.create_sheet("Trang 2")
    sheet.title = SHEET
    rows, row = [], random.randint(1, 4)
    for _ in range(random.choice((1, 2))):
        rows.append(row)
        sheet[f"A{row}"], sheet[f"B{row}"] = "{{#a}}", "{{#b}}"
        sheet[f"C{row}"] = f"=A{row}+B{row}"
        sheet[f"D{row}"] = f"=SUM(A{row}:B{row})"
        sheet[f"E{row}"] = f"=SUM(A${row}:A{row})"
        sheet[f"F{row}"] = f"=A{row}/SUM(A${row}:A${row})"
        sheet[f"G{row}"] = f"=A{row}-A{row + 1}"
        sheet[f"A{row + 1}"] = f"=SUM(A{row}:A{row})"
        sheet[f"B{row + 1}"] = f"=SUM(B{row})+0*A{row + 1}"
        if random.random() < 0.5:
            sheet.merge_cells(f"C{row + 1}:E{row + 2}")
        row += random.randint(3, 6)
    second["A1"] = "=" + "+".join(f"'{SHEET}'!A{one + 1}" for one in rows)
    second["A2"] = f"=SUM('{SHEET}'!C{rows[0]}:C{rows[0]})"
    second["A3"] = f"=SUM('{SHEET}'!$B${rows[-1]}:$B${rows[-1]})"
    second[f"A{random.choice((6, 9))}"] = "{{#a}}"
    second["B1"] = "=SUM(A6:A9)"
    return workbook_bytes(workbook), rows


def test_libreoffice_finds_in_random_templates_what_python_adds_up(tmp_path):
    cases, contents = {}, {}
    for seed in range(25):
        random = Random(seed)  # noqa: S311 - repeatable, not secret
        template, rows = _template(random)
        data = [
            {"a": random.randint(1, 999), "b": random.randint(0, 999)}
            for _ in range(random.randint(1, 7))
        ]
        cases[f"t{seed}"] = rows, data
        contents[f"t{seed}"] = fill_for_commune(template, province_values(data)).content
    recalculated = _judged(contents, tmp_path)
    for name, (rows, data) in cases.items():
        _compare(recalculated[name], rows, data)


def _compare(sheets, rows, data):
    a, b, n = sum(r["a"] for r in data), sum(r["b"] for r in data), len(data)
    cells, second = sheets[SHEET], sheets["Trang 2"]
    for block, row in enumerate(rows):
        first, running = row - 1 + block * (n - 1), 0
        for down, values in enumerate(data):
            running += values["a"]
            shown = [parse_cell(text) for text in cells[first + down][:7]]
            both = values["a"] + values["b"]
            assert shown[:5] == [values["a"], values["b"], both, both, running]
            assert shown[5] == pytest.approx(float(Fraction(values["a"], a)))
            assert shown[6] == values["a"] - a
        assert [parse_cell(text) for text in cells[first + n][:2]] == [a, b]
    assert [parse_cell(second[at][0]) for at in range(3)] == [a * len(rows), a + b, b]
    assert parse_cell(second[0][1]) == a


def test_a_formula_that_asks_nothing_stays_byte_for_byte():
    formula = "=IFERROR(VLOOKUP(\"a b\",'Trang 2'!$A:$B,2,FALSE)&{1,2}, 5%)"
    workbook = load_workbook(io.BytesIO(workbook_with_cells({"A1": formula, "A2": "{{#a}}"})))
    workbook.create_sheet("Trang 2")
    assert (
        reread_workbook(fill_for_commune(workbook_bytes(workbook), province_values(ROWS)))[SHEET][
            "A1"
        ].value
        == formula
    )


@pytest.mark.parametrize(
    ("formula", "repeated", "wanted"),
    [
        ("=SUM(C5:C5)", False, "=SUM(C5:C7)"),
        ("=SUM(C5)+MAX( C5,1)+C5", False, "=SUM(C5:C7)+MAX( C5,1)+C5"),
        ("=SUM('Biểu 01'!C$1:C6)", False, "=SUM('Biểu 01'!C$1:C8)"),
        ("=SUM(Khác!C5:C9)", False, "=SUM(Khác!C5:C9)"),
        ("=SUM(C5:F5)+SUM(C$5)", True, "=SUM(C5:F5)+SUM(C$5:C$7)"),
        ("=COUNTA(C4:C1048576)&A:A&5:5", False, "=COUNTA(C4:C1048576)&A:A&5:7"),
        ('="C6 và ""C7"""&LOG10(C6)&SUM([1]Sheet!C6)', False,
         '="C6 và ""C7"""&LOG10(C8)&SUM([1]Sheet!C6)'),
        ("=SUM(B6:INDEX(B6:B9,2))+SUM(INDEX(B6:B9,2):B9)", False,
         "=SUM(B8:INDEX(B8:B11,2))+SUM(INDEX(B8:B11,2):B11)"),
        ("=((", False, "=(("),
    ],
)  # fmt: skip
def test_references_follow_a_row_that_becomes_three(formula, repeated, wanted):
    assert (
        formula_after_insertion(formula, SHEET, RowInsertion(SHEET, 5, 3), repeated=repeated)
        == wanted
    )


def test_what_is_filled_down_moves_and_what_is_below_stays():
    formula = "=C5/C$5+C4+C8+'Trang 2'!C5+SUM(C$5:C5)"
    assert formula_copied_down(formula, SHEET, 5, 2) == "=C7/C$5+C6+C8+'Trang 2'!C5+SUM(C$5:C7)"


def test_tables_filters_pictures_links_breaks_and_arrays_move_too():
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Mã", "Số"])
    sheet.append(["{{#don_vi}}", "{{#a}}"])
    sheet["A6"], sheet["A6"].hyperlink = "trang", "https://example.vn/"
    sheet["B6"] = ArrayFormula("B6:B6", "=SUM(B2:B2*2)")
    sheet.add_table(Table(displayName="Bang", ref="A1:B2"))
    sheet.auto_filter.ref = "A1:B2"
    picture = io.BytesIO()
    Picture.new("RGB", (4, 4)).save(picture, "PNG")
    sheet.add_image(Image(picture), "D6")
    sheet.row_breaks.append(Break(6))
    filled_sheet = reread_workbook(
        fill_for_commune(workbook_bytes(workbook), province_values(ROWS))
    )["Sheet"]
    assert (filled_sheet.tables["Bang"].ref, filled_sheet.auto_filter.ref) == ("A1:B6", "A1:B6")
    assert filled_sheet["A10"].hyperlink.ref == "A10"
    assert (filled_sheet["B10"].value.ref, filled_sheet["B10"].value.text) == (
        "B10",
        "=SUM(B2:B6*2)",
    )
    assert filled_sheet.row_breaks.brk[0].id == 10
    assert filled_sheet._images[0].anchor._from.row == 9  # noqa: SLF001 - no public name


def test_a_sheet_without_room_is_refused():
    workbook = Workbook()
    workbook.active["A2"], workbook.active["A1048576"] = "{{#a}}", "cuối"
    with pytest.raises(AnswerError, match="đến dòng 1048576"):
        fill_for_commune(workbook_bytes(workbook), province_values(ROWS))


def test_a_template_that_libreoffice_saved_is_filled_alike(tmp_path):
    source = tmp_path / "lris.xlsx"
    source.write_bytes(lris_template())
    (saved,) = resave_workbooks([source], tmp_path)
    filled = fill_for_commune(
        saved.read_bytes(), province_values(ROWS, ky="năm 2026", don_vi="Tỉnh", so_xa=5)
    )
    sheet = reread_workbook(filled)[SHEET]
    assert (sheet["C9"].value, sheet["C11"].value) == ("=SUM(C4:C8)", 5)
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A12:B12", "A1:G1", "F12:G12"]
    folder = tmp_path / "again"
    folder.mkdir()
    recalculated_sheets = _judged({"again": filled.content}, folder)["again"]
    assert [parse_cell(recalculated_sheets["Tóm tắt"][row][0]) for row in range(4)] == [
        1500,
        1356,
        1500,
        1356,
    ]
