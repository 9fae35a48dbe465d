"""Doubtful points of an appraiser: asked about with the readings, kept with their criterion."""

from decimal import Decimal

import pytest
from PySide6 import QtCore, QtTest

from tests.factories import registers
from tests.ui.keyboard import Key, press, replace_text
from tests.ui.province.test_appraisal import OPEN, give, kept, open_at
from xa_report.domain.province.appraisal import CaseAction, DifferenceCode

ALT = QtCore.Qt.KeyboardModifier.AltModifier
CODE, OTHER_CODE = "1.1.1", "1.6"


@pytest.fixture
def page(province_window):
    province_window.navigator.show_page(province_window.appraisal)
    open_at(province_window.appraisal, OPEN, CODE)
    return province_window.appraisal


def names(page) -> list[str]:
    return [b.text() for b in page.panel.editor.chooser.buttons if not b.isHidden()]


def select(page, code: str) -> None:
    page.table.setCurrentIndex(page.model.index_of(code))


@pytest.mark.parametrize(
    ("text", "offered"),
    [("1 000", ["1000  (Alt+1)"]), ("1,234.5", ["1234,5  (Alt+1)"]), ("0,250,0", [])],
)
def test_doubtful_points_are_never_guessed(page, province_register, text, offered):
    give(page, text, DifferenceCode.LATE)
    editor = page.panel.editor
    assert f"“{text}”" in editor.fault_label.text()
    assert editor.points.is_marked_wrong
    assert names(page) == offered
    assert kept(province_register, page).fixed is None


def test_one_key_goes_on_with_the_reading(page, province_register):
    give(page, "+1 000,0", DifferenceCode.LATE)
    assert names(page) == ["1000  (Alt+1)"]
    QtTest.QTest.keyClick(page.panel.editor.points, Key.Key_1, ALT)
    assert page.panel.editor.points.text() == "1000"
    assert "khoảng 0 đến 1" in page.panel.editor.fault_label.text()
    assert names(page) == []
    assert kept(province_register, page).fixed is None


def test_the_question_is_in_view_in_a_small_window(province_window, page, qtbot):
    province_window.resize(911, 512)
    give(page, "1.234,5", DifferenceCode.LATE)
    button = page.panel.editor.chooser.buttons[0]
    for widget in (button, page.panel.editor.points):
        qtbot.waitUntil(
            lambda widget=widget: widget.visibleRegion().boundingRect() == widget.rect()
        )


@pytest.mark.parametrize("part", ["points", "code", "chooser", "save_button"])
def test_escape_brings_the_stored_points_back(page, part):
    give(page, "1.234,5", DifferenceCode.LATE)
    editor = page.panel.editor
    assert names(page) == ["1234,5  (Alt+1)"]
    widget = editor.chooser.buttons[0] if part == "chooser" else getattr(editor, part)
    widget.setFocus()
    QtTest.QTest.keyClick(widget, Key.Key_Escape)
    assert (editor.points.text(), editor.points.is_marked_wrong) == ("", False)
    assert (names(page), editor.fault_label.isVisible()) == ([], False)


def test_points_that_were_typed_stay_with_their_criterion(page, province_register):
    give(page, "1.234,5", DifferenceCode.LATE, "Chậm.")
    editor = page.panel.editor
    select(page, OTHER_CODE)
    assert (editor.points.text(), editor.text.text(), names(page)) == ("", "", [])
    assert (editor.points.is_marked_wrong, editor.fault_label.isVisible()) == (False, False)
    QtTest.QTest.keyClick(page.table, Key.Key_1, ALT)
    assert kept(province_register, page).fixed is None
    select(page, CODE)
    assert (editor.points.text(), editor.points.is_marked_wrong) == ("1.234,5", True)
    assert (editor.text.text(), editor.code.selected_code) == ("Chậm.", DifferenceCode.LATE)
    assert names(page) == ["1234,5  (Alt+1)"]


def test_typed_points_do_not_go_over_to_the_next_criterion(page, province_register):
    editor = page.panel.editor
    replace_text(editor.points, "0,5")
    select(page, OTHER_CODE)
    assert editor.points.text() == ""
    select(page, CODE)
    assert editor.points.text() == "0,5"
    editor.code.select_code(DifferenceCode.LATE)
    press(editor.points, Key.Key_Return)
    assert kept(province_register, page).fixed == Decimal("0.5")
    select(page, OTHER_CODE)
    select(page, CODE)
    assert (editor.points.text(), editor.points.is_changed) == ("0,50", False)


def test_a_case_is_not_closed_over_points_typed_for_another_criterion(
    open_province_window, register_path
):
    # Who were asked would not agree: a test must not wait for an answer.
    page = open_province_window(register_path, ask_reason=lambda *_: None).appraisal
    page.window().navigator.show_page(page)
    open_at(page, OPEN, CODE)
    replace_text(page.panel.editor.points, "0,5")
    select(page, OTHER_CODE)
    page.header.menu.action_chosen.emit(CaseAction.CLOSE)
    assert f"tiêu chí {CODE} chưa được ghi" in page.case_actions.message_label.text()
    assert page.case.sheet.open
    select(page, CODE)
    press(page.panel.editor.points, Key.Key_Escape)
    assert page.panel.editor.unsaved_criteria() == ()


def test_points_that_somebody_else_stored_end_the_question(
    province_window, page, province_register
):
    give(page, "1.234,5", DifferenceCode.LATE)
    registers.appraise_points(province_register, page.case.sheet.unit.code, {CODE: "0.75"})
    province_window.session.refresh()
    editor = page.panel.editor
    assert (editor.points.text(), editor.points.is_marked_wrong) == ("0,75", False)
    assert (names(page), editor.fault_label.isVisible()) == ([], False)
    QtTest.QTest.keyClick(page.table, Key.Key_1, ALT)
    assert kept(province_register, page).fixed == Decimal("0.75")
