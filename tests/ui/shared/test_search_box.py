"""Search ignores accents, case and đ."""

import pytest

from xa_report.domain.text import strip_accents
from xa_report.ui.commune.outline import build_outline, search_outline
from xa_report.ui.shared.search_box import MAX_SEARCH_RESULTS


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đúng hạn", "dung han"), ("ĐẶC KHU", "dac khu"), ("Thu\u031b\u0323c", "thuc"), ("", "")],
)
def test_folding(text, folded):
    assert strip_accents(text) == folded


def test_criteria_and_items_are_found(ui_context):
    nodes = build_outline(ui_context.session.work)
    hits = search_outline(nodes, "truoc va dung han")
    assert next(hit.code for hit in hits if not hit.item) == "3.2.1"
    items = search_outline(nodes, "HỒ SƠ đã giải quyết trước hạn")
    assert {hit.item for hit in items} == {"hs_truoc_han"}


def test_a_code_is_found(ui_context):
    assert search_outline(build_outline(ui_context.session.work), "3.2.1")[0].code == "3.2.1"


def test_few_hits_are_listed_and_nothing_for_nothing(ui_context):
    nodes = build_outline(ui_context.session.work)
    assert len(search_outline(nodes, "a")) == MAX_SEARCH_RESULTS
    assert search_outline(nodes, "  ") == ()
    assert search_outline(nodes, "xyzzy") == ()
