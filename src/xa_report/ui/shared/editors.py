"""One editor for each kind of item: numbers, dates, choices, checklists, texts, yes or no."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain import item_values
from xa_report.domain.item import Item, ItemKind, ItemValue
from xa_report.ui.shared.drafts import TypedTexts
from xa_report.ui.shared.editor_base import ItemEditor, row_layout
from xa_report.ui.shared.external_editor import ExternalEditor
from xa_report.ui.shared.table_editor import TableEditor
from xa_report.ui.shared.widgets.text_edits import (
    DateEdit,
    GrowingTextEdit,
    LineEdit,
    NumberLineEdit,
)

NUMBER_WIDTH, MONEY_WIDTH = 112, 150
"""Pixels; money has more digits than any other number."""
NOT_CHOSEN = "Chưa chọn"
NONE_APPLIES = "Không có nội dung nào"


class LineEditor(ItemEditor):
    """Base of the editors of one line, in which a refused text stays and is marked."""

    line: LineEdit

    def typed_texts(self) -> TypedTexts:
        return ((self.line.text(),),)

    def restore_draft(self, texts: TypedTexts) -> None:
        self.line.setText(texts[0][0])
        self._leave(texts[0][0])

    def discard_edits(self) -> None:
        self.line.restore_stored()
        super().discard_edits()

    def _leave(self, text: str) -> None:
        if self.line.is_changed:
            self.line.mark_wrong(wrong=not self.commit_text(text))
        elif self.line.is_marked_wrong:
            self.line.mark_wrong(wrong=False)
            self.accept_text()


class NumberEditor(LineEditor):
    """Editor of a number: `1.234,5`, or with the keypad's dot as the decimal comma."""

    line: NumberLineEdit

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.line = NumberLineEdit(item.label)
        self.line.setFixedWidth(MONEY_WIDTH if item.kind is ItemKind.MONEY else NUMBER_WIDTH)
        row_layout(self).addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.text_committed.connect(self._leave)
        self.line.enter_pressed.connect(self.enter_pressed)
        # The question is about the text that was left, not about another that is being typed.
        self.line.textEdited.connect(lambda: self.readings_offered.emit(()))

    def show_value(self, value: ItemValue | None) -> None:
        self.line.show_stored("" if value is None else item_values.format_value(value, self.item))

    def choose_reading(self, text: str) -> None:
        # In the field first: a reading that is stored already would not be shown anew.
        self.line.setText(text)
        self._leave(text)


