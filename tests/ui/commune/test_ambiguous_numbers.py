"""A number that may mean two things is asked about, and stored only once somebody has chosen."""

from decimal import Decimal

import pytest
from PySide6 import QtCore, QtTest

from tests.ui.commune.test_window import field, line_of, stored
from tests.ui.keyboard import Key, press, replace_text, type_text
from xa_report.domain.item import Answer

ALT = QtCore.Qt.KeyboardModifier.AltModifier
KEYPAD = QtCore.Qt.KeyboardModifier.KeypadModifier
CODE, ITEM = "3.2.1", "hs_truoc_han"


def leave(window):
    window.criteria.tree.setFocus()


@pytest.mark.parametrize(
    ("text", "offered", "chosen"),
    [("12,000", ("12.000", "12"), (12000, 12)), ("2,000", ("2.000", "2"), (2000, 2))],
)
@pytest.mark.parametrize("position", [0, 1])
def test_one_key_chooses_what_was_meant(open_commune_window, text, offered, chosen, position):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    before = stored(window, ITEM)
    replace_text(line_of(shown), text)
    leave(window)
    assert stored(window, ITEM) == before
    assert f"“{text}” chưa rõ là số nào; hãy ghi {offered[0]} hoặc {offered[1]}" in (
        shown.message.text
    )
    buttons = [b.text() for b in shown.message.chooser.buttons if not b.isHidden()]
    assert buttons == [f"{offered[0]}  (Alt+1)", f"{offered[1]}  (Alt+2)"]
    QtTest.QTest.keyClick(window, [Key.Key_1, Key.Key_2][position], ALT)
    assert stored(window, ITEM) == Answer(Decimal(chosen[position]))
    assert line_of(shown).text() == offered[position]
    assert not line_of(shown).is_marked_wrong
    assert shown.message.chooser.isHidden()


def test_the_keypads_dot_is_asked_about_as_well(open_commune_window):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    replace_text(line_of(shown), "2")
    QtTest.QTest.keyClick(line_of(shown), Key.Key_Period, KEYPAD)
    type_text(line_of(shown), "000")
    assert line_of(shown).text() == "2,000"
    leave(window)
    assert not shown.message.chooser.isHidden()


def test_a_reading_that_is_stored_already_is_shown_and_changes_nothing(open_commune_window):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    replace_text(line_of(shown), "12")
    leave(window)
    replace_text(line_of(shown), "12,0")
    leave(window)
    assert "hãy ghi 12." in shown.message.text
    shown.message.chooser.buttons[0].click()
    assert (line_of(shown).text(), shown.message.chooser.isHidden()) == ("12", True)
    assert stored(window, ITEM) == Answer(Decimal(12))


def test_escape_takes_the_question_back(open_commune_window):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    before = line_of(shown).text()
    replace_text(line_of(shown), "12,000")
    leave(window)
    line_of(shown).setFocus()
    press(line_of(shown), Key.Key_Escape)
    assert (line_of(shown).text(), shown.message.chooser.isHidden()) == (before, True)


def test_of_two_questions_the_last_has_the_keys(open_commune_window):
    window = open_commune_window()
    first, second = field(window, CODE, ITEM), field(window, CODE, "hs_dung_han")
    replace_text(line_of(first), "12,000")
    replace_text(line_of(second), "2,000")
    leave(window)
    QtTest.QTest.keyClick(window, Key.Key_2, ALT)
    assert stored(window, "hs_dung_han") == Answer(Decimal(2))
    assert stored(window, ITEM) != Answer(Decimal(12))
    first.message.chooser.buttons[1].click()
    assert stored(window, ITEM) == Answer(Decimal(12))


def test_who_closes_without_choosing_keeps_the_old_value(open_commune_window):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    before = stored(window, ITEM)
    replace_text(line_of(shown), "12,000")
    leave(window)
    path = window.session.commune.path
    window.close()
    assert path.exists()
    assert stored(window, ITEM) == before
