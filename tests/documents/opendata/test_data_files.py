"""The data package: valid for frictionless, and every field of it described.

Values are exact and the three states apart; no text is a formula, and each can be read back.
Parquet holds the same with exact decimals; without pyarrow one sentence says what to do.
"""

import csv
import json
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import parquet, types

from tests.factories import consolidations
from xa_report.documents.opendata.data_files import (
    GUARD,
    csv_cell,
    datapackage_files,
    guard_formula,
    open_data_tables,
    parquet_files,
)
from xa_report.documents.opendata.data_table import as_decimal
from xa_report.documents.xlsx.cell_text import clean_cell_text
from xa_report.domain.assessment import TargetState
from xa_report.domain.item import Answer
from xa_report.domain.province.consolidation import Consolidation
from xa_report.errors import UsageError
from xa_report.files import write_all

NAMES = {"don-vi", "ket-qua", "tieu-chi", "so-lieu", "chi-tieu", "chi-so", "tu-dien"}


def write_datapackage(all_of: Consolidation, folder: Path) -> tuple[Path, ...]:
    return write_all(datapackage_files(all_of, folder))


def write_parquet(all_of: Consolidation, folder: Path) -> tuple[Path, ...]:
    return write_all(parquet_files(all_of, folder))


@pytest.fixture(scope="module")
def data_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("data")
    write_datapackage(consolidations.build_consolidation(), target)
    return target


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "world", [consolidations.build_consolidation, consolidations.hostile_consolidation]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_frictionless_finds_the_data_package_valid(world, tmp_path):
    write_datapackage(world(), tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["title", "fieldName", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(NAMES)


def test_the_descriptor_says_what_every_field_is(data_package):
    descriptor = json.loads((data_package / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"].endswith("/2.0/datapackage.json")
    assert {resource["name"] for resource in descriptor["resources"]} == NAMES
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["name"].isascii()
            assert field["title"]
        content = (data_package / resource["path"]).read_bytes()
        # Excel takes a file without the mark for one of the machine's old code page.
        assert content.startswith(b"\xef\xbb\xbf") == (resource["encoding"] == "utf-8-sig")
        assert resource["encoding"] == "utf-8-sig"
    known = {(row["loai"], row["ma"]): row for row in rows(data_package, "tu-dien")}
    for item in consolidations.read_yearly_form().items.values():
        row = known["so_lieu", item.id]
        assert (row["ten"], row["don_vi_tinh"]) == (item.label, item.unit)


def test_values_are_exact_and_states_apart(data_package):
    answer_rows = {
        (row["ma_don_vi"], row["ma_so_lieu"]): row for row in rows(data_package, "so-lieu")
    }
    states = set()
    for result in consolidations.build_consolidation().results:
        for ref in consolidations.read_yearly_form().items:
            row, answer = answer_rows[result.unit.code, ref], result.report.answers.get(ref)
            states.add(row["trang_thai"])
            if answer is None:
                assert row["trang_thai"] == "not_reported"
                assert row["gia_tri_so"] == row["gia_tri_chu"] == ""
            elif answer.not_arisen is not None:
                assert row["trang_thai"] == "not_arisen"
                assert row["ly_do"] == answer.not_arisen
            elif isinstance(answer.value, Decimal):
                assert Decimal(row["gia_tri_so"]) == answer.value
    assert states == {"value", "not_arisen", "not_reported"}


def test_results_and_targets_are_those_of_the_consolidation(data_package):
    result_rows = {row["ma_don_vi"]: row for row in rows(data_package, "ket-qua")}
    for ranked in consolidations.build_consolidation().ranking.ranked:
        row = result_rows[ranked.candidate.unit.code]
        assert int(row["hang"]) == ranked.rank
        assert Decimal(row["ket_qua"]) == ranked.candidate.result
    missed = [
        row for row in rows(data_package, "chi-tieu") if row["danh_gia"] == TargetState.NOT_MET
    ]
    targets = consolidations.build_consolidation().targets
    assert len(missed) == sum(one.state is TargetState.NOT_MET for one in targets)
    assert sum(row["da_nop"] == "false" for row in rows(data_package, "don-vi")) == 5


@given(st.fractions(max_denominator=10**6))
@example(Fraction(13923776443547772032698384, 832163))
def test_a_decimal_is_as_near_as_it_can_be(value):
    decimal = as_decimal(value)
    assert decimal is not None
    assert abs(Fraction(decimal) - value) * 2 <= Fraction(1, 10**9)
    assert "E" not in csv_cell(decimal)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_text_is_a_formula_and_each_can_be_read_back(text):
    guarded = guard_formula(text)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guarded.removeprefix(GUARD) == clean_cell_text(text)


def test_hostile_texts_of_communes_stay_texts(tmp_path):
    write_datapackage(consolidations.hostile_consolidation(), tmp_path)
    cells = [cell for name in NAMES for row in rows(tmp_path, name) for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    texts = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert all(Decimal(cell) < 0 for cell in texts)  # only numbers may begin with a minus


def test_parquet_holds_the_same_as_csv(tmp_path):
    write_parquet(consolidations.build_consolidation(), tmp_path)
    for table in open_data_tables(consolidations.build_consolidation()):
        parquet_table = parquet.read_table(tmp_path / f"{table.name}.parquet")
        assert parquet_table.num_rows == len(table.rows)
        for at, field in enumerate(table.fields):
            shape = parquet_table.schema.field(field.name)
            assert shape.metadata[b"title"].decode() == field.title
            if field.type == "number":
                assert types.is_decimal128(shape.type)
            assert parquet_table.column(field.name).to_pylist()[:50] == [*table.column(at)][:50]


def test_hostile_texts_and_endless_numbers_do_not_stop_parquet(tmp_path):
    all_of = consolidations.hostile_consolidation()
    first = all_of.results[0]
    report = replace(first.report, answers={"hs_tong": Answer(Decimal("9" * 60))})
    write_parquet(
        replace(all_of, results=(replace(first, report=report), *all_of.results[1:])), tmp_path
    )
    column = parquet.read_table(tmp_path / "so-lieu.parquet").column("gia_tri_so").to_pylist()
    assert "9" * 60 in column


def test_without_pyarrow_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow"):
        write_parquet(consolidations.build_consolidation(12, 1), tmp_path)
    assert not list(tmp_path.iterdir())
