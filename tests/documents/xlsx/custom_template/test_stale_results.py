"""Which stored results go: of formulas that may follow from a filled cell, and of no others."""

from itertools import pairwise

import pytest

from tests.factories.custom_templates import (
    NOON,
    commune_values,
    fill_for_commune,
    parts_of,
    workbook_with_cells,
)
from tests.factories.rich_templates import SHEET_PART
from xa_report.documents.xlsx.custom_template.template_package import parse_part
from xa_report.documents.xlsx.custom_template.template_sheet import CELL, VALUE
from xa_report.documents.xlsx.deterministic_save import pack_parts

NAMES = (
    "<definedNames><definedName name='goc'>'Biểu 01'!$A$1</definedName>"
    "<definedName name='thue'>0.1</definedName></definedNames>"
)


def formula_cell(place: str, formula: str, more: str = "") -> str:
    return f'<c r="{place}"><f{more}>{formula}</f><v>7</v></c>'


def stored_after(*cells: str) -> set[str]:
    """The cells of row 2 that still have a result after A1 was filled."""
    parts = parts_of(workbook_with_cells({"A1": "{{a}}"}))
    row = f'</row><row r="2">{"".join(cells)}</row></sheetData>'
    sheet = parts[SHEET_PART].decode().replace("</row></sheetData>", row)
    workbook = parts["xl/workbook.xml"].decode().replace("<definedNames/>", "")
    parts[SHEET_PART] = sheet.encode()
    parts["xl/workbook.xml"] = workbook.replace("<calcPr", f"{NAMES}<calcPr").encode()
    filled = fill_for_commune(pack_parts(parts.items(), NOON), commune_values(a=1))
    after = parse_part(parts_of(filled.content)[SHEET_PART])
    return {cell.get("r") for cell in after.iter(CELL) if cell.find(VALUE) is not None} - {"A1"}


@pytest.mark.parametrize(
    ("formula", "stays"),
    [
        ("1+1", True),
        ("B1+SUM(B1:C9)", True),
        ("thue*B1", True),
        ("[1]Sheet!A1", True),
        ("TODAY()", True),
        ("A1", False),
        ("$A$1*2", False),
        ("SUM(A:A)", False),
        ("SUM(1:1)", False),
        ("SUM('Biểu 01'!A1:B9)", False),
        ("goc*2", False),
        ("khong_ro*2", False),
        ("Bang[Cột]", False),
        ('INDIRECT("A1")', False),
        ("OFFSET(B9,-8,-1)", False),
        ("SUM(B1:INDEX(B1:B9,2))", False),
        ("INDEX(B1:B9,2):B4", False),
        ("SUM(Sheet:Sheet9!A1)", False),
        ('"mở', False),
    ],
)
def test_a_result_stays_where_nothing_filled_is_read(formula, stays):
    assert stored_after(formula_cell("E2", formula)) == ({"E2"} if stays else set())


def test_what_follows_from_a_follower_goes_too_in_whatever_order():
    chain = [formula_cell(f"{a}2", f"{b}2+1") for a, b in zip("BCDE", "CDEF", strict=True)]
    assert stored_after(*chain, formula_cell("F2", "A1"), formula_cell("G2", "H2")) == {"G2"}


def test_a_chain_longer_than_the_passes_counts_as_changed():
    letters = [chr(ord("B") + n) for n in range(24)]
    chain = [formula_cell(f"{a}2", f"{b}2") for a, b in pairwise(letters)]
    assert stored_after(*chain, formula_cell(f"{letters[-1]}2", "A1")) == set()


def test_an_array_goes_with_all_that_it_shows():
    array = formula_cell("B2", "A1:B1*2", ' t="array" ref="B2:C2"')
    shown = '<c r="C2"><v>8</v></c><c r="D2"><v>9</v></c>'
    assert stored_after(array, shown, formula_cell("E2", "C2"), formula_cell("F2", "D2")) == {
        "D2", "F2",
    }  # fmt: skip


def test_formulas_that_share_one_are_looked_at_each():
    shared = '<c r="C2"><f t="shared" si="0"/><v>7</v></c>'
    master = formula_cell("B2", "A1", ' t="shared" ref="B2:C2" si="0"')
    assert stored_after(master, shared) == {"C2"}


def test_a_data_table_cannot_be_followed():
    table = ' t="dataTable" ref="B2:B2" dt2D="0" dtr="0" r1="H9"'
    assert stored_after(formula_cell("B2", "", table)) == set()
