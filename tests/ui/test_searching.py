"""Search ignores accents, case and đ."""

import pytest

from xa_report.domain.text import strip_accents
from xa_report.ui.outline import outline
from xa_report.ui.searching import LIMIT, search


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đúng hạn", "dung han"), ("ĐẶC KHU", "dac khu"), ("Thu\u031b\u0323c", "thuc"), ("", "")],
)
def test_folding(text, folded):
    assert strip_accents(text) == folded


def test_criteria_and_items_are_found(place):
    nodes = outline(place.desk.work)
    hits = search(nodes, "truoc va dung han")
    assert next(hit.code for hit in hits if not hit.item) == "3.2.1"
    items = search(nodes, "HỒ SƠ đã giải quyết trước hạn")
    assert {hit.item for hit in items} == {"hs_truoc_han"}


def test_a_code_is_found(place):
    assert search(outline(place.desk.work), "3.2.1")[0].code == "3.2.1"


def test_few_hits_are_listed_and_nothing_for_nothing(place):
    nodes = outline(place.desk.work)
    assert len(search(nodes, "a")) == LIMIT
    assert search(nodes, "  ") == ()
    assert search(nodes, "xyzzy") == ()
