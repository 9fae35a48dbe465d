"""A question about a doubtful number: when it ends, which one has the keys, what is kept of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6 import QtCore, QtTest, QtWidgets

from tests.factories.windows import YEAR
from tests.ui.commune.test_window import field, focused, line_of, pane_of, stored, there
from tests.ui.keyboard import CONTROL, PLAIN, Key, press, replace_text, type_text
from xa_report.domain.item import Answer, Item, ItemKind, TableRow
from xa_report.domain.report import ReportState
from xa_report.ui.commune.criterion_pane.item_field import ItemField
from xa_report.ui.commune.navigator import CRITERIA_TAB, FINDINGS_TAB
from xa_report.ui.commune.window import CommuneWindow
from xa_report.ui.shared.external_editor import ExternalEditor
from xa_report.ui.shared.reading_chooser import ReadingChooser
from xa_report.ui.shared.table_editor import TableEditor
from xa_report.workflow.commune import report
from xa_report.workflow.commune.report_changes import compare_work

ALT = QtCore.Qt.KeyboardModifier.AltModifier
CODE, ITEM, SECOND_ITEM, OTHER_CODE, POINTS_CODE = (
    "3.2.1",
    "hs_truoc_han",
    "hs_dung_han",
    "2.4",
    "4.5",
)
REASON = "Trong kỳ không có hồ sơ nào"


def leave(window: CommuneWindow) -> None:
    window.criteria.tree.setFocus()


def press_alt(window: QtWidgets.QWidget, key: Key) -> None:
    QtTest.QTest.keyClick(QtWidgets.QApplication.focusWidget() or window, key, ALT)


def ask(window: CommuneWindow, text: str = "12,000", item: str = ITEM) -> ItemField:
    shown = field(window, CODE, item)
    replace_text(line_of(shown), text)
    leave(window)
    assert shown.message.chooser.is_asking
    return shown


def names(chooser: ReadingChooser) -> list[str]:
    return [button.text() for button in chooser.buttons if not button.isHidden()]


def is_over(shown: ItemField) -> bool:
    return not (
        shown.message.chooser.is_asking
        or shown.message.chooser.isVisible()
        or shown.message.is_rejecting
        or line_of(shown).is_marked_wrong
    )


def store_reason(window: CommuneWindow, shown: ItemField) -> None:
    QtTest.QTest.mouseClick(
        shown.details.not_arisen_box,
        QtCore.Qt.MouseButton.LeftButton,
        pos=QtCore.QPoint(8, shown.details.not_arisen_box.height() // 2),
    )
    type_text(shown.details.reason, REASON)
    press(shown.details.reason, Key.Key_Return)


def store_other_value(window: CommuneWindow, shown: ItemField) -> None:
    window.session.set_answer(ITEM, Answer(Decimal(77)))


def undo_by_key(window: CommuneWindow, shown: ItemField) -> None:
    QtTest.QTest.keyClick(focused(), Key.Key_Z, CONTROL)


def store_and_undo(window: CommuneWindow, shown: ItemField) -> None:
    store_other_value(window, shown)
    undo_by_key(window, shown)


def type_number(window: CommuneWindow, shown: ItemField) -> None:
    replace_text(line_of(shown), "15")
    press(line_of(shown), Key.Key_Return)


def lock_report(window: CommuneWindow, shown: ItemField) -> None:
    window.session.commune.store.set_state(YEAR, ReportState.EXPORTED)
    before = window.session.work
    window.session.work = report.load_report(window.session.commune, YEAR)
    window.session.report_changed.emit(compare_work(before, window.session.work))
    assert not line_of(shown).isEnabledTo(window)


@pytest.mark.parametrize(
    "end", [store_reason, store_other_value, undo_by_key, type_number, lock_report]
)
def test_a_question_ends_when_its_item_is_answered_otherwise(open_commune_window, end):
    window = open_commune_window()
    window.session.set_answer(ITEM, Answer(Decimal(11)))
    shown = ask(window)
    end(window, shown)
    assert is_over(shown)
    answer = stored(window, ITEM)
    assert line_of(shown).text() == ("" if answer.value is None else str(answer.value))
    press_alt(window, Key.Key_1)
    assert stored(window, ITEM) == answer


def test_a_reason_is_not_replaced_where_nothing_was_stored(open_commune_window):
    window = open_commune_window()
    window.session.set_answer(ITEM, None)
    shown = ask(window)
    store_reason(window, shown)
    assert (stored(window, ITEM).not_arisen, line_of(shown).text()) == (REASON, "")
    press_alt(window, Key.Key_1)
    assert stored(window, ITEM).not_arisen == REASON


def test_who_ticks_the_box_is_not_asked_any_more(open_commune_window):
    window = open_commune_window()
    before = line_of(field(window, CODE, ITEM)).text()
    shown = field(window, CODE, ITEM)
    replace_text(line_of(shown), "12,000")
    QtTest.QTest.keyClick(line_of(shown), Key.Key_F4)
    assert shown.details.is_not_arisen
    assert (is_over(shown), line_of(shown).text()) == (True, before)


def test_a_note_leaves_the_question_open(open_commune_window):
    window = open_commune_window()
    shown = ask(window)
    answer = window.session.work.report.answers[ITEM]
    window.session.set_answer(ITEM, replace(answer, note="theo sổ"))
    assert shown.message.chooser.is_asking
    press_alt(window, Key.Key_2)
    assert stored(window, ITEM) == replace(answer, note="theo sổ", value=Decimal(12))


def test_a_text_that_is_typed_anew_is_not_the_one_that_was_asked_about(open_commune_window):
    window = open_commune_window()
    before = stored(window, ITEM)
    shown = ask(window)
    replace_text(line_of(shown), "9")
    press_alt(window, Key.Key_1)
    assert (stored(window, ITEM), line_of(shown).text()) == (before, "9")


def test_keys_go_to_the_field_with_the_focus_else_to_the_last_asked(open_commune_window):
    window = open_commune_window()
    first, second = ask(window), ask(window, "2,000", SECOND_ITEM)
    assert names(first.message.chooser) == ["12.000", "12"]
    assert names(second.message.chooser) == ["2.000  (Alt+1)", "2  (Alt+2)"]
    line_of(first).setFocus()
    assert names(first.message.chooser) == ["12.000  (Alt+1)", "12  (Alt+2)"]
    assert names(second.message.chooser) == ["2.000", "2"]
    second_before = stored(window, SECOND_ITEM)
    press_alt(window, Key.Key_1)
    assert stored(window, ITEM) == Answer(Decimal(12000))
    assert stored(window, SECOND_ITEM) == second_before
    assert (is_over(first), names(second.message.chooser)[0]) == (True, "2.000  (Alt+1)")
    press_alt(window, Key.Key_2)
    assert stored(window, SECOND_ITEM) == Answer(Decimal(2))


def test_the_first_question_gets_the_keys_back(open_commune_window):
    window = open_commune_window()
    first, second = ask(window), ask(window, "2,000", SECOND_ITEM)
    press_alt(window, Key.Key_2)
    assert stored(window, SECOND_ITEM) == Answer(Decimal(2))
    assert is_over(second)
    press_alt(window, Key.Key_2)
    assert stored(window, ITEM) == Answer(Decimal(12))
    assert is_over(first)


def test_a_question_on_a_page_that_is_not_shown_has_no_keys(open_commune_window):
    window = open_commune_window()
    shown = ask(window)
    before = stored(window, ITEM)
    window.header.tabs.setCurrentIndex(FINDINGS_TAB)
    press_alt(window, Key.Key_1)
    assert stored(window, ITEM) == before
    window.header.tabs.setCurrentIndex(CRITERIA_TAB)
    assert names(shown.message.chooser)[0] == "12.000  (Alt+1)"


@pytest.mark.parametrize("part", ["chooser", "not_arisen", "more", "line"])
def test_escape_in_any_part_of_the_field_ends_the_question(open_commune_window, part):
    window = open_commune_window()
    before = line_of(field(window, CODE, ITEM)).text()
    shown = ask(window)
    {
        "chooser": shown.message.chooser.buttons[1],
        "not_arisen": shown.details.not_arisen_box,
        "more": shown.details.more_button,
        "line": line_of(shown),
    }[part].setFocus()
    QtTest.QTest.keyClick(focused(), Key.Key_Escape)
    assert (is_over(shown), line_of(shown).text()) == (True, before)
    assert shown.isAncestorOf(focused())


def test_a_click_on_a_reading_leaves_the_focus_in_its_field(open_commune_window):
    window = open_commune_window()
    shown = ask(window)
    shown.message.chooser.buttons[1].setFocus()
    QtTest.QTest.keyClick(focused(), Key.Key_Space)
    assert stored(window, ITEM) == Answer(Decimal(12))
    assert focused() is line_of(shown)


@pytest.mark.parametrize("text", ["12,000", "12a"])
def test_a_refused_text_is_there_when_the_criterion_is_opened_again(open_commune_window, text):
    window = open_commune_window()
    before = stored(window, ITEM)
    replace_text(line_of(field(window, CODE, ITEM)), text)
    window.criteria.open_node(OTHER_CODE)
    press_alt(window, Key.Key_1)
    assert stored(window, ITEM) == before
    shown = field(window, CODE, ITEM)
    assert (line_of(shown).text(), line_of(shown).is_marked_wrong) == (text, True)
    assert f"“{text}”" in shown.message.text
    if text == "12,000":
        leave(window)
        press_alt(window, Key.Key_1)
        assert stored(window, ITEM) == Answer(Decimal(12000))
        window.criteria.open_node(OTHER_CODE)
        assert is_over(field(window, CODE, ITEM))


@pytest.mark.parametrize("end", [store_other_value, undo_by_key, store_and_undo])
def test_a_draft_ends_when_its_item_is_answered_while_another_criterion_is_open(
    open_commune_window, end
):
    window = open_commune_window()
    window.session.set_answer(ITEM, Answer(Decimal(11)))
    ask(window)
    window.criteria.open_node(OTHER_CODE)
    leave(window)
    end(window, field(window, OTHER_CODE, "hoa_giai_vu"))
    shown = field(window, CODE, ITEM)
    assert is_over(shown)
    assert line_of(shown).text() == str(stored(window, ITEM).value)


def test_points_by_hand_are_asked_about_in_the_same_way(open_commune_window):
    window = open_commune_window()
    window.criteria.open_node(POINTS_CODE)
    manual = there(pane_of(window).header.manual)
    before = window.session.work.report.manual.get(POINTS_CODE)
    replace_text(manual.line, "1,234.5")
    window.criteria.open_node(OTHER_CODE)
    window.criteria.open_node(POINTS_CODE)
    manual = there(pane_of(window).header.manual)
    assert (manual.line.text(), manual.line.is_marked_wrong) == ("1,234.5", True)
    assert names(manual.message.chooser) == ["1234,5  (Alt+1)"]
    manual.message.chooser.buttons[0].setFocus()
    QtTest.QTest.keyClick(focused(), Key.Key_Escape)
    assert not manual.message.chooser.is_asking
    assert manual.line.text() == (str(before).replace(".", ",") if before is not None else "")
    replace_text(manual.line, "1,234.5")
    leave(window)
    window.session.set_points(POINTS_CODE, Decimal(0))
    assert (manual.message.chooser.is_asking, manual.line.text()) == (False, "0")


def score_of(shown: ItemField) -> ExternalEditor:
    assert isinstance(shown.editor, ExternalEditor)
    return shown.editor


@pytest.mark.parametrize("leaves", [False, True])
def test_a_score_with_its_day_is_one_answer_to_ask_about(open_commune_window, leaves):
    window = open_commune_window()
    shown = field(window, "3.6", "chi_so_766")
    before = window.session.work.report.answers["chi_so_766"]
    number = score_of(shown).score.text()
    replace_text(score_of(shown).score, "1,234.5")
    leave(window)
    if leaves:
        window.criteria.open_node(OTHER_CODE)
        shown = field(window, "3.6", "chi_so_766")
        assert score_of(shown).score.text() == "1,234.5"
    assert names(shown.message.chooser) == ["1234,5  (Alt+1)"]
    score = replace(before.value, as_of=date(2025, 6, 1))
    window.session.set_answer("chi_so_766", replace(before, value=score))
    assert (score_of(shown).score.text(), shown.message.is_rejecting) == (number, False)
    assert not shown.message.chooser.is_asking
    press_alt(window, Key.Key_1)
    assert stored(window, "chi_so_766").value == score


@pytest.mark.parametrize("text", ["1/1/0202", "31/12/2100", "mai"])
def test_a_day_of_the_source_that_cannot_be_is_marked_with_its_reason(open_commune_window, text):
    window = open_commune_window()
    shown = field(window, CODE, ITEM)
    shown.details.more_button.click()
    line = shown.details.day.line_edit
    replace_text(line, text)
    press(line, Key.Key_Return)
    assert QtWidgets.QApplication.activeModalWidget() is None
    assert stored(window, ITEM).as_of is None
    assert (line.text(), line.is_marked_wrong) == (text, True)
    assert shown.details.day_fault.isVisible()
    sentence = "không phải là ngày" if text == "mai" else "ngoài các năm 2000–2099"
    assert sentence in shown.details.day_fault.text()
    QtTest.QTest.keyClick(line, Key.Key_Escape)
    assert (line.text(), line.is_marked_wrong) == ("", False)
    assert not shown.details.day_fault.isVisible()


@pytest.mark.parametrize("text", ["-", "có", "x"])
def test_a_reason_that_is_none_is_marked_with_what_to_write(open_commune_window, text):
    window = open_commune_window()
    before = stored(window, ITEM)
    shown = field(window, CODE, ITEM)
    shown.details.not_arisen_box.click()
    type_text(shown.details.reason, text)
    press(shown.details.reason, Key.Key_Return)
    assert QtWidgets.QApplication.activeModalWidget() is None
    assert stored(window, ITEM) == before
    assert shown.details.reason.is_marked_wrong
    assert f"“{text}” không phải lý do" in shown.details.reason_fault.text()
    assert shown.details.reason_fault.isVisible()
    replace_text(shown.details.reason, REASON)
    press(shown.details.reason, Key.Key_Return)
    assert stored(window, ITEM).not_arisen == REASON
    assert not shown.details.reason_fault.isVisible()


TABLE = Item("t", "Bảng", ItemKind.TABLE, columns={"ten": "text", "so_tien": "count"})


@pytest.fixture
def table(ui_context, qtbot):
    """A table in a field of its own; what it would store is recorded."""
    shown = ItemField(TABLE, ui_context)
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(lambda: QtWidgets.QApplication.activeWindow() is shown)
    return shown


def table_of(shown: ItemField) -> TableEditor:
    assert isinstance(shown.editor, TableEditor)
    return shown.editor


def type_cells(shown: ItemField, *rows: tuple[str, str]) -> None:
    for texts in rows:
        row = table_of(shown).rows.add_row()
        for column, text in enumerate(texts):
            table_of(shown).rows.setData(table_of(shown).rows.index(row, column), text)
    table_of(shown).grid.setFocus()


def test_a_doubtful_number_in_a_cell_is_asked_about_below_the_table(table, qtbot):
    values: list[tuple[TableRow, ...]] = []
    table_of(table).value_entered.connect(values.append)
    type_cells(table, ("a", "5"), ("b", "2,000"), ("c", "12,000"))
    chooser = table.message.chooser
    assert "Dòng 2, cột So tien: “2,000” chưa rõ là số nào" in table.message.text
    assert names(chooser) == ["2.000  (Alt+1)", "2  (Alt+2)"]
    assert chooser.mapTo(table, QtCore.QPoint()).y() > table_of(table).geometry().bottom()
    press_alt(table, Key.Key_2)
    assert "Dòng 3, cột So tien: “12,000”" in table.message.text
    assert names(chooser) == ["12.000  (Alt+1)", "12  (Alt+2)"]
    press_alt(table, Key.Key_1)
    assert [row["so_tien"] for row in values[-1]] == [Decimal(5), Decimal(2), Decimal(12000)]
    assert table_of(table).rows.cells[1:] == (("b", "2"), ("c", "12.000"))
    assert not chooser.is_asking


@pytest.mark.parametrize(
    ("key", "modifier", "text"), [(Key.Key_1, ALT, "2.000"), (Key.Key_Escape, PLAIN, "")]
)
def test_a_question_moves_with_its_row(table, key, modifier, text):
    type_cells(table, ("a", "5"), ("b", "2,000"))
    table_of(table).grid.setCurrentIndex(table_of(table).rows.index(0, 0))
    QtTest.QTest.keyClick(table_of(table).grid, Key.Key_F6)
    assert "Dòng 1, cột So tien: “2,000”" in table.message.text
    QtTest.QTest.keyClick(table_of(table).grid, key, modifier)
    assert table_of(table).rows.cells == (("b", text),)


def test_escape_takes_back_the_cell_and_no_other(table):
    values: list[tuple[TableRow, ...]] = []
    table_of(table).value_entered.connect(values.append)
    type_cells(table, ("a", "5"), ("b", "7"))
    table_of(table).rows.setData(table_of(table).rows.index(0, 1), "2,000")
    table_of(table).rows.setData(table_of(table).rows.index(1, 0), "bb")
    QtTest.QTest.keyClick(table_of(table).grid, Key.Key_Escape)
    assert table_of(table).rows.cells == (("a", "5"), ("bb", "7"))
    assert not table.message.is_rejecting
    assert [row["ten"] for row in values[-1]] == ["a", "bb"]


def test_a_refused_table_is_there_again_in_a_new_field(table, ui_context, qtbot):
    type_cells(table, ("a", "2,000"))
    table.hide()
    again = ItemField(TABLE, ui_context)
    qtbot.addWidget(again)
    again.refresh(ui_context.session.work, None)
    assert table_of(again).rows.cells == (("a", "2,000"),)
    assert "Dòng 1, cột So tien" in again.message.text
    assert again.message.chooser.is_asking


def test_another_stored_table_ends_the_question(table):
    type_cells(table, ("a", "2,000"))
    row: TableRow = {"ten": "z", "so_tien": Decimal(1)}
    table_of(table).show_value((row,))
    assert table_of(table).rows.cells == (("z", "1"),)
    assert not table.message.chooser.is_asking
    assert not table.message.is_rejecting