class DateEditor(LineEditor):
    """Editor of a date, typed or picked from a calendar."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.date_edit = DateEdit(item.label)
        self.line = self.date_edit.line_edit
        row_layout(self).addWidget(self.date_edit)
        self.setFocusProxy(self.line)
        self.line.text_committed.connect(self._leave)
        self.line.enter_pressed.connect(self.enter_pressed)
        self.date_edit.date_picked.connect(self._leave)

    def show_value(self, value: ItemValue | None) -> None:
        self.date_edit.show_date(value if isinstance(value, date) else None)


class NoWheelComboBox(QtWidgets.QComboBox):
    """Combo box that ignores the wheel unless it has the focus."""

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        # Scrolling the pane past the box must not change a stored answer.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(ItemEditor):
    """Editor of a choice: a list whose first entry clears the answer."""

    full_width = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.options = NoWheelComboBox()
        self.options.setAccessibleName(item.label)
        self.options.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        # Options are whole sentences: by default the longest would set the width of the window.
        self.options.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.options.setMinimumContentsLength(16)
        self.options.addItem(NOT_CHOSEN, None)
        for key, label in (item.options or {}).items():
            self.options.addItem(label, key)
            self.options.setItemData(
                self.options.count() - 1, label, QtCore.Qt.ItemDataRole.ToolTipRole
            )
        row_layout(self).addWidget(self.options, 1)
        self.setMaximumWidth(520)
        self.setFocusProxy(self.options)
        # Unlike currentIndexChanged, activated is not emitted when the program sets the index.
        self.options.activated.connect(self._choose)

    def show_value(self, value: ItemValue | None) -> None:
        self.options.setCurrentIndex(0 if value is None else self.options.findData(value))
        self.options.setToolTip(self.options.currentText())

    def _choose(self) -> None:
        self.value_entered.emit(self.options.currentData())


class ChecklistEditor(ItemEditor):
    """Editor of a checklist: boxes to tick, and one for none of them.

    Nothing ticked is no answer; the last box ticked is the answer `()`.
    """

    full_width = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.boxes = {key: QtWidgets.QCheckBox(text) for key, text in (item.options or {}).items()}
        self.none = QtWidgets.QCheckBox(NONE_APPLIES)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for box in (*self.boxes.values(), self.none):
            box.setAccessibleName(f"{item.label}: {box.text()}")
            box.setToolTip(box.text())
            # A check box does not wrap: a long text is cut, and whole in the tooltip.
            box.setMinimumWidth(60)
            box.setSizePolicy(
                QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Fixed
            )
            column.addWidget(box)
        # Not toggled: show_value ticks boxes too, and that is no edit.
        for box in self.boxes.values():
            box.clicked.connect(self._tick)
        self.none.clicked.connect(self._tick_none)
        self.setFocusProxy(next(iter(self.boxes.values()), self.none))

    def show_value(self, value: ItemValue | None) -> None:
        ticked = value if isinstance(value, tuple) else ()
        for key, box in self.boxes.items():
            box.setChecked(key in ticked)
        self.none.setChecked(value == ())

    def _tick(self) -> None:
        self.value_entered.emit(tuple(key for key, box in self.boxes.items() if box.isChecked()))

    def _tick_none(self, ticked: bool) -> None:
        self.value_entered.emit(() if ticked else None)


class TextEditor(ItemEditor):
    """Editor of a text of several lines; Ctrl+Enter or leaving it stores them."""

    full_width = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.paragraph = GrowingTextEdit(item.label)
        row_layout(self).addWidget(self.paragraph)
        self.setFocusProxy(self.paragraph)
        self.paragraph.text_committed.connect(self.commit_text)

    def show_value(self, value: ItemValue | None) -> None:
        self.paragraph.show_stored("" if value is None else str(value))


class YesNoEditor(ItemEditor):
    """Editor of yes or no: two buttons of which at most one is chosen; Delete clears."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.yes = QtWidgets.QRadioButton("Có")
        self.no = QtWidgets.QRadioButton("Không")
        self._group = QtWidgets.QButtonGroup(self)
        row = row_layout(self)
        for button in (self.yes, self.no):
            button.setAccessibleName(f"{item.label}: {button.text()}")
            button.setToolTip("Phím Delete: xóa câu trả lời")
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(self.yes)
        self._group.buttonClicked.connect(self._choose)

    def show_value(self, value: ItemValue | None) -> None:
        # An exclusive group does not let its last checked button be unchecked.
        self._group.setExclusive(False)
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)
        self._group.setExclusive(True)

    def _choose(self) -> None:
        self.value_entered.emit(self.yes.isChecked())

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in (QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace):
            self.value_entered.emit(None)
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)


EDITOR_TYPES: Mapping[ItemKind, Callable[[Item], ItemEditor]] = {
    ItemKind.COUNT: NumberEditor,
    ItemKind.DECIMAL: NumberEditor,
    ItemKind.MONEY: NumberEditor,
    ItemKind.PERCENT: NumberEditor,
    ItemKind.DATE: DateEditor,
    ItemKind.YES_NO: YesNoEditor,
    ItemKind.CHOICE: ChoiceEditor,
    ItemKind.CHECKLIST: ChecklistEditor,
    ItemKind.TEXT: TextEditor,
    ItemKind.TABLE: TableEditor,
    ItemKind.EXTERNAL: ExternalEditor,
}


def build_item_editor(item: Item) -> ItemEditor:
    """Create the editor for the kind of an item."""
    return EDITOR_TYPES[item.kind](item)
