"""A Qt table model over plain objects, its column specifications and column headers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6 import QtCore, QtGui

from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.views import ModelIndex

ItemRole = QtCore.Qt.ItemDataRole
ROW_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Role under which a cell returns the row object itself."""
BADGE_ROLE = QtCore.Qt.ItemDataRole.UserRole + 1
"""Role under which a cell returns its Badge, or None."""
RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class ColumnHeader:
    """The header of one column: text, alignment flags of Qt, tooltip."""

    text: str
    alignment: int
    tooltip: str | None = None


class HeaderDataMixin:
    """Mixin that answers `headerData` for the columns of a model; rows have no header.

    It stands before the Qt class among the bases, so that its `headerData` wins.
    """

    def column_header(self, section: int) -> ColumnHeader:
        """Return the header of a column."""
        raise NotImplementedError

    def headerData(
        self,
        section: int,
        orientation: QtCore.Qt.Orientation,
        role: int = ItemRole.DisplayRole,
    ) -> object:
        if orientation is not QtCore.Qt.Orientation.Horizontal:
            return None
        header = self.column_header(section)
        values: dict[int, object] = {
            ItemRole.DisplayRole: header.text,
            ItemRole.TextAlignmentRole: header.alignment,
            ItemRole.ToolTipRole: header.tooltip,
        }
        return values.get(role)


def always_true(_: object) -> bool:
    """Return True, for whatever row."""
    return True


@dataclass(frozen=True, slots=True)
class ColumnSpec(Generic[RowT]):
    """One column of a table: how a row object becomes a cell."""

    heading: str
    shown: Callable[[RowT], str]
    right: bool = False
    """True for numbers, which are aligned right."""
    centre: bool = False
    mark: Callable[[RowT], Badge | None] | None = None
    """Icon and colour role of a cell; its word is not used, `shown` is."""
    tip: Callable[[RowT], str] | None = None
    """Tooltip of a cell; by default the text that is shown."""
    key: Callable[[RowT], Any] | None = None
    """Sort key of a row; a column without one cannot be sorted by."""
    strong: Callable[[RowT], bool] | None = None
    """Predicate for the rows whose cell is in bold."""
    about: str = ""
    """Tooltip of the header; by default the heading."""


class ObjectTableModel(HeaderDataMixin, QtCore.QAbstractTableModel, Generic[RowT]):
    """Table model over row objects, one line each; `key` tells rows apart.

    Keys are unique within the table.
    """

    def __init__(
        self,
        columns: Sequence[ColumnSpec[RowT]],
        key: Callable[[RowT], object],
        theme: ColorTheme,
        parent: QtCore.QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._theme = theme
        self._bold = QtGui.QFont()
        self._bold.setWeight(QtGui.QFont.Weight.DemiBold)
        self.rows: tuple[RowT, ...] = ()

    def set_rows(self, rows: Sequence[RowT]) -> bool:
        """Show other rows; return whether the keys or their order changed.

        With the same keys only rows that differ are repainted, so that selection and scroll
        position stay; otherwise the model is reset.
        """
        after, before = tuple(rows), self.rows
        if [*map(self._key, after)] != [*map(self._key, before)]:
            self.beginResetModel()
            self.rows = after
            self.endResetModel()
            return True
        self.rows = after
        last = len(self.columns) - 1
        for row, (new, old) in enumerate(zip(after, before, strict=True)):
            if new != old:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        return False

    def set_columns(self, columns: Sequence[ColumnSpec[RowT]]) -> None:
        """Replace the columns and remove all rows."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), ()
        self.endResetModel()

    def index_of(self, key: object) -> QtCore.QModelIndex:
        """Return the index of the first cell of a row; invalid when no row has the key."""
        numbers = (n for n, row in enumerate(self.rows) if self._key(row) == key)
        number = next(numbers, None)
        return QtCore.QModelIndex() if number is None else self.index(number, 0)

    def sort(
        self, column: int, order: QtCore.Qt.SortOrder = QtCore.Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by the key of a column, stably; a column without a key changes nothing."""
        by = self.columns[column].key if 0 <= column < len(self.columns) else None
        if by is None:
            return
        self.layoutAboutToBeChanged.emit()
        # Views hold selection and current cell as persistent indexes: they move with their rows.
        before = self.persistentIndexList()
        keys = [self._key(self.rows[index.row()]) for index in before]
        descending = order is QtCore.Qt.SortOrder.DescendingOrder
        self.rows = tuple(sorted(self.rows, key=by, reverse=descending))
        numbers = {self._key(row): number for number, row in enumerate(self.rows)}
        after = [
            self.index(numbers[key], index.column())
            for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: ModelIndex, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role in (QtCore.Qt.ItemDataRole.DisplayRole, QtCore.Qt.ItemDataRole.AccessibleTextRole):
            return column.shown(row)
        if role == QtCore.Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else column.shown(row)
        if role == QtCore.Qt.ItemDataRole.TextAlignmentRole:
            return cell_alignment(column)
        if role == QtCore.Qt.ItemDataRole.FontRole:
            return self._bold if column.strong and column.strong(row) else None
        return self._marked(column.mark(row) if column.mark else None, role)

    def _marked(self, mark: Badge | None, role: int) -> object:
        if mark is None:
            return None
        if role == BADGE_ROLE:
            return mark
        if role == QtCore.Qt.ItemDataRole.DecorationRole:
            return self._theme.icon(mark.icon, mark.role) if mark.icon else None
        if role == QtCore.Qt.ItemDataRole.ForegroundRole:
            return self._theme.colour(mark.role)
        return None

    def column_header(self, section: int) -> ColumnHeader:
        column = self.columns[section]
        return ColumnHeader(column.heading, cell_alignment(column), column.about or column.heading)


def cell_alignment(column: ColumnSpec[Any]) -> int:
    """Return the alignment flags of a column: left, or as its `right` and `centre` say."""
    flags = QtCore.Qt.AlignmentFlag
    side = flags.AlignRight if column.right else flags.AlignLeft
    return int((flags.AlignHCenter if column.centre else side) | flags.AlignVCenter)
