"""The plan targets as a table."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6 import QtCore

from xa_report.domain.assessment import TargetResult
from xa_report.ui.models.heads import Head, Headed
from xa_report.ui.pane.target_lines import target_mark
from xa_report.ui.theme import Theme

Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex
TARGET_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Returns the TargetResult of an index."""


class Column(IntEnum):
    """The columns of the table."""

    WHAT = 0
    SHOWN = 1
    WANTED = 2
    STATE = 3
    CLOSE = 4
    PLAN = 5


HEADINGS = {
    Column.WHAT: "Chỉ tiêu",
    Column.SHOWN: "Giá trị",
    Column.WANTED: "Mục tiêu",
    Column.STATE: "Trạng thái",
    Column.CLOSE: "Còn thiếu",
    Column.PLAN: "Kế hoạch",
}
FIGURES = (Column.SHOWN, Column.WANTED)


class TargetsModel(Headed, QtCore.QAbstractTableModel):
    """One row for each target that is in force or ahead."""

    def __init__(self, theme: Theme, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._targets: tuple[TargetResult, ...] = ()

    def set_targets(self, targets: Sequence[TargetResult]) -> None:
        """Show other results; only rows that differ are repainted."""
        found = tuple(sorted(targets, key=lambda t: t.ahead))
        before = self._targets
        if [_key(t) for t in found] != [_key(t) for t in before]:
            self.beginResetModel()
            self._targets = found
            self.endResetModel()
            return
        self._targets = found
        for row, (new, old) in enumerate(zip(found, before, strict=True)):
            if new != old:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def rowCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._targets)

    def columnCount(self, parent: Index = QtCore.QModelIndex()) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        result = self._targets[index.row()]
        if role == TARGET_ROLE:
            return result
        return _cell(result, Column(index.column()), role, self._theme)

    def head(self, section: int) -> Head:
        column = Column(section)
        return Head(HEADINGS[column], _alignment(column))


def _key(result: TargetResult) -> tuple[str, str]:
    return result.plan.id, result.target.id


def _alignment(column: Column) -> int:
    flags = QtCore.Qt.AlignmentFlag
    side = flags.AlignRight if column in FIGURES else flags.AlignLeft
    return int(side | flags.AlignVCenter)


def _cell(result: TargetResult, column: Column, role: int, theme: Theme) -> object:
    roles = QtCore.Qt.ItemDataRole
    mark = target_mark(result)
    shown = {
        Column.WHAT: result.label,
        Column.SHOWN: result.shown,
        Column.WANTED: result.wanted,
        Column.STATE: mark.word,
        Column.CLOSE: result.close,
        Column.PLAN: result.plan.title,
    }[column]
    if role == roles.DisplayRole:
        return shown
    if role == roles.ToolTipRole:
        words = f"\n“{result.target.words}”" if column is Column.PLAN else ""
        return f"{shown}{words}"
    if role == roles.TextAlignmentRole:
        return _alignment(column)
    if column is Column.STATE and role == roles.DecorationRole:
        return theme.icon(mark.icon, mark.role)
    if column is Column.STATE and role == roles.ForegroundRole:
        return theme.colour(mark.role)
    return None
