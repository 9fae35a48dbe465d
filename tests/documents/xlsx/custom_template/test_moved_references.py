"""References outside of the cells, after a row became five."""

import re

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.factories.custom_templates import (
    NOON,
    ROWS,
    SHEET,
    fill_for_commune,
    parts_of,
    province_values,
    reread_workbook,
    workbook_bytes,
)
from tests.factories.rich_templates import MAIN, OFFICE, SHEET_PART
from xa_report.documents.xlsx.custom_template.moved_references import (
    move_elements,
    moved_titles,
    moved_vml,
)
from xa_report.documents.xlsx.custom_template.references import RowInsertion, areas_after_insertion
from xa_report.documents.xlsx.custom_template.template_package import parse_part
from xa_report.documents.xlsx.deterministic_save import pack_parts

FIVE = RowInsertion(SHEET, 5, 5)
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<autoFilter ref="A4:C5"/>', '<autoFilter ref="A4:C9"/>'),
        ('<sortState ref="A5:C5"><x/></sortState>', '<sortState ref="A5:C9"><x/></sortState>'),
        ('<protectedRange sqref="B5 D7:E8"/>', '<protectedRange sqref="B5:B9 D11:E12"/>'),
        ('<ignoredError sqref="A:A A5:A5"/>', '<ignoredError sqref="A:A A5:A9"/>'),
        ('<mergeCell ref="A5:B5"/>', '<mergeCell ref="A5:B5"/>'),
        ('<mergeCell ref="A4:B5"/>', '<mergeCell ref="A4:B9"/>'),
        ('<hyperlink ref="A6" location="B7"/>', '<hyperlink ref="A10" location="B11"/>'),
        ('<comment ref="C5"/>', '<comment ref="C5"/>'),
        ('<rowBreaks><brk id="5"/></rowBreaks>', '<rowBreaks><brk id="9"/></rowBreaks>'),
        ('<colBreaks><brk id="5"/></colBreaks>', '<colBreaks><brk id="5"/></colBreaks>'),
        ('<sp textlink="$B$6"/>', '<sp textlink="$B$10"/>'),
        ('<formControlPr fmlaLink="$B$6" fmlaRange="$A$5:$A$7"/>',
         '<formControlPr fmlaLink="$B$10" fmlaRange="$A$5:$A$11"/>'),
        ("<f>'Biểu 01'!$A$5:$A$5</f>", "<f>'Biểu 01'!$A$5:$A$9</f>"),
        ("<f>Khác!$A$5:$A$6</f>", "<f>Khác!$A$5:$A$6</f>"),
        ("<sparkline><f>B5:F5</f><sqref>G5</sqref></sparkline>",
         "<sparkline><f>B5:F5</f><sqref>G5</sqref></sparkline>"),
        ("<rule><f>B5&gt;B$5</f><sqref>B5 B7</sqref></rule>",
         "<rule><f>B5&gt;B$5</f><sqref>B5:B9 B11</sqref></rule>"),
    ],
)  # fmt: skip
def test_what_names_rows_follows_them(before, after):
    root = parse_part(f"<worksheet>{before}</worksheet>".encode())
    assert move_elements(root, SHEET, FIVE) is (before != after)
    wanted = parse_part(f"<worksheet>{after}</worksheet>".encode())
    assert [(node.tag, dict(node.attrib), node.text) for node in root.iter()] == [
        (node.tag, dict(node.attrib), node.text) for node in wanted.iter()
    ]


def test_another_sheet_keeps_its_own_areas():
    root = parse_part(f"<w><autoFilter ref='A5:C5'/><f>A6+'{SHEET}'!A6</f></w>".encode())
    assert move_elements(root, "Khác", FIVE)
    assert (root[0].get("ref"), root[1].text) == ("A5:C5", f"A6+'{SHEET}'!A10")


def test_areas_that_are_none_stay():
    assert areas_after_insertion("A:B 7 #REF!", FIVE) == "A:B 7 #REF!"


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        (f"'{SHEET}'!$A:$A,'{SHEET}'!$7:$8", f"'{SHEET}'!$A:$A,'{SHEET}'!$11:$12"),
        (f"'{SHEET}'!$4:$5", f"'{SHEET}'!$4:$5"),
        (f"'{SHEET}'!$3:$3", f"'{SHEET}'!$3:$3"),
    ],
)
def test_head_rows_of_a_page_move_and_never_grow(titles, wanted):
    assert moved_titles(titles, FIVE) == wanted


def test_boxes_in_vml_move_though_it_is_not_well_formed():
    vml = (
        b"<v:shape><br><x:ClientData><x:Anchor> 1, 15, 5, 2, 3, 15, 8, 1</x:Anchor>"
        b"<x:Row>5</x:Row><x:Column>0</x:Column></x:ClientData>"
    )
    wanted = vml.replace(b" 5, 2,", b" 9, 2,").replace(b" 8, 1", b" 12, 1")
    assert moved_vml(vml, FIVE) == wanted.replace(b"Row>5<", b"Row>9<")


def test_comments_charts_and_pivot_sources_follow():
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet["A5"], sheet["B5"], sheet["A6"] = "{{#don_vi}}", "{{#a}}", "Cộng"
    sheet["A6"].comment = Comment("của cả tỉnh", "ai đó")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=5, max_row=5))
    workbook.create_sheet("Khác").add_chart(chart, "A1")
    workbook.defined_names["cong"] = DefinedName("cong", attr_text=f"'{SHEET}'!$A$6")
    parts = parts_of(workbook_bytes(workbook))
    parts["xl/pivot.xml"] = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A4:B5" sheet="{SHEET}"/></cacheSource></pivotCacheDefinition>'
    ).encode()
    relation = f'<Relationship Id="p" Type="{OFFICE}/pivotCacheDefinition" Target="pivot.xml"/></R'
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"</R", relation.encode())
    filled = fill_for_commune(pack_parts(parts.items(), NOON), province_values(ROWS))
    assert reread_workbook(filled)[SHEET]["A10"].comment.text == "của cả tỉnh"
    after = parts_of(filled.content)
    assert f"<f>'{SHEET}'!$B$5:$B$9</f>" in after["xl/charts/chart1.xml"].decode()
    assert b'ref="A4:B9"' in after["xl/pivot.xml"]
    (vml,) = [part for name, part in after.items() if name.endswith(".vml")]
    assert b"Row>9<" in vml


def test_a_sparkline_is_drawn_in_each_copy():
    workbook = Workbook()
    workbook.active["A1"] = "{{#a}}"
    parts = parts_of(workbook_bytes(workbook))
    group = (
        f'<extLst><ext xmlns:x14="{X14}" uri="u"><x14:sparklineGroups xmlns:xm="{XM}">'
        "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Sheet!A1:C1</xm:f>"
        "<xm:sqref>D1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup>"
        "</x14:sparklineGroups></ext></extLst></worksheet>"
    )
    parts[SHEET_PART] = parts[SHEET_PART].replace(b"</worksheet>", group.encode())
    filled = fill_for_commune(pack_parts(parts.items(), NOON), province_values(ROWS[:3]))
    sheet = parts_of(filled.content)[SHEET_PART].decode()
    assert re.findall(r"<xm:f>(.*?)</xm:f><xm:sqref>(.*?)<", sheet) == [
        ("Sheet!A1:C1", "D1"), ("Sheet!A2:C2", "D2"), ("Sheet!A3:C3", "D3"),
    ]  # fmt: skip
