"""Each kind of editor: what is typed becomes a value, and what is no value is refused and kept."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6 import QtCore, QtWidgets

from tests.ui.keyboard import KEYPAD, Key, commit, press, replace_text, type_text
from xa_report.domain.item import ExternalScore, Item, ItemKind
from xa_report.ui.shared.editor_base import ItemEditor
from xa_report.ui.shared.editors import (
    EDITOR_TYPES,
    ChecklistEditor,
    ChoiceEditor,
    DateEditor,
    NumberEditor,
    TextEditor,
    YesNoEditor,
    build_item_editor,
)
from xa_report.ui.shared.external_editor import ExternalEditor
from xa_report.ui.shared.table_editor import TableEditor

OPTIONS = {"mot": "Một mục", "hai": "Hai mục"}
COLUMNS = {"ten": "text", "ngay": "date", "so": "count"}


def item(kind: ItemKind) -> Item:
    return Item("a", "Nhãn", kind, options=OPTIONS, columns=COLUMNS, source="Hệ thống tỉnh")


@pytest.fixture
def make_editor(qtbot):
    """Makes an editor, shown and listened to: the editor, values given, sentences told."""

    def make(kind: ItemKind):
        editor = build_item_editor(item(kind))
        qtbot.addWidget(editor)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        values: list[object] = []
        messages: list[str] = []
        editor.value_entered.connect(values.append)
        editor.value_rejected.connect(messages.append)
        return editor, values, messages

    return make


def test_every_kind_has_an_editor():
    assert set(EDITOR_TYPES) == set(ItemKind)
    assert all(
        isinstance(kind, type) and issubclass(kind, ItemEditor) for kind in EDITOR_TYPES.values()
    )


@pytest.mark.parametrize(
    ("kind", "text", "value", "shown"),
    [
        (ItemKind.COUNT, "1.234", Decimal(1234), "1.234"),
        (ItemKind.DECIMAL, "12,50", Decimal("12.50"), "12,5"),
        (ItemKind.DECIMAL, "12.5", Decimal("12.5"), "12,5"),
        (ItemKind.MONEY, "1.234.567,8", Decimal("1234567.8"), "1.234.567,8"),
        (ItemKind.PERCENT, "95,3%", Decimal("95.3"), "95,3"),
        (ItemKind.COUNT, "0", Decimal(0), "0"),
    ],
)
def test_numbers(make_editor, kind, text, value, shown):
    editor, values, messages = make_editor(kind)
    assert isinstance(editor, NumberEditor)
    replace_text(editor.line, text)
    press(editor.line, Key.Key_Return)
    assert values == [value]
    assert messages[-1] == ""
    editor.show_value(value)
    assert editor.line.text() == shown


def test_the_dot_of_the_keypad_is_the_comma(make_editor):
    editor, values, _ = make_editor(ItemKind.DECIMAL)
    type_text(editor.line, "1")
    type_text(editor.line, ".", KEYPAD)
    type_text(editor.line, "234")
    press(editor.line, Key.Key_Return)
    assert values == [Decimal("1.234")]


@pytest.mark.parametrize(
    ("kind", "text", "part"),
    [
        (ItemKind.COUNT, "mười", "không phải là số"),
        (ItemKind.COUNT, "2,5", "số nguyên"),
        (ItemKind.COUNT, "-1", "số nguyên"),
        (ItemKind.DATE, "31/02/2026", "không phải là ngày"),
    ],
)
def test_no_value_is_kept_marked_and_told(make_editor, kind, text, part):
    editor, values, messages = make_editor(kind)
    replace_text(editor.line, text)
    press(editor.line, Key.Key_Return)
    assert values == []
    assert part in messages[-1]
    assert "Esc" in messages[-1]
    assert editor.line.text() == text
    assert editor.line.is_marked_wrong


def test_escape_brings_back_what_was_stored(make_editor):
    editor, values, messages = make_editor(ItemKind.COUNT)
    editor.show_value(Decimal(7))
    replace_text(editor.line, "bảy")
    press(editor.line, Key.Key_Return)
    press(editor.line, Key.Key_Escape)
    assert (editor.line.text(), editor.line.is_marked_wrong, messages[-1]) == ("7", False, "")
    assert values == []


def test_an_emptied_field_is_not_reported(make_editor):
    editor, values, _ = make_editor(ItemKind.COUNT)
    editor.show_value(Decimal(7))
    replace_text(editor.line, "")
    press(editor.line, Key.Key_Return)
    assert values == [None]


def test_what_is_being_typed_stays_when_other_things_are_stored(make_editor):
    editor, _, _ = make_editor(ItemKind.COUNT)
    editor.show_value(Decimal(7))
    replace_text(editor.line, "12")
    editor.show_value(Decimal(7))
    assert editor.line.text() == "12"
    editor.show_value(Decimal(9))
    assert editor.line.text() == "9"


def test_enter_goes_on_only_from_a_value(make_editor, qtbot):
    editor, _, _ = make_editor(ItemKind.COUNT)
    on: list[bool] = []
    editor.enter_pressed.connect(lambda: on.append(True))
    replace_text(editor.line, "x")
    press(editor.line, Key.Key_Return)
    assert on == []
    replace_text(editor.line, "3")
    press(editor.line, Key.Key_Return)
    assert on == [True]


def test_dates_typed_and_picked(make_editor):
    editor, values, _ = make_editor(ItemKind.DATE)
    assert isinstance(editor, DateEditor)
    replace_text(editor.line, "5.1.2026")
    press(editor.line, Key.Key_Return)
    editor.show_value(date(2026, 1, 5))
    assert editor.line.text() == "05/01/2026"
    calendar = editor.date_edit.build_calendar()
    assert calendar.selectedDate() == QtCore.QDate(2026, 1, 5)
    assert (calendar.minimumDate().year(), calendar.maximumDate().year()) == (2000, 2099)
    calendar.clicked.emit(QtCore.QDate(2026, 3, 9))
    assert values == [date(2026, 1, 5), date(2026, 3, 9)]


def test_yes_no(make_editor):
    editor, values, _ = make_editor(ItemKind.YES_NO)
    assert isinstance(editor, YesNoEditor)
    editor.yes.click()
    editor.show_value(value=True)
    editor.no.click()
    press(editor.no, Key.Key_Delete)
    assert values == [True, False, None]
    editor.show_value(None)
    assert not editor.yes.isChecked()
    assert not editor.no.isChecked()


def test_choice(make_editor):
    editor, values, _ = make_editor(ItemKind.CHOICE)
    assert isinstance(editor, ChoiceEditor)
    assert [editor.options.itemText(n) for n in range(3)] == ["Chưa chọn", *OPTIONS.values()]
    for row in (2, 0):
        editor.options.setCurrentIndex(row)
        editor.options.activated.emit(row)
    assert values == ["hai", None]


def test_checklist_where_none_is_an_answer_too(make_editor):
    editor, values, _ = make_editor(ItemKind.CHECKLIST)
    assert isinstance(editor, ChecklistEditor)
    editor.boxes["hai"].click()
    editor.boxes["mot"].click()
    editor.show_value(("mot", "hai"))
    editor.none.click()
    editor.show_value(())
    assert not editor.boxes["mot"].isChecked()
    editor.none.click()
    assert values == [("hai",), ("mot", "hai"), (), None]


def test_text_from_an_input_method_is_nfc(make_editor):
    editor, values, _ = make_editor(ItemKind.TEXT)
    assert isinstance(editor, TextEditor)
    editor.paragraph.setFocus()
    commit(editor.paragraph, "Trie\u0302\u0309n khai ")
    type_text(editor.paragraph, "tốt")
    editor.paragraph.clearFocus()
    assert values == ["Triển khai tốt"]


def test_an_external_score_with_source_and_day(make_editor):
    editor, values, messages = make_editor(ItemKind.EXTERNAL)
    assert isinstance(editor, ExternalEditor)
    replace_text(editor.score, "87,5")
    press(editor.score, Key.Key_Return)
    assert values == [ExternalScore(Decimal("87.5"), "Hệ thống tỉnh", None)]
    editor.show_value(values[-1])
    replace_text(editor.date_edit.line_edit, "1/12/2026")
    press(editor.date_edit.line_edit, Key.Key_Return)
    assert values[-1] == ExternalScore(Decimal("87.5"), "Hệ thống tỉnh", date(2026, 12, 1))
    replace_text(editor.score, "nhiều")
    press(editor.score, Key.Key_Return)
    assert len(values) == 2
    assert "không phải là số" in messages[-1]


def test_rows_of_a_table(make_editor):
    editor, values, messages = make_editor(ItemKind.TABLE)
    assert isinstance(editor, TableEditor)
    editor.add_row()
    for column, text in enumerate(("Sổ tay điện tử", "9/3/2026", "x")):
        editor.rows.setData(editor.rows.index(0, column), text)
    assert "Dòng 1, cột So" in messages[-1]
    assert editor.rows.data(editor.rows.index(0, 2)) == "✖ x"
    editor.rows.setData(editor.rows.index(0, 2), "4")
    row = {"ten": "Sổ tay điện tử", "ngay": date(2026, 3, 9), "so": Decimal(4)}
    assert values[-1] == (row,)
    editor.show_value(values[-1])
    editor.grid.setCurrentIndex(editor.rows.index(0, 0))
    editor.remove_row()
    assert values[-1] == ()


def test_a_cell_is_typed_in_place(make_editor, qtbot):
    editor, values, _ = make_editor(ItemKind.TABLE)
    editor.add_row()
    line = editor.grid.findChild(QtWidgets.QLineEdit)
    type_text(line, "Tổ lưu động")
    with qtbot.waitSignal(editor.value_entered):
        qtbot.keyClick(line, Key.Key_Return)
    assert values[-1] == ({"ten": "Tổ lưu động", "ngay": "", "so": ""},)


def test_rows_pass_the_model_tester(make_editor, qtmodeltester):
    editor, _, _ = make_editor(ItemKind.TABLE)
    editor.show_value(({"ten": "A", "ngay": date(2026, 1, 1), "so": Decimal(1)},))
    qtmodeltester.check(editor.rows)
