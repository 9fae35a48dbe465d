"""Every answer that can be given comes back as it was."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.stores import YEAR
from xa_report.commune.store.edits import answer_edit
from xa_report.commune.store.reports import parse_stored_answer
from xa_report.domain.canonical_json import dump_normalized, loads, normalize_text
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind

dates = st.dates(date(1900, 1, 1))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12))
texts = st.text(st.characters(exclude_categories=["Cs"])).map(normalize_text)
cells = st.one_of(texts, decimals, dates)
VALUES = {
    ItemKind.COUNT: st.integers(0, 10**12).map(Decimal),
    ItemKind.DECIMAL: decimals,
    ItemKind.MONEY: decimals,
    ItemKind.PERCENT: decimals,
    ItemKind.DATE: dates,
    ItemKind.YES_NO: st.booleans(),
    ItemKind.CHOICE: texts,
    ItemKind.CHECKLIST: st.lists(texts).map(tuple),
    ItemKind.TEXT: texts,
    ItemKind.TABLE: st.lists(st.dictionaries(st.sampled_from(["a", "b"]), cells, min_size=1)).map(
        tuple
    ),
    ItemKind.EXTERNAL: st.builds(ExternalScore, decimals, texts, st.none() | dates),
}


@st.composite
def items_and_answers(draw):
    kind = draw(st.sampled_from(list(ItemKind)))
    as_of, note = draw(st.none() | dates), draw(texts)
    if draw(st.booleans()):
        return Item("X", "", kind), Answer(not_arisen=draw(texts), as_of=as_of, note=note)
    return Item("X", "", kind), Answer(draw(VALUES[kind]), as_of=as_of, note=note)


def test_every_kind_has_values():
    assert VALUES.keys() == set(ItemKind)


@given(items_and_answers())
def test_an_answer_comes_back(pair):
    item, answer = pair
    assert (
        parse_stored_answer(loads(dump_normalized(answer_edit(YEAR, item, answer).value))) == answer
    )


def test_no_answer_empties_the_field():
    assert answer_edit(YEAR, Item("X", "", ItemKind.COUNT), None).value is None
