"""The editor of table items: a grid of cells, its Qt model, F5 and F6 for rows."""

import unicodedata
from collections.abc import Mapping

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.item import Item, ItemValue, TableRow
from xa_report.domain.item_values import format_cell, parse_cell
from xa_report.domain.number_text import ValueFaultError
from xa_report.ui.shared.drafts import TypedTexts
from xa_report.ui.shared.editor_base import ItemEditor, offered_readings, rejection_message
from xa_report.ui.shared.widgets.text_edits import LineEdit
from xa_report.ui.shared.widgets.views import ModelIndex

GRID_ROW_HEIGHT, MIN_VISIBLE_ROWS, MAX_VISIBLE_ROWS = 28, 2, 8
"""Pixels of a row, and between how many rows the grid grows before it scrolls."""
COLUMN_TYPE_TOOLTIPS = {
    "text": "chữ",
    "date": "ngày, như 05/01/2026",
    "count": "số đếm",
    "decimal": "số, như 1.234,5",
    "money": "số tiền",
    "percent": "phần trăm",
}


class TableCellError(ValueFaultError):
    """A cell that holds no value; the message names its row and column."""

    def __init__(self, row: int, column: int, heading: str, fault: ValueFaultError) -> None:
        super().__init__(f"dòng {row + 1}, cột {heading}: {fault}")
        self.row, self.column = row, column
        """Counted from 0."""
        self.readings = offered_readings(fault)


