"""The Qt tree model of the outline: title, points, state."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6 import QtCore, QtGui

from xa_report.ui.commune.node_status import NodeStatus
from xa_report.ui.commune.outline import OutlineNode, iter_nodes
from xa_report.ui.shared.object_table_model import ColumnHeader, HeaderDataMixin
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.views import ModelIndex

NODE_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Role under which an index returns its OutlineNode."""


class OutlineColumn(IntEnum):
    """The columns of the outline."""

    TITLE = 0
    POINTS = 1
    STATE = 2


SCORED_HEADINGS = {
    OutlineColumn.TITLE: "Tiêu chí",
    OutlineColumn.POINTS: "Điểm",
    OutlineColumn.STATE: "Trạng thái",
}
COLLECTED_HEADINGS = {
    OutlineColumn.TITLE: "Lĩnh vực",
    OutlineColumn.POINTS: "Đã nhập",
    OutlineColumn.STATE: "Trạng thái",
}


class OutlineModel(HeaderDataMixin, QtCore.QAbstractItemModel):
    """Tree model of the outline; an edit repaints only the lines that it changed."""

    def __init__(self, theme: ColorTheme, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.scored = True
        self._nodes: tuple[OutlineNode, ...] = ()
        self._statuses: Mapping[str, NodeStatus] = {}
        # Four indexes of the outline, so that no call of Qt walks it.
        self._parents: dict[str, OutlineNode] = {}
        self._rows: dict[str, int] = {}
        self._lines: tuple[OutlineNode, ...] = ()
        self._numbers: dict[str, int] = {}

    def set_outline(self, nodes: Sequence[OutlineNode], statuses: Mapping[str, NodeStatus]) -> None:
        """Replace the whole outline; `statuses` has every code of it."""
        self.beginResetModel()
        # A form that only collects figures has areas without criteria.
        self.scored = any(node.children for node in nodes)
        self._nodes = tuple(nodes)
        self._statuses = statuses
        self._lines = tuple(iter_nodes(nodes))
        self._numbers = {node.code: number for number, node in enumerate(self._lines)}
        self._parents = {c.code: node for node in iter_nodes(nodes) for c in node.children}
        families = (self._nodes, *(node.children for node in iter_nodes(nodes)))
        self._rows = {n.code: row for family in families for row, n in enumerate(family)}
        self.endResetModel()

    def set_statuses(self, statuses: Mapping[str, NodeStatus]) -> None:
        """Show new points and states; only lines that differ are repainted."""
        before, self._statuses = self._statuses, statuses
        for code, status in statuses.items():
            if before.get(code) != status:
                left = self.index_of(code, OutlineColumn.POINTS)
                self.dataChanged.emit(left, self.index_of(code, OutlineColumn.STATE))

    def index_of(
        self, code: str, column: OutlineColumn = OutlineColumn.TITLE
    ) -> QtCore.QModelIndex:
        """Return the index of a line by its code; invalid when there is none."""
        if code not in self._numbers:
            return QtCore.QModelIndex()
        return self.createIndex(self._rows[code], column, self._numbers[code])

    def index(
        self, row: int, column: int, parent: ModelIndex = QtCore.QModelIndex()
    ) -> QtCore.QModelIndex:
        family = self._family(parent)
        if not (0 <= row < len(family) and 0 <= column < len(OutlineColumn)):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, self._numbers[family[row].code])

    def parent(self, child: ModelIndex) -> QtCore.QModelIndex:  # type: ignore[override]  # Qt has a second parent() without arguments
        node = self._node(child)
        above = self._parents.get(node.code) if node else None
        return self.index_of(above.code) if above else QtCore.QModelIndex()

    def rowCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        # Qt asks every column; by convention only the first one has rows below it.
        return 0 if parent.column() > 0 else len(self._family(parent))

    def columnCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return len(OutlineColumn)

    def data(self, index: ModelIndex, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        if node is None:
            return None
        if role == NODE_ROLE:
            return node
        status = self._statuses[node.code]
        return _cell_value(node, status, OutlineColumn(index.column()), role, self._theme)

    def column_header(self, section: int) -> ColumnHeader:
        column = OutlineColumn(section)
        return ColumnHeader(
            (SCORED_HEADINGS if self.scored else COLLECTED_HEADINGS)[column],
            _column_alignment(column),
        )

    def _family(self, parent: ModelIndex) -> tuple[OutlineNode, ...]:
        node = self._node(parent)
        return node.children if node else self._nodes

    def _node(self, index: ModelIndex) -> OutlineNode | None:
        # Numbers instead of pointers: Qt may still hold an index of an outline that is gone.
        number = int(index.internalId())
        return self._lines[number] if index.isValid() and number < len(self._lines) else None


def _column_alignment(column: OutlineColumn) -> int:
    side = QtCore.Qt.AlignmentFlag.AlignLeft
    if column is OutlineColumn.POINTS:
        side = QtCore.Qt.AlignmentFlag.AlignRight
    return int(side | QtCore.Qt.AlignmentFlag.AlignVCenter)


def _cell_value(
    node: OutlineNode, status: NodeStatus, column: OutlineColumn, role: int, theme: ColorTheme
) -> object:
    roles = QtCore.Qt.ItemDataRole
    shown = {
        OutlineColumn.TITLE: node.display_text,
        OutlineColumn.POINTS: status.points,
        OutlineColumn.STATE: status.badge.word,
    }[column]
    if role == roles.DisplayRole:
        return shown
    if role == roles.ToolTipRole:
        return status.reason or shown if column is not OutlineColumn.TITLE else node.display_text
    if role == roles.TextAlignmentRole:
        return _column_alignment(column)
    if role == roles.AccessibleTextRole:
        return f"{node.display_text}, {status.points}, {status.badge.word}"
    is_state = column is OutlineColumn.STATE
    # Bold: areas and groups, whose codes have no dot.
    if role == roles.FontRole:
        return _bold_font() if node.children and "." not in node.code and not is_state else None
    return _state_cell_value(status, role, theme) if is_state else None


def _state_cell_value(status: NodeStatus, role: int, theme: ColorTheme) -> object:
    if role == QtCore.Qt.ItemDataRole.DecorationRole:
        return theme.icon(status.badge.icon, status.badge.role)
    if role == QtCore.Qt.ItemDataRole.ForegroundRole:
        return theme.colour(status.badge.role)
    return None


def _bold_font() -> QtGui.QFont:
    font = QtGui.QFont()
    font.setBold(True)
    return font
