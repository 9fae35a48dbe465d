"""Yes or no; the Delete key takes the answer away."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.item import Item, ItemValue
from xa_report.ui.editors.editor import Editor, in_a_row


class YesNoEditor(Editor):
    """Two buttons of which one at most is chosen."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.yes = QtWidgets.QRadioButton("Có")
        self.no = QtWidgets.QRadioButton("Không")
        self._group = QtWidgets.QButtonGroup(self)
        row = in_a_row(self)
        for button in (self.yes, self.no):
            button.setAccessibleName(f"{item.label}: {button.text()}")
            button.setToolTip("Phím Delete: xóa câu trả lời")
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.setFocusProxy(self.yes)
        self._group.buttonClicked.connect(self._choose)

    def show_value(self, value: ItemValue | None) -> None:
        self._group.setExclusive(False)
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)
        self._group.setExclusive(True)

    def _choose(self) -> None:
        self.value_edited.emit(self.yes.isChecked())

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in (QtCore.Qt.Key.Key_Delete, QtCore.Qt.Key.Key_Backspace):
            self.value_edited.emit(None)
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)
