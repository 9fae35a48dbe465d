"""The province's workbook, recalculated by LibreOffice: its totals equal the stored ones.

Stored values are those of the consolidation, hostile texts stay texts, sheets fit the paper, and
the keys that break ties are part of the live rank.
"""

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.factories import consolidations
from tests.libreoffice import Cells, parse_cell, recalculate_workbooks
from xa_report.documents.ranked_communes import communes_by_rank
from xa_report.documents.xlsx.province.province_workbook import SHEETS, write_province_workbook
from xa_report.documents.xlsx.sheet_writer import AGREES, DIFFERS
from xa_report.domain.assessment import Rating, TargetState
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.ranking import RankedCommune, Ranking

TITLES = [title for title, _ in SHEETS]
pytestmark = pytest.mark.xdist_group("libreoffice")


def opened(all_of: Consolidation) -> Workbook:
    out = io.BytesIO()
    write_province_workbook(all_of, out)
    return load_workbook(out)


def keyed(all_of: Consolidation) -> Consolidation:
    """The same ranking, in which the first two are equal and a key parts them."""
    first, second, *rest = all_of.ranking.ranked
    equal = replace(
        second.candidate, percent=first.candidate.percent, tie_break_keys=(Fraction(1, 3), None)
    )
    better = replace(first.candidate, tie_break_keys=(Fraction(2, 3), None))
    placed = (
        RankedCommune(1, better, separated_by_key=True),
        RankedCommune(2, equal, separated_by_key=True),
        *(replace(one, rank=at) for at, one in enumerate(rest, start=3)),
    )
    commune, other = (s for s in communes_by_rank(all_of)[:2])
    same = replace(other.result, appraised=commune.result.appraised)
    results = tuple(same if s.unit == other.unit else s for s in all_of.results)
    return replace(all_of, ranking=Ranking(placed), results=results)


@pytest.fixture(scope="module")
def recalculated_sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Cells]]:
    folder: Path = tmp_path_factory.mktemp("workbooks")
    every = {
        "province": consolidations.build_consolidation(),
        "hostile": consolidations.hostile_consolidation(),
        "keyed": keyed(consolidations.build_consolidation(14, 2)),
    }
    for name, all_of in every.items():
        write_province_workbook(all_of, folder / f"{name}.xlsx")
    changed = load_workbook(folder / "province.xlsx")
    changed["Tiêu chí"]["H6"].value += 1
    changed["Số liệu"]["H20"].value = 10**9
    changed["Xếp hạng"]["J7"].value = 99
    changed.save(folder / "changed.xlsx")
    paths = [folder / f"{name}.xlsx" for name in (*every, "changed")]
    return recalculate_workbooks(paths, folder)


def said(sheets: dict[str, Cells], word: str) -> int:
    return sum(cell == word for rows in sheets.values() for row in rows for cell in row)


@pytest.mark.parametrize("name", ["province", "hostile", "keyed"])
def test_every_live_total_equals_the_stored_one(recalculated_sheets, name):
    sheets = recalculated_sheets[name]
    assert set(sheets) == set(TITLES)
    assert said(sheets, DIFFERS) == 0
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    assert not [
        cell for cell in cells if cell.startswith(("Err:", "#DIV", "#VAL", "#NAME", "#REF"))
    ]
    for title in set(TITLES) - {"Chỉ tiêu"}:
        assert said({title: sheets[title]}, AGREES) > 0


def test_a_changed_value_is_noticed(recalculated_sheets):
    sheets = recalculated_sheets["changed"]
    for title in ("Tiêu chí", "Số liệu", "Xếp hạng"):
        assert said({title: sheets[title]}, DIFFERS) >= 1


def test_libreoffice_reads_the_ranking_of_the_consolidation(recalculated_sheets):
    rows = recalculated_sheets["province"]["Xếp hạng"][4:]
    for row, commune in zip(
        rows, communes_by_rank(consolidations.build_consolidation()), strict=False
    ):
        assert int(row[0]) == int(row[14]) == commune.rank
        assert row[1] == commune.unit.code
        assert row[2] == commune.unit.name
        assert commune.percent is not None
        assert parse_cell(row[9]) == pytest.approx(float(commune.percent))


def test_what_lowered_a_rating_is_said_below_the_totals():
    all_of = consolidations.build_consolidation(12, 2)
    first, *others = all_of.results
    why = "Không đạt mức Xuất sắc vì có tiêu chí 0 điểm (3.7)."
    lowered = replace(first, appraised=replace(first.appraised, rating=Rating("Tốt", reason=why)))
    sheet = opened(replace(all_of, results=(lowered, *others)))["Xếp hạng"]
    texts = [row[2] for row in sheet.iter_rows(values_only=True)]
    assert f"{first.unit.name}: {why}" in texts


def test_every_answer_stands_exactly_in_the_figures(recalculated_sheets):
    rows = recalculated_sheets["province"]["Số liệu"][4:]
    communes = communes_by_rank(consolidations.build_consolidation())
    by_id = {row[0]: row for row in rows}
    for at, commune in enumerate(communes):
        for ref in ("hs_tong", "hs_qua_han", "thoi_gian_cat_giam"):
            value = commune.result.report.answers[ref].value
            assert isinstance(value, Decimal)
            assert Decimal(by_id[ref][7 + at].replace(",", ".")) == value


def test_targets_stand_with_the_communes_that_lag(recalculated_sheets):
    rows = recalculated_sheets["province"]["Chỉ tiêu"][4:]
    targets = consolidations.build_consolidation().targets
    assert len([row for row in rows if row[0]]) == len(targets)
    missed = next(one for one in targets if one.state is TargetState.NOT_MET)
    assert any(row[1].startswith(missed.laggards[0].unit.name) for row in rows)


def test_no_text_becomes_a_formula_or_a_link():
    workbook = opened(consolidations.hostile_consolidation())
    texts = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and "HYPERLINK" in cell.value:
                    assert cell.data_type == "s"
                    assert cell.quotePrefix or not cell.value.startswith("=")
                    texts += 1
    assert texts


def test_names_are_no_danger_to_the_properties_of_the_file():
    all_of = consolidations.build_consolidation(2, 0)
    strange = replace(all_of.province, name="Tỉnh \x1b[31m\ud800" + "x" * 500)
    title = opened(replace(all_of, province=strange)).properties.title
    assert "␛[31m\ufffd" in title
    assert len(title) == 250


def test_panes_are_frozen_and_sheets_fit_the_paper():
    for sheet in opened(consolidations.build_consolidation(12, 1)):
        assert sheet.freeze_panes
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9


def test_the_heat_map_has_a_scale_of_colours():
    rules = opened(consolidations.build_consolidation(12, 1))["Lĩnh vực"].conditional_formatting
    assert any(rule.type == "colorScale" for area in rules for rule in area.rules)


def test_tie_break_keys_part_those_with_the_same_percentage(recalculated_sheets):
    first, second, third = recalculated_sheets["keyed"]["Xếp hạng"][4:7]
    assert parse_cell(first[9]) == parse_cell(second[9])
    assert [row[14] for row in (first, second, third)] == ["1", "2", "3"]


def test_a_province_in_which_nobody_has_sent_has_a_workbook():
    all_of = consolidations.build_consolidation(12, 1)
    workbook = opened(
        replace(all_of, results=(), ranking=Ranking(()), targets=(), previous_results={})
    )
    assert workbook.sheetnames == TITLES


def test_the_same_input_gives_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        write_province_workbook(consolidations.build_consolidation(12, 1), out)
    assert first.getvalue() == second.getvalue()
