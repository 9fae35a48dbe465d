"""The rows of a table item as texts, and as the value that they make."""

from collections.abc import Mapping

from PySide6 import QtCore

from xa_report.domain.item import Item, ItemValue, TableRow
from xa_report.domain.item_values import ValueFaultError, format_cell, parse_cell

Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
KIND_TIPS = {
    "text": "chữ",
    "date": "ngày, như 05/01/2026",
    "count": "số đếm",
    "decimal": "số, như 1.234,5",
    "money": "số tiền",
    "percent": "phần trăm",
}


class Rows(QtCore.QAbstractTableModel):
    """Cells as they are typed; a cell that is no value stays and is marked.

    Signals:
        cell_edited(): a cell was typed or a row was added or taken away.
    """

    cell_edited = QtCore.Signal()

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._columns: Mapping[str, str] = item.columns or {}
        self._names = tuple(self._columns)
        self._cells: list[list[str]] = []

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """All texts, row by row."""
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
        self.endResetModel()

    def add_row(self) -> int:
        """Add an empty row at the end; its number."""
        last = len(self._cells)
        self.beginInsertRows(QtCore.QModelIndex(), last, last)
        self._cells.append(["" for _ in self._names])
        self.endInsertRows()
        return last

    def remove_row(self, row: int) -> None:
        """Take a row away."""
        self.beginRemoveRows(QtCore.QModelIndex(), row, row)
        del self._cells[row]
        self.endRemoveRows()
        self.cell_edited.emit()

    def value(self) -> tuple[TableRow, ...]:
        """The rows that are not empty; raise ValueFaultError at the first bad cell."""
        return tuple(self._row(n) for n, cells in enumerate(self._cells) if any(cells))

    def _row(self, number: int) -> TableRow:
        row = {}
        for name, text in zip(self._names, self._cells[number], strict=True):
            try:
                row[name] = parse_cell(text, self._columns[name])
            except ValueFaultError as error:
                raise ValueFaultError(f"dòng {number + 1}, cột {heading(name)}: {error}") from None
        return row

    def _wrong(self, index: Index) -> bool:
        try:
            parse_cell(self._cells[index.row()][index.column()], self._kind(index.column()))
        except ValueFaultError:
            return True
        return False

    def _kind(self, column: int) -> str:
        return self._columns[self._names[column]]

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        roles = QtCore.Qt.ItemDataRole
        if not index.isValid():
            return None
        if role in (roles.DisplayRole, roles.EditRole):
            text = self._cells[index.row()][index.column()]
            marked = role == roles.DisplayRole and text and self._wrong(index)
            return f"✖ {text}" if marked else text
        if role == roles.TextAlignmentRole and self._kind(index.column()) not in ("text", "date"):
            return int(QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(
        self, index: Index, value: object, role: int = QtCore.Qt.ItemDataRole.EditRole
    ) -> bool:
        text = str(value).strip()
        if self._cells[index.row()][index.column()] != text:
            self._cells[index.row()][index.column()] = text
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
            return heading(self._names[section])
        if role == QtCore.Qt.ItemDataRole.ToolTipRole:
            return KIND_TIPS.get(self._kind(section))
        return None

    def flags(self, index: Index) -> QtCore.Qt.ItemFlag:
        flags = super().flags(index)
        return flags | QtCore.Qt.ItemFlag.ItemIsEditable if index.isValid() else flags


def heading(name: str) -> str:
    """A column's id as a heading."""
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"