class TableAnswerModel(QtCore.QAbstractTableModel):
    """Table model over the typed texts of a table item; a wrong cell stays and is marked.

    Signals:
        cell_edited(): a cell was edited or a row removed.
    """

    cell_edited = QtCore.Signal()

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._columns: Mapping[str, str] = item.columns or {}
        self._names = tuple(self._columns)
        self._cells: list[list[str]] = []
        self._last_good: list[list[str]] = []
        """What Esc brings back, cell by cell: the last text that was a value."""

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """All texts, row by row, also those of empty rows."""
        return tuple(tuple(row) for row in self._cells)

    def set_rows(self, value: ItemValue | None) -> None:
        """Replace all rows by those of a stored value."""
        rows = value if isinstance(value, tuple) else ()
        self.beginResetModel()
        self._cells = [
            [format_cell(row.get(name, "")) for name in self._names]
            for row in rows
            if isinstance(row, Mapping)
        ]
        self._last_good = [list(row) for row in self._cells]
        self.endResetModel()

    @property
    def texts(self) -> TypedTexts:
        """All texts, row by row, then for each row what Esc would bring back."""
        return tuple(tuple(row) for row in (*self._cells, *self._last_good))

    def set_texts(self, texts: TypedTexts) -> None:
        """Reverse `texts`."""
        self.beginResetModel()
        rows = [list(row) for row in texts]
        self._cells, self._last_good = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        self.endResetModel()

    def add_row(self) -> int:
        """Append an empty row and return its number, from 0."""
        last = len(self._cells)
        self.beginInsertRows(QtCore.QModelIndex(), last, last)
        self._cells.append(["" for _ in self._names])
        self._last_good.append(["" for _ in self._names])
        self.endInsertRows()
        return last

    def remove_row(self, row: int) -> None:
        """Remove a row, counted from 0."""
        self.beginRemoveRows(QtCore.QModelIndex(), row, row)
        del self._cells[row]
        del self._last_good[row]
        self.endRemoveRows()
        self.cell_edited.emit()

    def value(self) -> tuple[TableRow, ...]:
        """Return the rows that are not empty; raise TableCellError at the first wrong cell."""
        return tuple(self._row(n) for n, cells in enumerate(self._cells) if any(cells))

    def _row(self, number: int) -> TableRow:
        row = {}
        for column, (name, text) in enumerate(zip(self._names, self._cells[number], strict=True)):
            try:
                row[name] = parse_cell(text, self._columns[name])
            except ValueFaultError as error:
                raise TableCellError(number, column, column_heading(name), error) from None
        return row

    def restore_cell(self, index: ModelIndex) -> None:
        """Put the last text that was a value back into a cell."""
        self.setData(index, self._last_good[index.row()][index.column()])

    def _is_wrong(self, index: ModelIndex) -> bool:
        try:
            parse_cell(self._cells[index.row()][index.column()], self._kind(index.column()))
        except ValueFaultError:
            return True
        return False

    def _kind(self, column: int) -> str:
        return self._columns[self._names[column]]

    def rowCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: ModelIndex, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        roles = QtCore.Qt.ItemDataRole
        if not index.isValid():
            return None
        if role in (roles.DisplayRole, roles.EditRole):
            text = self._cells[index.row()][index.column()]
            # Only as shown: the editor of a cell must begin with what was typed.
            marked = role == roles.DisplayRole and text and self._is_wrong(index)
            return f"✖ {text}" if marked else text
        if role == roles.TextAlignmentRole and self._kind(index.column()) not in ("text", "date"):
            return int(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(
        self, index: ModelIndex, value: object, role: int = QtCore.Qt.ItemDataRole.EditRole
    ) -> bool:
        text = str(value).strip()
        if self._cells[index.row()][index.column()] != text:
            self._cells[index.row()][index.column()] = text
            if not self._is_wrong(index):
                self._last_good[index.row()][index.column()] = text
            self.dataChanged.emit(index, index)
            self.cell_edited.emit()
        return True

    def headerData(
        self,
        section: int,
        orientation: QtCore.Qt.Orientation,
        role: int = QtCore.Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not QtCore.Qt.Orientation.Horizontal:
            return section + 1 if role == QtCore.Qt.ItemDataRole.DisplayRole else None
        if role == QtCore.Qt.ItemDataRole.DisplayRole:
            return column_heading(self._names[section])
        if role == QtCore.Qt.ItemDataRole.ToolTipRole:
            return COLUMN_TYPE_TOOLTIPS.get(self._kind(section))
        return None

    def flags(self, index: ModelIndex) -> QtCore.Qt.ItemFlag:
        flags = super().flags(index)
        return flags | QtCore.Qt.ItemFlag.ItemIsEditable if index.isValid() else flags


def column_heading(name: str) -> str:
    """Return the id of a column as a heading: `so_tien` becomes `So tien`."""
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


class TableCellDelegate(QtWidgets.QStyledItemDelegate):
    """Delegate that edits a cell in a LineEdit; the text is stored as NFC."""

    def createEditor(
        self, parent: QtWidgets.QWidget, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex
    ) -> QtWidgets.QWidget:
        line = LineEdit(
            str(index.model().headerData(index.column(), QtCore.Qt.Orientation.Horizontal))
        )
        line.setParent(parent)
        return line

    def setModelData(
        self, editor: QtWidgets.QWidget, model: QtCore.QAbstractItemModel, index: ModelIndex
    ) -> None:
        if isinstance(editor, LineEdit):
            model.setData(index, unicodedata.normalize("NFC", editor.text()))


class TableEditor(ItemEditor):
    """Editor of a table item: a grid, F5 to add a row, F6 to remove one.

    Communes know the two keys from the forms of the tax declaration.
    """

    full_width = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.rows = TableAnswerModel(item)
        self.rows.setParent(self)
        self._stored: ItemValue | None = None
        self._refused: TableCellError | None = None
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
        self.rows.cell_edited.connect(self._commit)
        self._fit()

    def _set_up_grid(self) -> None:
        self.grid.setModel(self.rows)
        self.grid.setItemDelegate(TableCellDelegate(self.grid))
        self.grid.setAccessibleName(self.item.label)
        self.grid.verticalHeader().setDefaultSectionSize(GRID_ROW_HEIGHT)
        header = self.grid.horizontalHeader()
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignmentFlag.AlignLeft)
        # Of the grid alone: the editor of a cell has its own Esc.
        self._escape = QtGui.QShortcut(QtGui.QKeySequence("Esc"), self.grid)
        self._escape.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.cancel_question)

    def _button(self, text: str, key: str, callback: object) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(f"{text}  {key}")
        button.setAccessibleName(f"{text}: {self.item.label}")
        shortcut = QtGui.QShortcut(QtGui.QKeySequence(key), self)
        # Only within this editor: a pane may hold several tables, and F5 reloads elsewhere.
        shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(callback)
        button.clicked.connect(callback)
        return button

    def show_value(self, value: ItemValue | None) -> None:
        # Equal to what is stored: cells that are being typed stay.
        if value != self._stored:
            self._stored = value
            self.discard_edits()
        self._fit()

    def typed_texts(self) -> TypedTexts:
        return self.rows.texts

    def restore_draft(self, texts: TypedTexts) -> None:
        self.rows.set_texts(texts)
        self._commit()
        self._fit()

    def discard_edits(self) -> None:
        self.rows.set_rows(self._stored)
        self._set_refused(None)
        super().discard_edits()

    def cancel_question(self) -> None:
        # Only the cell: other rows may have been typed since the last time that all was stored.
        if self._refused is not None:
            self.rows.restore_cell(self._refused_index())

    def choose_reading(self, text: str) -> None:
        if self._refused is not None:
            self.rows.setData(self._refused_index(), text)

    def _refused_index(self) -> QtCore.QModelIndex:
        if self._refused is None:
            return QtCore.QModelIndex()
        return self.rows.index(self._refused.row, self._refused.column)

    def _set_refused(self, error: TableCellError | None) -> None:
        self._refused = error
        self._escape.setEnabled(error is not None)

    @QtCore.Slot()
    def add_row(self) -> None:
        """Append a row and edit its first cell."""
        index = self.rows.index(self.rows.add_row(), 0)
        self._fit()
        self.grid.setFocus()
        self.grid.setCurrentIndex(index)
        self.grid.edit(index)

    @QtCore.Slot()
    def remove_row(self) -> None:
        """Remove the row of the current cell; nothing when there is none."""
        row = self.grid.currentIndex().row()
        if row >= 0:
            self.rows.remove_row(row)
            self._fit()

    def _commit(self) -> None:
        try:
            value = self.rows.value()
        except TableCellError as error:
            self._set_refused(error)
            self.value_rejected.emit(rejection_message(error))
            self.readings_offered.emit(error.readings)
            return
        self._set_refused(None)
        self.accept_text()
        self._stored = value
        self.value_entered.emit(value)

    def _fit(self) -> None:
        rows = min(max(self.rows.rowCount(), MIN_VISIBLE_ROWS), MAX_VISIBLE_ROWS)
        head = self.grid.horizontalHeader().sizeHint().height()
        self.grid.setFixedHeight(rows * GRID_ROW_HEIGHT + head + 6)
        self.remove_button.setEnabled(self.rows.rowCount() > 0)
