"""`ranking.json` says everything, reads back equal, and is refused when anything in it is off."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.generated_reports import Case, cases
from tests.factories.published_rankings import generated_ranking, ranking_of_case
from tests.package.publish import FORMAT
from xa_report.definitions.reader import form_from_bytes
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.item import ItemKind
from xa_report.errors import PackageFaultError
from xa_report.package.published_ranking import RankingFile
from xa_report.package.ranking_json import ranking_json_bytes, read_ranking_json

SCHEMA = jsonschema.Draft202012Validator(json.loads((FORMAT / "ranking.schema.json").read_bytes()))


def whole() -> Any:
    return json.loads(ranking_json_bytes(generated_ranking()))


def code_of(content: bytes) -> str:
    with pytest.raises(PackageFaultError) as caught:
        read_ranking_json(content)
    assert "ranking.json" in str(caught.value)
    return caught.value.code


@given(cases, st.integers(0, 99), st.integers(0, 5))
@settings(max_examples=15)
def test_a_ranking_reads_back_equal(case: Case, seed: int, communes: int) -> None:
    ranking_file = ranking_of_case(case, seed, communes)
    content = ranking_json_bytes(ranking_file)
    read = read_ranking_json(content)
    assert read == ranking_file
    assert ranking_json_bytes(read) == content
    assert len(read.entries) == communes
    SCHEMA.validate(json.loads(content, parse_float=pytest.fail))


def test_it_carries_its_definitions_and_reasons() -> None:
    read = read_ranking_json(ranking_json_bytes(generated_ranking()))
    assert form_from_bytes(read.form).canonical == read.form
    corrected = [e for e in read.entries if e.basis.adjustments.points]
    assert len(corrected) == 2
    for entry in corrected:
        adjustments = entry.basis.adjustments
        assert set(adjustments.why) == {*adjustments.points, *adjustments.answers}
        assert all(why.text for why in adjustments.why.values())
        assert not adjustments.answers["co_1"].has_value
    assert read.kinds["khao_sat"] is ItemKind.PERCENT


def test_ties_are_stated() -> None:
    first, second, *others = generated_ranking().entries
    tied = [replace(e, rank=7, tied=True) for e in (first, second)]
    ranking_file: RankingFile = replace(generated_ranking(), entries=(*tied, *others))
    document = json.loads(ranking_json_bytes(ranking_file))
    assert document["ties"] == [{"rank": 7, "units": [first.unit.code, second.unit.code]}]
    assert read_ranking_json(ranking_json_bytes(ranking_file)) == ranking_file


def test_fractions_are_exact_and_in_lowest_terms() -> None:
    first, *others = generated_ranking().entries
    third = replace(first, percent=Fraction(200, 3), tie_break_keys=(Fraction(-5), None))
    ranking_file = replace(generated_ranking(), entries=(third, *others))
    document = json.loads(ranking_json_bytes(ranking_file))
    assert document["communes"][0]["percent"] == "200/3"
    assert document["communes"][0]["keys"] == ["-5/1", None]
    document["communes"][0]["percent"] = "400/6"
    assert code_of(dump_bytes(document)) == "P510"


def changed(document: Any, *path: Any, to: object) -> bytes:
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return dump_bytes(document)


REFUSED: list[tuple[tuple[object, ...], object, str]] = [
    (("documentType",), "urn:xa-report:report", "P511"),
    (("specVersion",), "2.0", "P512"),
    (("later",), 1, "P509"),
    (("made",), "2026-12-20T08:00:00", "P508"),
    (("period",), "2026-Q5", "P508"),
    (("survey",), "maybe", "P508"),
    (("ruleVersion",), "", "P508"),
    (("form", "sha256"), "ab" * 32, "P513"),
    (("form", "text"), "", "P513"),
    (("communes", 0, "percent"), "1/0", "P508"),
    (("communes", 0, "percent"), "2/4", "P510"),
    (("communes", 0, "result"), "1e3", "P510"),
    (("communes", 0, "rank"), 0, "P508"),
    (("communes", 0, "tied"), "yes", "P508"),
    (("communes", 0, "unit", "code"), "25001", "P513"),
    (("communes", 0, "keys"), ["x"], "P508"),
    (("communes", 0, "adjustments", "reasons"), {"a": {"code": "T50", "text": ""}}, "P513"),
    (("ties",), [{"rank": 1, "units": ["25000", "25001"]}], "P510"),
]


@pytest.mark.parametrize(("path", "to", "code"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_is_off_is_refused(path: tuple[object, ...], to: object, code: str) -> None:
    document = whole()
    document["communes"].sort(key=lambda commune: commune["unit"]["code"])
    assert code_of(changed(document, *path, to=to)) == code


def test_the_schema_refuses_what_the_shape_refuses() -> None:
    for path, to, code in REFUSED:
        document = whole()
        content = changed(document, *path, to=to)
        if code in ("P508", "P509", "P511"):
            assert not SCHEMA.is_valid(json.loads(content)), path


def test_a_number_out_of_bounds_is_not_written() -> None:
    first, *others = generated_ranking().entries
    huge = replace(first, result=Decimal("1e40"))
    with pytest.raises(PackageFaultError):
        ranking_json_bytes(replace(generated_ranking(), entries=(huge, *others)))


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("ties",), [{"rank": 1, "units": ["25000", "25001"]}]),
        (("communes", 0, "result"), "NaN"),
        (("communes", 0, "applicable"), "sNaN"),
        (("communes", 0, "percentShown"), "1e999999"),
    ],
)
def test_a_later_version_is_no_way_around_ties_and_bounds(path, to) -> None:
    document = {**whole(), "specVersion": "1.9", "later": 1}
    assert read_ranking_json(dump_bytes(document)) == generated_ranking()
    assert code_of(changed(document, *path, to=to)) == "P513"
