"""Any text at any door is stored as what the door then shows, or refused; nothing else changes.

1. A refused text leaves the store as it was; the sentence names the place and what to do.
2. An accepted one is in the store as it is shown, and it is the only difference.
3. Every store is read from the disk by somebody else, and is restored before each text.
"""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.typed_texts import ITEMS, typed_texts
from tests.flow.doors.door import Door, StoreState
from xa_report.documents.xlsx.appraisal.appraisal_layout import NOT_ARISEN
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, ItemValue
from xa_report.domain.item_values import parse_value
from xa_report.domain.text import escape_control_chars_in_lines

# What to do next, or the limits that the next try has to keep.
REMEDY = re.compile(r"hãy|ghi |Hãy|để trống|tối đa|trong khoảng|lấy \d+ chữ số|sửa |thêm |lưu lại")


def item_of(target: str) -> Item:
    points = Item(target, target, ItemKind.DECIMAL, "điểm")
    return ITEMS.get(target.removeprefix("province "), points)


def plain_value(stored: Answer | ItemValue | None) -> ItemValue | None:
    """The value alone: points are no answer, and a score keeps its source."""
    value = stored.value if isinstance(stored, Answer) else stored
    return value.score if isinstance(value, ExternalScore) else value


def check_entry(door: Door, target: str, text: str) -> None:
    door.restore()
    before = door.state()
    result = door.enter(target, text)
    after = door.state()
    assert after.without(target) == before.without(target)
    if result.shown is None:
        assert after == before
        assert any(place in result.sentence for place in door.cell_names(target)), result.sentence
        assert REMEDY.search(result.sentence), result.sentence
    else:
        check_shown(target, text, result.shown, (before, after))


def check_shown(target: str, text: str, shown: str, states: tuple[StoreState, StoreState]) -> None:
    """Hold what is shown against the store: an empty field took the value away or left it."""
    stored = states[1].values.get(target)
    before, after = (plain_value(state.values.get(target)) for state in states)
    # A field in which only blanks were typed keeps them, as nothing was entered.
    if not shown.strip():
        assert after in (None, "", before)
        assert not text.strip() or text.strip() == "-"
    elif after is None:
        assert isinstance(stored, Answer)
        assert stored.not_arisen is not None
        assert shown.startswith(NOT_ARISEN)
    elif isinstance(after, str):
        # Commands make invisible characters visible.
        assert escape_control_chars_in_lines(after) == escape_control_chars_in_lines(shown)
    else:
        assert plain_value(parse_value(shown, item_of(target))) == after


@pytest.mark.parametrize("text", [" ", "\u00a0", "\t ", ""])
def test_blanks_alone_enter_nothing(door: Door, text: str):
    for target in door.targets:
        check_entry(door, target, text)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), text=typed_texts)
def test_a_text_is_stored_as_it_is_shown_or_refused(door: Door, data: st.DataObject, text: str):
    check_entry(door, data.draw(st.sampled_from(door.targets)), text)
