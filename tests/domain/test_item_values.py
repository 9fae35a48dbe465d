"""The three shapes of a value: what is shown is read back, what is stored is loaded back."""

import contextlib
import json
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xa_report.domain.item import ExternalScore, Item, ItemKind, ItemValue, TableRow
from xa_report.domain.item_values import format_value, parse_value, value_from_json, value_to_json
from xa_report.domain.number_text import ValueFaultError

OPTIONS = {"loa": "Loa truyền thanh", "trang": "Trang thông tin", "hop": "Hội nghị"}
COLUMNS = {"ten": "text", "so": "count", "ngay": "date", "tien": "decimal"}

letters = st.characters(codec="utf-8", categories=("L", "N", "P"), exclude_characters="|")
words = st.text(letters, max_size=20).map(lambda text: unicodedata.normalize("NFC", text))
counts = st.integers(0, 10**12).map(Decimal)
numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=4)
dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableRow, ...]:
    """Rows with their cells in any order."""
    cells: dict[str, st.SearchStrategy[str | Decimal | date]] = {
        "ten": words.filter(bool), "so": counts, "ngay": dates, "tien": numbers,
    }  # fmt: skip
    return tuple(draw(st.lists(st.fixed_dictionaries(cells), max_size=3)))


VALUES: dict[ItemKind, st.SearchStrategy[ItemValue]] = {
    ItemKind.COUNT: counts,
    ItemKind.DECIMAL: numbers,
    ItemKind.MONEY: numbers,
    ItemKind.PERCENT: numbers,
    ItemKind.DATE: dates,
    ItemKind.YES_NO: st.booleans(),
    ItemKind.CHOICE: st.sampled_from(list(OPTIONS)),
    ItemKind.CHECKLIST: st.lists(st.sampled_from(list(OPTIONS)), unique=True).map(
        lambda keys: tuple(key for key in OPTIONS if key in keys)
    ),
    ItemKind.TEXT: words,
    ItemKind.TABLE: tables(),
    ItemKind.EXTERNAL: numbers.map(lambda score: ExternalScore(score, "Cổng DVCQG")),
}


def item(kind: ItemKind) -> Item:
    return Item("x", "Số liệu", kind, source="Cổng DVCQG", options=OPTIONS, columns=COLUMNS)


@pytest.mark.parametrize("kind", list(ItemKind))
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_shown_is_read_back(kind, data):
    value = data.draw(VALUES[kind])
    assert parse_value(format_value(value, item(kind)), item(kind)) == value


@pytest.mark.parametrize("kind", list(ItemKind))
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_stored_is_loaded_back_through_json_without_floats(kind, data):
    value = data.draw(VALUES[kind])
    text = json.dumps(value_to_json(value, kind))

    def no_float(literal: str) -> float:
        raise AssertionError(literal)

    assert value_from_json(json.loads(text, parse_float=no_float), kind) == value


def test_an_empty_cell_of_a_table_keeps_its_place():
    table = item(ItemKind.TABLE)
    row: TableRow = {"tien": Decimal("1.5"), "ten": "Một"}
    shown = format_value((row,), table)
    assert shown == "Một |  |  | 1,5"
    assert parse_value(shown, table) == (
        {"ten": "Một", "so": "", "ngay": "", "tien": Decimal("1.5")},
    )  # fmt: skip


def test_a_score_keeps_its_day():
    value = ExternalScore(Decimal("85.50"), "Cổng", date(2026, 12, 1))
    assert value_from_json(value_to_json(value, ItemKind.EXTERNAL), ItemKind.EXTERNAL) == value
    assert str(Decimal("85.50")) in json.dumps(value_to_json(value, ItemKind.EXTERNAL))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ItemKind.YES_NO, "CÓ", True), (ItemKind.YES_NO, "x", True),
        (ItemKind.YES_NO, "không", False), (ItemKind.YES_NO, "kho\u0302ng", False),
        (ItemKind.DATE, "5/1/2026", date(2026, 1, 5)),
        (ItemKind.DATE, "05.01.2026", date(2026, 1, 5)),
        (ItemKind.DATE, "2026-01-05", date(2026, 1, 5)), (ItemKind.PERCENT, "65 %", Decimal(65)),
        (ItemKind.PERCENT, "65,5%", Decimal("65.5")), (ItemKind.CHOICE, "hội nghị", "hop"),
        (ItemKind.CHOICE, "HOP", "hop"), (ItemKind.CHECKLIST, "Hội nghị; loa", ("loa", "hop")),
        (ItemKind.CHECKLIST, "", ()), (ItemKind.COUNT, "1.234", Decimal(1234)),
        (ItemKind.CHOICE, "Ho\u0302\u0323i nghi\u0323", "hop"),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(kind, text, value):
    assert parse_value(text, item(kind)) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ItemKind.COUNT, "2,5"), (ItemKind.COUNT, "-1"), (ItemKind.COUNT, "mười"),
        (ItemKind.DATE, "31/02/2026"), (ItemKind.DATE, "mai"), (ItemKind.YES_NO, "có lẽ"),
        (ItemKind.CHOICE, "Băng rôn"), (ItemKind.CHECKLIST, "Loa truyền thanh; Băng rôn"),
        (ItemKind.TABLE, "a | 1 | 01/01/2026 | 2 | thừa"), (ItemKind.TABLE, "a | b"),
        (ItemKind.EXTERNAL, "tám mươi"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_in_a_sentence(kind, text):
    with pytest.raises(ValueFaultError) as refused:
        parse_value(text, item(kind))
    assert len(str(refused.value)) > 10


@pytest.mark.parametrize("kind", list(ItemKind))
@pytest.mark.parametrize("stored", [None, 5, {"a": "b"}, ["x", ["y"]], "?", True, [{"a": "1"}]])
def test_what_was_never_stored_is_refused_or_a_value(kind, stored):
    with contextlib.suppress(ValueFaultError):
        value_from_json(stored, kind)
