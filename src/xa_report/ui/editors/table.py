"""Rows of a table: F5 adds one, F6 takes one away."""

import unicodedata

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.item import Item, ItemValue
from xa_report.domain.item_values import ValueFaultError
from xa_report.ui.editors.editor import Editor, sentence
from xa_report.ui.editors.rows import Index, Rows
from xa_report.ui.widgets.line import Line

ROW_HEIGHT, LEAST_ROWS, MOST_ROWS = 28, 2, 8


class CellDelegate(QtWidgets.QStyledItemDelegate):
    """Edits a cell in a plain line; what is typed becomes NFC."""

    def createEditor(
        self, parent: QtWidgets.QWidget, option: QtWidgets.QStyleOptionViewItem, index: Index
    ) -> QtWidgets.QWidget:
        line = Line(str(index.model().headerData(index.column(), QtCore.Qt.Orientation.Horizontal)))
        line.setParent(parent)
        return line

    def setModelData(
        self, editor: QtWidgets.QWidget, model: QtCore.QAbstractItemModel, index: Index
    ) -> None:
        if isinstance(editor, Line):
            model.setData(index, unicodedata.normalize("NFC", editor.text()))


class TableEditor(Editor):
    """A grid that is typed in, with the keys of the tax forms everybody knows."""

    wide = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.rows = Rows(item)
        self.rows.setParent(self)
        self._stored: ItemValue | None = None
        self.grid = QtWidgets.QTableView()
        self._set_up_grid()
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.grid)
        buttons = QtWidgets.QHBoxLayout()
        self.add_button = self._button("Thêm dòng", "F5", self.add_row)
        self.remove_button = self._button("Xóa dòng", "F6", self.remove_row)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.setFocusProxy(self.grid)
        self.rows.cell_edited.connect(self._take)
        self._fit()

    def _set_up_grid(self) -> None:
        self.grid.setModel(self.rows)
        self.grid.setItemDelegate(CellDelegate(self.grid))
        self.grid.setAccessibleName(self.item.label)
        self.grid.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.grid.horizontalHeader()
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignmentFlag.AlignLeft)

    def _button(self, text: str, key: str, act: object) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(f"{text}  {key}")
        button.setAccessibleName(f"{text}: {self.item.label}")
        shortcut = QtGui.QShortcut(QtGui.QKeySequence(key), self)
        shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        button.clicked.connect(act)
        return button

    def show_value(self, value: ItemValue | None) -> None:
        if value != self._stored:
            self._stored = value
            self.rows.set_rows(value)
            self.value_rejected.emit("")
        self._fit()

    @QtCore.Slot()
    def add_row(self) -> None:
        """Add a row and begin to type in it."""
        index = self.rows.index(self.rows.add_row(), 0)
        self._fit()
        self.grid.setFocus()
        self.grid.setCurrentIndex(index)
        self.grid.edit(index)

    @QtCore.Slot()
    def remove_row(self) -> None:
        """Take the row away that is stood on."""
        row = self.grid.currentIndex().row()
        if row >= 0:
            self.rows.remove_row(row)
            self._fit()

    def _take(self) -> None:
        try:
            value = self.rows.value()
        except ValueFaultError as error:
            self.value_rejected.emit(sentence(error))
            return
        self.value_rejected.emit("")
        self._stored = value
        self.value_edited.emit(value)

    def _fit(self) -> None:
        rows = min(max(self.rows.rowCount(), LEAST_ROWS), MOST_ROWS)
        head = self.grid.horizontalHeader().sizeHint().height()
        self.grid.setFixedHeight(rows * ROW_HEIGHT + head + 6)
        self.remove_button.setEnabled(self.rows.rowCount() > 0)
