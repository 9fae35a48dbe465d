"""Vietnamese names in the order of a dictionary; PostgreSQL's ICU is the witness."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from random import Random

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


LETTERS_AND_SIGNS = "aAăÂbđĐ\u00d0\u00f0oỎõózZø\u03b1 019-–’'\u00a0\u200b\u0303\u0323"
TEXTS = st.text(LETTERS_AND_SIGNS, max_size=6) | st.text(max_size=6)


@given(first=TEXTS, second=TEXTS, third=TEXTS)
def test_the_order_is_one_of_all_texts(first, second, third):
    """Any two texts are in one order, or one text in two encodings; three never go in a circle."""
    keys = {text: collation_key(text) for text in (first, second, third)}
    is_same = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
    outcomes = (keys[first] < keys[second], keys[second] < keys[first], is_same)
    assert sum(outcomes) == 1
    low, middle, high = sorted(keys.values()) if len(keys) == 3 else [keys[first]] * 3
    assert low <= middle <= high
    assert low <= high


@given(text=st.text("aAăÂđỎõ 19-", max_size=8), end=st.text("abcXYZ", min_size=1, max_size=4))
def test_a_name_stands_before_all_that_begin_with_it(text, end):
    assert collation_key(text) < collation_key(text + end)
    assert collation_key(text) < collation_key(text + " " + end)


@pytest.mark.parametrize(
    ("plain", "other"),
    [
        ("Tân Hội", "Tân\u00a0Hội"), ("Chân Mây - Lăng", "Chân Mây – Lăng"),
        ("D'Ran", "D’Ran"), ("tân hội", "Tân Hội"), ("Tân Hội", "Tân\u200b Hội"),
    ],
)  # fmt: skip
def test_signs_of_one_kind_and_case_only_decide_between_equals(plain, other):
    assert collation_key(plain) < collation_key(other)
    assert collation_key(other) < collation_key(plain + "a")
    assert collation_key(other + "a") < collation_key(plain + "b")


def test_a_number_of_any_length_has_its_value():
    ordered = ["9", "10", "0" * 40 + "11", "9" * 18, "1" + "0" * 18, "9" * 5000]
    keys = [collation_key(number) for number in ordered]
    assert all(low < high for low, high in pairwise(keys))


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
MARKS = " \u00a0-.,;:!?'\"()[]{}@*/\\&#%^+<=>|~$_"


def random_names(count: int) -> list[str]:
    """Names of a few parts each, many of which differ in tone, case, number or sign alone."""
    random = Random(7)  # noqa: S311 - the same names in every run
    syllables = ["tân", "tan", "tần", "đa", "da", "bà", "ba", "ô", "ơn", "ân", "an", "xã"]
    names: set[str] = set()
    while len(names) < count:
        parts = []
        for _ in range(random.randint(1, 3)):
            kind = random.random()
            if kind < 0.6:
                syllable = random.choice(syllables)
                parts.append(random.choice([syllable, syllable.capitalize(), syllable.upper()]))
            elif kind < 0.8:
                letter = random.choice(LETTERS) + random.choice(TONES)
                parts.append(random.choice([letter, letter.upper()]))
            else:
                parts.append(str(random.choice([1, 2, 10, 19, 100])))
            parts.append(random.choice(MARKS) if random.random() < 0.3 else " ")
        names.add(unicodedata.normalize("NFC", "".join(parts)))
    return sorted(names)


@pytest.fixture(scope="module")
def names() -> list[str]:
    units = read_units(resources_dir() / "units.csv").units.values()
    listed = {unit.name for unit in units} | {unit.name.partition(" ")[2] for unit in units} - {""}
    return sorted(listed | set(random_names(4000)))


@pytest.fixture(scope="module")
def icu_ordered(names: list[str]) -> Iterator[list[str]]:
    with (
        run_postgres() as server,
        psycopg.connect(server.url("postgres", "postgresql")) as connection,
    ):
        # With numbers by their value; equal names by their bytes, as the key has it.
        connection.execute("CREATE COLLATION vi_kn (provider = icu, locale = 'vi-u-kn-true')")
        rows = connection.execute(
            "SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE vi_kn", [names]
        )
        yield [name for (name,) in rows]


def test_names_are_ordered_as_icu_orders_them(icu_ordered, names):
    """All units that ship, and names with digits, signs, no-break spaces and capitals."""
    assert len(names) > 9_000
    assert sorted(names, key=collation_key) == icu_ordered
