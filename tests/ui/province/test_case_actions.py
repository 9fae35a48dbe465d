"""What is done with the whole case from its menu: as the verbs do it, and nothing unseen."""

from datetime import date

import pytest
from PySide6 import QtCore, QtWidgets

from tests.factories import registers
from tests.ui.keyboard import Key, press, replace_text
from tests.ui.province.scripted_answers import ScriptedReason
from xa_report.domain.province.appraisal import (
    CaseAction,
    CaseState,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.province.appraisal import commands
from xa_report.province.database import returns
from xa_report.ui.province.dialogs.form_dialog import RECEIPT_NOTICE
from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonDialog, ReasonInput
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.register_setup import open_register

OPEN, CLOSED = 5, 0
CONTROL, ALT = QtCore.Qt.KeyboardModifier.ControlModifier, QtCore.Qt.KeyboardModifier.AltModifier
TICKED, UNTICKED = QtCore.Qt.CheckState.Checked, QtCore.Qt.CheckState.Unchecked
LATER = date(2099, 12, 31)
LATE = DifferenceReason(DifferenceCode.LATE, "Gửi trước ngày hẹn.")


@pytest.fixture
def scripted_reason():
    return ScriptedReason(ReasonInput("Kết luận thanh tra"))


@pytest.fixture
def page(open_province_window, register_path, scripted_reason):
    window = open_province_window(register_path, ask_reason=scripted_reason)
    window.navigator.show_page(window.appraisal)
    return window.appraisal


@pytest.fixture
def second_register(register_path):
    """Somebody else at the same register."""
    return open_register(str(register_path), "Trần Văn Bình")


def open_at(page, number, code="1.7"):
    page.header.communes.activated.emit(number)
    page.table.setCurrentIndex(page.model.index_of(code))
    return page.case.sheet.key


def choose(page, act):
    item = page.header.menu.menu_actions[act]
    assert item.isEnabled()
    item.trigger()
    return page.case_actions.dialog


def offered(page):
    return {act for act, item in page.header.menu.menu_actions.items() if item.isEnabled()}


def row(dialog, code):
    (item,) = dialog.list.findItems(f"{code}  ", QtCore.Qt.MatchFlag.MatchStartsWith)
    return item


def give_reason(dialog, why):
    dialog.code.select_code(why.code)
    replace_text(dialog.text, why.text)


def returned(register, key):
    with register.database.read() as connection:
        return [(one.lines, one.deadline) for one in returns.returns_of_case(connection, key)]


def state(register, key):
    return appraisal.load_case(register, key).row.state


@pytest.mark.parametrize(
    ("act", "after"),
    [
        (CaseAction.CLOSE_ROUND, CaseState.EXPLAINING),
        (CaseAction.CLOSE, CaseState.CLOSED),
        (CaseAction.REOPEN, CaseState.SECOND),
    ],
)
def test_a_case_is_moved_on_as_its_verb_does(page, province_register, scripted_reason, act, after):
    number = CLOSED if act is CaseAction.REOPEN else OPEN
    key = open_at(page, number)
    choose(page, act)
    assert state(province_register, key) is after
    assert page.case.sheet.state is after
    assert page.case.sheet.unit.name in scripted_reason.asked[0].description
    assert page.case_actions.message_label.text().startswith("Đã ")
    page.header.communes.activated.emit(number + 1)
    assert not page.case_actions.message_label.isVisibleTo(page)


@pytest.mark.parametrize(("number", "act"), [(OPEN, CaseAction.CLOSE), (CLOSED, CaseAction.REOPEN)])
def test_who_does_not_want_it_changes_nothing(
    page, province_register, scripted_reason, number, act
):
    key = open_at(page, number)
    before = state(province_register, key)
    scripted_reason.note = None
    choose(page, act)
    assert state(province_register, key) is before
    assert not page.case_actions.message_label.isVisibleTo(page)


def test_what_may_not_be_done_now_is_not_offered_and_says_why(page, province_register):
    open_at(page, OPEN)
    assert offered(page) == {CaseAction.RETURN, CaseAction.CLOSE_ROUND, CaseAction.CLOSE}
    key = open_at(page, CLOSED)
    assert offered(page) == {CaseAction.REOPEN}
    refusal = page.header.menu.menu_actions[CaseAction.RETURN].toolTip()
    assert "“Đã chốt” nên không thể trả lại" in refusal
    appraisal.reopen_case(province_register, key, "Kết luận thanh tra")
    page.case.refresh()
    assert offered(page) == {CaseAction.RETURN, CaseAction.EXPLAIN, CaseAction.CLOSE}


def test_a_closed_case_names_the_button_that_opens_it(page):
    open_at(page, CLOSED, "1.1.1")
    texts = [part.text() for part in page.panel.editor.findChildren(QtWidgets.QLabel)]
    assert any("chọn Mở lại hồ sơ" in text for text in texts)
    assert not any("xa-report" in text for text in texts)


def test_a_return_is_kept_and_shown_as_the_verb_keeps_it(page, province_register):
    key = open_at(page, OPEN)
    dialog = choose(page, CaseAction.RETURN)
    assert RECEIPT_NOTICE in [part.text() for part in dialog.findChildren(QtWidgets.QLabel)]
    assert dialog.draft.selected_codes == {"1.7"}
    give_reason(dialog, registers.WHY)
    row(dialog, "1.6").setCheckState(0, TICKED)
    assert dialog.text.text() == ""
    give_reason(dialog, LATE)
    dialog.date_edit.show_date(LATER)
    dialog.submit_button.click()
    lines = (ReopenedCriterion("1.6", LATE), ReopenedCriterion("1.7", registers.WHY))
    assert returned(province_register, key) == [(lines, LATER)]
    assert page.case_actions.dialog is None
    assert RECEIPT_NOTICE in page.case_actions.message_label.text()
    assert page.case.sheet.state is CaseState.RETURNED
    assert registers.WHY.description in page.panel.return_label.text()
    assert "Hạn gửi lại: 31/12/2099." in page.panel.return_label.text()


def test_one_reason_can_hold_for_all_and_single_ones_come_back(page, province_register):
    key = open_at(page, OPEN)
    dialog = choose(page, CaseAction.RETURN)
    give_reason(dialog, LATE)
    row(dialog, "1.6").setCheckState(0, TICKED)
    give_reason(dialog, registers.WHY)
    dialog.shared_reason_box.setChecked(True)
    assert [row(dialog, code).text(1) for code in ("1.6", "1.7")] == [registers.WHY.description] * 2
    dialog.shared_reason_box.setChecked(False)
    assert row(dialog, "1.7").text(1) == LATE.description
    dialog.shared_reason_box.setChecked(True)
    dialog.submit_button.click()
    lines = (ReopenedCriterion("1.6", registers.WHY), ReopenedCriterion("1.7", registers.WHY))
    assert returned(province_register, key) == [(lines, None)]


def test_an_area_stands_for_what_is_below_it(page):
    open_at(page, OPEN, "1.1")
    assert choose(page, CaseAction.RETURN).draft.selected_codes == {"1.1.1", "1.1.2", "1.1.3"}


def test_what_is_wrong_with_a_return_is_told_and_nothing_typed_is_lost(page, province_register):
    key = open_at(page, OPEN)
    dialog = choose(page, CaseAction.RETURN)
    dialog.submit_button.click()
    assert dialog.fault_label.text() == "Hãy chọn mã lý do cho tiêu chí 1.7."
    give_reason(dialog, DifferenceReason(DifferenceCode.OTHER))
    dialog.submit_button.click()
    assert "T99 cần ghi rõ nội dung" in dialog.fault_label.text()
    give_reason(dialog, LATE)
    for text, sentence in (
        ("mai", "Hạn gửi lại: “mai” không phải là ngày; ghi như 05/01/2026, hoặc để trống."),
        ("05/01/0202", "Hạn gửi lại: ngày 05/01/0202 ngoài các năm 2000–2099"),
        ("1/12/99", "Hạn gửi lại: “1/12/99” chưa rõ năm nào; hãy ghi đủ bốn chữ số của năm"),
        ("01/01/2020", "đã qua"),
    ):
        replace_text(dialog.date_edit.line_edit, text)
        dialog.submit_button.click()
        assert sentence in dialog.fault_label.text()
    row(dialog, "1.7").setCheckState(0, UNTICKED)
    dialog.submit_button.click()
    assert "ít nhất một tiêu chí" in dialog.fault_label.text()
    assert (dialog.text.text(), dialog.code.selected_code) == (LATE.text, LATE.code)
    assert dialog.isVisible()
    assert returned(province_register, key) == []


def test_what_a_commune_explains_on_paper_is_kept(page, province_register):
    key = open_at(page, OPEN)
    choose(page, CaseAction.CLOSE_ROUND)
    dialog = choose(page, CaseAction.EXPLAIN)
    dialog.submit_button.click()
    assert "nội dung giải trình" in dialog.fault_label.text()
    dialog.text.setPlainText("Đã tổ chức đủ hai cuộc.")
    dialog.submit_button.click()
    assert "văn bản giải trình" in dialog.fault_label.text()
    replace_text(dialog.origin, "Công văn 15/UBND")
    dialog.submit_button.click()
    (explanation,) = appraisal.load_case(province_register, key).explanations
    text = "Đã tổ chức đủ hai cuộc."
    assert (explanation.code, explanation.text, explanation.origin) == (
        "1.7",
        text,
        "Công văn 15/UBND",
    )
    assert page.panel.explanation.text() == text
    assert state(province_register, key) is CaseState.SECOND


def test_what_somebody_else_did_meanwhile_is_reported_and_shown(
    page, province_register, second_register
):
    key = open_at(page, OPEN)
    commands.close_single_case(second_register, key)
    choose(page, CaseAction.CLOSE_ROUND)
    message = page.case_actions.message_label.text()
    assert message.startswith("Trần Văn Bình vừa chốt điểm hồ sơ của ")
    assert "“Đã chốt”" in message
    assert state(province_register, key) is CaseState.CLOSED
    assert offered(page) == {CaseAction.REOPEN}


def test_points_that_somebody_else_set_are_seen_before_a_case_is_closed(
    page, province_register, second_register
):
    key = open_at(page, OPEN, "1.1.1")
    registers.appraise_points(second_register, key.unit, {"1.1.1": "0.25"})
    choose(page, CaseAction.CLOSE)
    assert "Trần Văn Bình vừa thẩm định hồ sơ" in page.case_actions.message_label.text()
    assert state(province_register, key) is CaseState.APPRAISING
    assert page.panel.points_label.text() == "0,25"
    choose(page, CaseAction.CLOSE)
    assert state(province_register, key) is CaseState.CLOSED


def test_a_return_that_was_overtaken_stays_typed_and_can_still_be_sent(
    page, province_register, second_register
):
    key = open_at(page, OPEN)
    dialog = choose(page, CaseAction.RETURN)
    give_reason(dialog, LATE)
    registers.appraise_points(second_register, key.unit, {"1.1.1": "0.25"})
    dialog.submit_button.click()
    assert dialog.fault_label.text().startswith("Trần Văn Bình vừa thẩm định")
    assert (dialog.isVisible(), dialog.text.text()) == (True, LATE.text)
    assert returned(province_register, key) == []
    dialog.submit_button.click()
    assert returned(province_register, key) == [((ReopenedCriterion("1.7", LATE),), None)]


def test_points_that_are_being_typed_are_not_lost(page, province_register, scripted_reason):
    key = open_at(page, OPEN, "1.1.1")
    replace_text(page.panel.editor.points, "0,3")
    choose(page, CaseAction.CLOSE)
    assert "1.1.1 chưa được ghi" in page.case_actions.message_label.text()
    assert scripted_reason.asked == []
    assert page.panel.editor.points.text() == "0,3"
    press(page.panel.editor.points, Key.Key_Escape)
    choose(page, CaseAction.CLOSE)
    assert state(province_register, key) is CaseState.CLOSED


@pytest.mark.qt_log_ignore("This plugin does not support")  # what a popup would need
def test_the_menu_and_its_items_have_keys(page, qtbot):
    open_at(page, OPEN)
    menu = page.header.menu.menu()
    letters = [item.text().partition("&")[2][:1].upper() for item in menu.actions()]
    assert len(set(letters)) == len(menu.actions())
    qtbot.keyClick(page.window(), "H", ALT)
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(page.header.menu.action_chosen) as wanted:
        qtbot.keyClick(menu, letters[0])
    assert wanted.args == [CaseAction.RETURN]
    assert page.case_actions.dialog.isVisible()


def test_a_return_is_filled_by_keys_and_enter_in_a_line_sends_nothing(
    page, province_register, qtbot
):
    key = open_at(page, OPEN)
    dialog = choose(page, CaseAction.RETURN)
    qtbot.waitUntil(lambda: QtWidgets.QApplication.activeWindow() is dialog)
    dialog.list.setFocus()
    press(dialog.list, Key.Key_Up)
    press(dialog.list, Key.Key_Space)
    assert dialog.draft.selected_codes == {"1.6", "1.7"}
    reached = []
    while dialog.focusWidget() not in reached:
        reached.append(dialog.focusWidget())
        dialog.focusNextChild()
    assert {
        dialog.list,
        dialog.code,
        dialog.text,
        dialog.shared_reason_box,
        dialog.submit_button,
    } <= set(reached)
    assert dialog.date_edit.line_edit in reached
    dialog.shared_reason_box.setChecked(True)
    give_reason(dialog, LATE)
    press(dialog.text, Key.Key_Return)
    assert returned(province_register, key) == []
    assert not dialog.text.hasFocus()
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    assert [line.code for line in returned(province_register, key)[0][0]] == ["1.6", "1.7"]


def test_a_question_that_keeps_no_note_asks_for_none(qtbot):
    dialog = ReasonDialog(Confirmation("Chốt điểm", "Chốt điểm của xã.", button="Chốt điểm"))
    qtbot.addWidget(dialog)
    assert not dialog.line.isVisibleTo(dialog)
    dialog.submit_button.click()
    assert (dialog.result(), dialog.reason_input()) == (1, ReasonInput())
