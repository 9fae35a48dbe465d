"""The outline as a tree model: what, points, state."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6 import QtCore, QtGui

from xa_report.ui.models.heads import Head, Headed
from xa_report.ui.outline import Node, walk
from xa_report.ui.standing import Standing
from xa_report.ui.theme import Theme

Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
NODE_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Returns the Node of an index."""


class Column(IntEnum):
    """The columns of the outline."""

    WHAT = 0
    POINTS = 1
    STATE = 2


HEADINGS = {Column.WHAT: "Tiêu chí", Column.POINTS: "Điểm", Column.STATE: "Trạng thái"}
COLLECTING = {Column.WHAT: "Lĩnh vực", Column.POINTS: "Đã nhập", Column.STATE: "Trạng thái"}


class OutlineModel(Headed, QtCore.QAbstractItemModel):
    """Areas with criteria below them; an edit repaints only what it changed."""

    def __init__(self, theme: Theme, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.scored = True
        self._nodes: tuple[Node, ...] = ()
        self._standings: Mapping[str, Standing] = {}
        self._parents: dict[str, Node] = {}
        self._rows: dict[str, int] = {}
        self._lines: tuple[Node, ...] = ()
        self._numbers: dict[str, int] = {}

    def set_outline(self, nodes: Sequence[Node], standings: Mapping[str, Standing]) -> None:
        """Replace the whole outline."""
        self.beginResetModel()
        self.scored = any(node.children for node in nodes)
        self._nodes = tuple(nodes)
        self._standings = standings
        self._lines = tuple(walk(nodes))
        self._numbers = {node.code: number for number, node in enumerate(self._lines)}
        self._parents = {c.code: node for node in walk(nodes) for c in node.children}
        families = (self._nodes, *(node.children for node in walk(nodes)))
        self._rows = {n.code: row for family in families for row, n in enumerate(family)}
        self.endResetModel()

    def set_standings(self, standings: Mapping[str, Standing]) -> None:
        """Show new points and states; only lines that differ are repainted."""
        before, self._standings = self._standings, standings
        for code, standing in standings.items():
            if before.get(code) != standing:
                left = self.index_of(code, Column.POINTS)
                self.dataChanged.emit(left, self.index_of(code, Column.STATE))

    def index_of(self, code: str, column: Column = Column.WHAT) -> QtCore.QModelIndex:
        """The index of a line; an invalid one when there is none."""
        if code not in self._numbers:
            return QtCore.QModelIndex()
        return self.createIndex(self._rows[code], column, self._numbers[code])

    def index(
        self, row: int, column: int, parent: Index = QtCore.QModelIndex()
    ) -> QtCore.QModelIndex:
        family = self._family(parent)
        if not (0 <= row < len(family) and 0 <= column < len(Column)):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, self._numbers[family[row].code])

    def parent(self, child: Index) -> QtCore.QModelIndex:  # type: ignore[override]  # Qt has a second parent() without arguments
        node = self._node(child)
        above = self._parents.get(node.code) if node else None
        return self.index_of(above.code) if above else QtCore.QModelIndex()

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.column() > 0 else len(self._family(parent))

    def columnCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return len(Column)

    def data(self, index: Index, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        if node is None:
            return None
        if role == NODE_ROLE:
            return node
        standing = self._standings[node.code]
        return _cell(node, standing, Column(index.column()), role, self._theme)

    def head(self, section: int) -> Head:
        column = Column(section)
        return Head((HEADINGS if self.scored else COLLECTING)[column], _alignment(column))

    def _family(self, parent: Index) -> tuple[Node, ...]:
        node = self._node(parent)
        return node.children if node else self._nodes

    def _node(self, index: Index) -> Node | None:
        # Numbers instead of pointers: Qt may still hold an index of an outline that is gone.
        number = int(index.internalId())
        return self._lines[number] if index.isValid() and number < len(self._lines) else None


def _alignment(column: Column) -> int:
    side = QtCore.Qt.AlignmentFlag.AlignLeft
    if column is Column.POINTS:
        side = QtCore.Qt.AlignmentFlag.AlignRight
    return int(side | QtCore.Qt.AlignmentFlag.AlignVCenter)


def _cell(node: Node, standing: Standing, column: Column, role: int, theme: Theme) -> object:
    roles = QtCore.Qt.ItemDataRole
    shown = {
        Column.WHAT: node.shown,
        Column.POINTS: standing.points,
        Column.STATE: standing.mark.word,
    }[column]
    if role == roles.DisplayRole:
        return shown
    if role == roles.ToolTipRole:
        return standing.reason or shown if column is not Column.WHAT else node.shown
    if role == roles.TextAlignmentRole:
        return _alignment(column)
    if role == roles.AccessibleTextRole:
        return f"{node.shown}, {standing.points}, {standing.mark.word}"
    is_state = column is Column.STATE
    if role == roles.FontRole:
        return _bold() if node.children and "." not in node.code and not is_state else None
    return _state_cell(standing, role, theme) if is_state else None


def _state_cell(standing: Standing, role: int, theme: Theme) -> object:
    if role == QtCore.Qt.ItemDataRole.DecorationRole:
        return theme.icon(standing.mark.icon, standing.mark.role)
    if role == QtCore.Qt.ItemDataRole.ForegroundRole:
        return theme.colour(standing.mark.role)
    return None


def _bold() -> QtGui.QFont:
    font = QtGui.QFont()
    font.setBold(True)
    return font
