"""A value that no report can carry is refused at every position of every door, with its place."""

import pytest

from tests.factories.typed_texts import ITEMS
from tests.flow.doors.commune_doors import AnswerFileDoor
from tests.flow.doors.door import Door
from xa_report.domain.item import ItemKind

NUMBERS = ("1e15", "nan", "inf", "1e-12", "9" * 30, "0,0000000000001")
TOML_NUMBERS = ("1e15", "nan", "inf", "1e-12", "9" * 30, "0.0000000000001")
UNUSABLE = {
    ItemKind.COUNT: ("-5", "4.5"),
    ItemKind.MONEY: ("0,5đ",),
    ItemKind.DATE: ("05/01/0202", "31/02/2026", "2026"),
    ItemKind.YES_NO: ("5", "được"),
}


def unusable_texts(door: Door, target: str, turn: int) -> list[str]:
    """Two numbers for each position, another two for the next, and what its kind refuses."""
    item = ITEMS.get(target.removeprefix("province "))
    kind = item.kind if item else ItemKind.DECIMAL
    is_bare = isinstance(door, AnswerFileDoor) and not door.quoted
    if kind is ItemKind.TEXT:
        # Any text is one; as a TOML value it has to be in quotation marks.
        return list(TOML_NUMBERS) if is_bare else []
    numbers = TOML_NUMBERS if is_bare else NUMBERS
    return [
        numbers[turn % len(numbers)],
        numbers[(turn + 1) % len(numbers)],
        *UNUSABLE.get(kind, ()),
    ]


def test_what_no_report_can_carry_is_refused_everywhere(door: Door):
    door.restore()
    before = door.state()
    for turn, target in enumerate(door.targets):
        for text in unusable_texts(door, target, 2 * turn):
            result = door.enter(target, text)
            assert result.shown is None, (target, text)
            named = [place for place in door.cell_names(target) if place in result.sentence]
            assert named, (target, text, result.sentence)
    assert door.state() == before


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_field_never_becomes_a_number(door: Door, text: str):
    for target in door.targets:
        door.restore()
        before = door.state()
        door.enter(target, text)
        after = door.state()
        assert after.without(target) == before.without(target)
        assert after.values.get(target) in (None, before.values.get(target))
