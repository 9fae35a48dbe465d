"""A Qt table model over plain objects, its column specifications and column headers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6 import QtCore, QtGui

from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.theme import ColorTheme

ItemRole = QtCore.Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class ColumnHeader:
    """The head of one column."""

    text: str
    alignment: int
    tooltip: str | None = None
    """What it says when one rests on it."""


class HeaderDataMixin:
    """Gives heads to the columns of a model; its rows have none."""

    def column_header(self, section: int) -> ColumnHeader:
        """The head of a column."""
        raise NotImplementedError

    def headerData(
        self,
        section: int,
        orientation: QtCore.Qt.Orientation,
        role: int = ItemRole.DisplayRole,
    ) -> object:
        if orientation is not QtCore.Qt.Orientation.Horizontal:
            return None
        head = self.column_header(section)
        found: dict[int, object] = {
            ItemRole.DisplayRole: head.text,
            ItemRole.TextAlignmentRole: head.alignment,
            ItemRole.ToolTipRole: head.tooltip,
        }
        return found.get(role)


ModelIndex = QtCore.QModelIndex | QtCore.QPersistentModelIndex
ROW_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Returns the row object of an index."""
BADGE_ROLE = QtCore.Qt.ItemDataRole.UserRole + 1
"""Returns the Mark of a cell."""
RowT = TypeVar("RowT")


def always_true(_: object) -> bool:
    """Every row."""
    return True


@dataclass(frozen=True, slots=True)
class ColumnSpec(Generic[RowT]):
    """One column of a table."""

    heading: str
    shown: Callable[[RowT], str]
    right: bool = False
    """Numbers stand right."""
    centre: bool = False
    mark: Callable[[RowT], Badge | None] | None = None
    """Icon and colour; the word is what is shown."""
    tip: Callable[[RowT], str] | None = None
    """What the whole cell says; by default what is shown."""
    key: Callable[[RowT], Any] | None = None
    """By what the table is sorted; by default it is not."""
    strong: Callable[[RowT], bool] | None = None
    """Which rows stand in bold here."""
    about: str = ""
    """What the heading says when one rests on it."""


class ObjectTableModel(HeaderDataMixin, QtCore.QAbstractTableModel, Generic[RowT]):
    """One line for each row; a row is known by its key."""

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
        """Show other rows; tell whether they are other lines than before."""
        found, before = tuple(rows), self.rows
        if [*map(self._key, found)] != [*map(self._key, before)]:
            self.beginResetModel()
            self.rows = found
            self.endResetModel()
            return True
        self.rows = found
        last = len(self.columns) - 1
        for row, (new, old) in enumerate(zip(found, before, strict=True)):
            if new != old:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        return False

    def set_columns(self, columns: Sequence[ColumnSpec[RowT]]) -> None:
        """Show other columns of no rows."""
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), ()
        self.endResetModel()

    def index_of(self, key: object) -> QtCore.QModelIndex:
        """The first cell of a row; an invalid index when there is none."""
        found = (n for n, row in enumerate(self.rows) if self._key(row) == key)
        row = next(found, None)
        return QtCore.QModelIndex() if row is None else self.index(row, 0)

    def sort(
        self, column: int, order: QtCore.Qt.SortOrder = QtCore.Qt.SortOrder.AscendingOrder
    ) -> None:
        """Sort by a column; what is selected stays selected."""
        by = self.columns[column].key if 0 <= column < len(self.columns) else None
        if by is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._key(self.rows[one.row()]) for one in before]
        falling = order is QtCore.Qt.SortOrder.DescendingOrder
        self.rows = tuple(sorted(self.rows, key=by, reverse=falling))
        places = {self._key(row): number for number, row in enumerate(self.rows)}
        after = [
            self.index(places[key], one.column()) for key, one in zip(keys, before, strict=True)
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
    """Numbers right, words left, what is compared cell by cell in the middle."""
    flags = QtCore.Qt.AlignmentFlag
    side = flags.AlignRight if column.right else flags.AlignLeft
    return int((flags.AlignHCenter if column.centre else side) | flags.AlignVCenter)
