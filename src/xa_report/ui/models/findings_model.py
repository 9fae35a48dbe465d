"""Findings as a tree: roots, and folded below them what follows from them."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6 import QtCore

from xa_report.domain.finding import Finding, Severity
from xa_report.ui.marks import Mark
from xa_report.ui.models.folding import folded, keys
from xa_report.ui.models.heads import Head, Headed
from xa_report.ui.theme import Theme

Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
DISPLAY = QtCore.Qt.ItemDataRole.DisplayRole
FINDING_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Returns the Finding of an index."""

MARKS = {
    Severity.ERROR: Mark("missing", "Lỗi", "missing"),
    Severity.WARNING: Mark("below", "Cảnh báo", "below"),
    Severity.NOTE: Mark("province", "Lưu ý", "quiet"),
}
ANSWERED = Mark("met", "Đã có lý do", "met")


class Column(IntEnum):
    """The columns of the list."""

    SEVERITY = 0
    CODE = 1
    MESSAGE = 2
    REMEDY = 3


HEADINGS = {
    Column.SEVERITY: "Mức",
    Column.CODE: "Mã",
    Column.MESSAGE: "Nội dung",
    Column.REMEDY: "Cách khắc phục",
}


def mark_of(found: Finding) -> Mark:
    """Severity as icon, word and colour; an answered warning is calm."""
    if found.severity is Severity.WARNING and not found.open:
        return ANSWERED
    return MARKS[found.severity]


class FindingsModel(Headed, QtCore.QAbstractItemModel):
    """Two levels: a root's internal number is 0, a consequence's is its root's row + 1."""

    def __init__(self, theme: Theme, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roots: tuple[Finding, ...] = ()
        self._below: tuple[tuple[Finding, ...], ...] = ()

    def set_findings(self, findings: Sequence[Finding]) -> bool:
        """Show other findings; whether lines came or went."""
        roots, below = folded(findings)
        if (roots, below) == (self._roots, self._below):
            return False
        same = keys(roots, below) == keys(self._roots, self._below)
        if not same:
            self.beginResetModel()
        self._roots, self._below = roots, below
        if not same:
            self.endResetModel()
            return True
        last = self.index(len(roots) - 1, len(Column) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        return False

    def index_of(self, key: str) -> QtCore.QModelIndex:
        """The line of a finding by its key; an invalid index when it is gone."""
        for row, root in enumerate(self._roots):
            if root.key == key:
                return self.index(row, 0)
            for below, found in enumerate(self._below[row]):
                if found.key == key:
                    return self.index(below, 0, self.index(row, 0))
        return QtCore.QModelIndex()

    def index(
        self, row: int, column: int, parent: Index = QtCore.QModelIndex()
    ) -> QtCore.QModelIndex:
        family = self._family(parent)
        if not (0 <= row < len(family) and 0 <= column < len(Column)):
            return QtCore.QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index) -> QtCore.QModelIndex:  # type: ignore[override]  # Qt has a second parent() without arguments
        above = int(child.internalId()) if child.isValid() else 0
        return self.createIndex(above - 1, 0, 0) if above else QtCore.QModelIndex()

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.column() > 0 else len(self._family(parent))

    def columnCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return len(Column)

    def data(self, index: Index, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        above = int(index.internalId())
        found = self._below[above - 1][index.row()] if above else self._roots[index.row()]
        if role == FINDING_ROLE:
            return found
        below = 0 if above else len(self._below[index.row()])
        if below and (index.column(), role) == (Column.SEVERITY, DISPLAY):
            return f"{mark_of(found).word} · kéo theo {below}"
        return _cell(found, Column(index.column()), role, self._theme)

    def head(self, section: int) -> Head:
        left = QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter
        return Head(HEADINGS[Column(section)], int(left))

    def _family(self, parent: Index) -> tuple[Finding, ...]:
        if not parent.isValid():
            return self._roots
        return () if parent.internalId() else self._below[parent.row()]


def _cell(found: Finding, column: Column, role: int, theme: Theme) -> object:
    roles = QtCore.Qt.ItemDataRole
    mark = mark_of(found)
    shown = {
        Column.SEVERITY: mark.word,
        Column.CODE: found.code,
        Column.MESSAGE: found.message,
        Column.REMEDY: found.reason or found.remedy,
    }[column]
    if role in (roles.DisplayRole, roles.ToolTipRole):
        return shown
    if role == roles.AccessibleTextRole:
        return f"{mark.word} {found.code}: {found.message} {found.remedy}"
    if column is Column.SEVERITY and role == roles.DecorationRole:
        return theme.icon(mark.icon, mark.role)
    if column is Column.SEVERITY and role == roles.ForegroundRole:
        return theme.colour(mark.role)
    return None
