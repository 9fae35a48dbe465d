"""Vietnamese names in the order of a dictionary; PostgreSQL's ICU is the witness."""

import unicodedata
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.postgres import run_postgres
from xa_report.definitions.unit_list import read_units
from xa_report.domain.collation import collation_key
from xa_report.paths import resources_dir

ORDERED = [
    "An", "An Bình", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Bà Rịa", "Bình", "Dân", "Dũng",
    "Đa", "Đà", "Đông", "Hoa", "Hòa", "Hóa", "Ô", "Ơn", "Phú 2", "Phú 10", "Phú An", "Thủ", "Thừa",
    "Uy", "Ưng", "Xã", "Ý Yên",
]  # fmt: skip


def test_names_stand_as_in_a_dictionary():
    shuffled = ORDERED[::2][::-1] + ORDERED[1::2]
    assert sorted(shuffled, key=collation_key) == ORDERED


@given(text=st.text("aAăâdĐđêếệộơờu 019-'’\u00d0\u00f0", max_size=12))
def test_the_way_of_encoding_makes_no_difference(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert collation_key(decomposed) == collation_key(unicodedata.normalize("NFC", text))


@given(text=st.text(max_size=12))
def test_every_text_has_a_place(text):
    assert collation_key(text) <= collation_key(text + "z")


def test_a_number_of_any_length_has_a_place():
    assert collation_key("9" * 5000) > collation_key("10")


@pytest.fixture(scope="module")
def names() -> list[str]:
    units = read_units(resources_dir() / "units.csv").units.values()
    return sorted({unit.name.partition(" ")[2] for unit in units} - {""})


@pytest.fixture
def icu_ordered(names: list[str]) -> Iterator[list[str]]:
    with (
        run_postgres() as server,
        psycopg.connect(server.url("postgres", "postgresql")) as connection,
    ):
        rows = connection.execute(
            'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "vi-x-icu"',
            [names],
        )
        yield [name for (name,) in rows]


def test_all_units_that_ship_are_ordered_as_icu_orders_them(icu_ordered, names):
    def without_signs(name: str) -> str:
        # ICU does not order numbers by value, and it weighs signs otherwise.
        return "" if any(not c.isalpha() and c != " " for c in name) else name

    plain = [name for name in icu_ordered if without_signs(name)]
    assert len(plain) > len(names) * 0.9
    assert sorted(plain, key=collation_key) == plain
