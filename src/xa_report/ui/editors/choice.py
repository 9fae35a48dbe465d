"""One of several options."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.item import Item, ItemValue
from xa_report.ui.editors.editor import Editor, in_a_row

NOT_CHOSEN = "Chưa chọn"


class Options(QtWidgets.QComboBox):
    """A list that the wheel turns only where the user is."""

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """A list with an empty first line that takes the answer away."""

    wide = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.options = Options()
        self.options.setAccessibleName(item.label)
        self.options.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
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
        in_a_row(self).addWidget(self.options, 1)
        self.setMaximumWidth(520)
        self.setFocusProxy(self.options)
        self.options.activated.connect(self._choose)

    def show_value(self, value: ItemValue | None) -> None:
        self.options.setCurrentIndex(0 if value is None else self.options.findData(value))
        self.options.setToolTip(self.options.currentText())

    def _choose(self) -> None:
        self.value_edited.emit(self.options.currentData())
