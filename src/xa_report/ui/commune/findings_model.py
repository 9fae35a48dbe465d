"""The Qt tree model of findings: root causes, and below each its consequences."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6 import QtCore

from xa_report.domain.finding import Finding, Severity
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.object_table_model import ColumnHeader, HeaderDataMixin
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.views import ModelIndex

_SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """A root finding with those that it causes."""

    root: Finding
    consequences: tuple[Finding, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its lines; groups with the same keys have the same shape."""
        return self.root.key, *(finding.key for finding in self.consequences)


def group_by_root_cause(findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    """Return every finding once: as a root, or below the one that causes it."""
    roots = {f.place.id: f for f in findings if f.place.kind == "item" and f.is_open}
    below: defaultdict[str, list[Finding]] = defaultdict(list)
    tops: list[Finding] = []
    for finding in findings:
        causes = (roots[item] for item in finding.causes if item in roots)
        # An error never hides below a warning.
        cause = next(
            (c for c in causes if _SEVERITY_ORDER[c.severity] <= _SEVERITY_ORDER[finding.severity]),
            None,
        )
        if cause is None:
            tops.append(finding)
        else:
            below[cause.key].append(finding)
    return tuple(FindingGroup(top, tuple(below[top.key])) for top in tops)


DISPLAY_ROLE = QtCore.Qt.ItemDataRole.DisplayRole
FINDING_ROLE = QtCore.Qt.ItemDataRole.UserRole
"""Role under which an index returns its Finding."""

SEVERITY_BADGES = {
    Severity.ERROR: Badge("missing", "Lỗi", "missing"),
    Severity.WARNING: Badge("below", "Cảnh báo", "below"),
    Severity.NOTE: Badge("province", "Lưu ý", "quiet"),
}
ANSWERED_BADGE = Badge("met", "Đã có lý do", "met")


class FindingColumn(IntEnum):
    """The columns of the list."""

    SEVERITY = 0
    CODE = 1
    MESSAGE = 2
    REMEDY = 3


FINDING_HEADINGS = {
    FindingColumn.SEVERITY: "Mức",
    FindingColumn.CODE: "Mã",
    FindingColumn.MESSAGE: "Nội dung",
    FindingColumn.REMEDY: "Cách khắc phục",
}


def severity_badge(finding: Finding) -> Badge:
    """Return the badge of a severity; a warning with a reason has one of its own."""
    if finding.severity is Severity.WARNING and not finding.is_open:
        return ANSWERED_BADGE
    return SEVERITY_BADGES[finding.severity]


class FindingsModel(HeaderDataMixin, QtCore.QAbstractItemModel):
    """Tree model of findings: roots, and below each its consequences.

    The internal number of a root's index is 0, that of a consequence is the number of its root,
    which a root keeps while rows above it come and go.
    """

    def __init__(self, theme: ColorTheme, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: list[FindingGroup] = []
        # By the key of the root, from 1; also of roots that went, so that no number comes twice.
        self._numbers: dict[str, int] = {}
        self._rows: dict[int, int] = {}

    def set_findings(self, findings: Sequence[Finding]) -> bool:
        """Show other findings; return whether lines came, went or moved.

        Lines are inserted, removed and repainted one by one where that suffices, so that a view
        keeps selection and open branches; otherwise the model is reset.
        """
        groups = group_by_root_cause(findings)
        if groups == tuple(self._groups):
            return False
        before = [group.keys for group in self._groups]
        after = [group.keys for group in groups]
        if before == after or can_align(before, after):
            if before != after:
                self._align_roots(groups)
            for row, group in enumerate(groups):
                self._align_group(row, group)
        else:
            self.beginResetModel()
            self._groups = list(groups)
            self._renumber()
            self.endResetModel()
        return before != after

    def _align_roots(self, wanted: Sequence[FindingGroup]) -> None:
        keys = {group.root.key for group in wanted}
        # From below, so that the rows above keep their numbers.
        for row in reversed(range(len(self._groups))):
            if self._groups[row].root.key not in keys:
                self.beginRemoveRows(QtCore.QModelIndex(), row, row)
                del self._groups[row]
                self._renumber()
                self.endRemoveRows()
        for row, group in enumerate(wanted):
            if row == len(self._groups) or self._groups[row].root.key != group.root.key:
                self.beginInsertRows(QtCore.QModelIndex(), row, row)
                self._groups.insert(row, group)
                self._renumber()
                self.endInsertRows()

    def _align_group(self, row: int, wanted: FindingGroup) -> None:
        shown = self._groups[row]
        if shown == wanted:
            return
        self._align_consequences(row, wanted.consequences)
        before, self._groups[row] = self._groups[row], wanted
        # The line of a root also shows the number of its consequences.
        if shown.root != wanted.root or len(shown.keys) != len(wanted.keys):
            self._repaint(row, QtCore.QModelIndex())
        for below, finding in enumerate(wanted.consequences):
            if before.consequences[below] != finding:
                self._repaint(below, self.index(row, 0))

    def _align_consequences(self, row: int, wanted: Sequence[Finding]) -> None:
        root, parent = self._groups[row].root, self.index(row, 0)
        shown = list(self._groups[row].consequences)
        keys = {finding.key for finding in wanted}
        for below in reversed(range(len(shown))):
            if shown[below].key not in keys:
                self.beginRemoveRows(parent, below, below)
                del shown[below]
                self._groups[row] = FindingGroup(root, tuple(shown))
                self.endRemoveRows()
        for below, finding in enumerate(wanted):
            if below == len(shown) or shown[below].key != finding.key:
                self.beginInsertRows(parent, below, below)
                shown.insert(below, finding)
                self._groups[row] = FindingGroup(root, tuple(shown))
                self.endInsertRows()

    def _repaint(self, row: int, parent: QtCore.QModelIndex) -> None:
        last = self.index(row, len(FindingColumn) - 1, parent)
        self.dataChanged.emit(self.index(row, 0, parent), last)

    def _renumber(self) -> None:
        for group in self._groups:
            self._numbers.setdefault(group.root.key, len(self._numbers) + 1)
        numbers = (self._numbers[group.root.key] for group in self._groups)
        self._rows = {number: row for row, number in enumerate(numbers)}

    def index_of(self, key: str) -> QtCore.QModelIndex:
        """Return the index of a finding by its key; invalid when it is gone."""
        for row, group in enumerate(self._groups):
            if group.root.key == key:
                return self.index(row, 0)
            for below, finding in enumerate(group.consequences):
                if finding.key == key:
                    return self.index(below, 0, self.index(row, 0))
        return QtCore.QModelIndex()

    def index(
        self, row: int, column: int, parent: ModelIndex = QtCore.QModelIndex()
    ) -> QtCore.QModelIndex:
        family = self._family(parent)
        if not (0 <= row < len(family) and 0 <= column < len(FindingColumn)):
            return QtCore.QModelIndex()
        number = self._numbers[self._groups[parent.row()].root.key] if parent.isValid() else 0
        return self.createIndex(row, column, number)

    def parent(self, child: ModelIndex) -> QtCore.QModelIndex:  # type: ignore[override]  # Qt has a second parent() without arguments
        row = self._rows.get(int(child.internalId())) if child.isValid() else None
        return QtCore.QModelIndex() if row is None else self.createIndex(row, 0, 0)

    def rowCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        # Qt asks every column; by convention only the first one has rows below it.
        return 0 if parent.column() > 0 else len(self._family(parent))

    def columnCount(self, parent: ModelIndex = QtCore.QModelIndex()) -> int:
        return len(FindingColumn)

    def data(self, index: ModelIndex, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self._finding(index)
        if finding is None or role == FINDING_ROLE:
            return finding
        caused = 0 if index.internalId() else len(self._groups[index.row()].consequences)
        if caused and (index.column(), role) == (FindingColumn.SEVERITY, DISPLAY_ROLE):
            return f"{severity_badge(finding).word} · kéo theo {caused}"
        return _cell_value(finding, FindingColumn(index.column()), role, self._theme)

    def column_header(self, section: int) -> ColumnHeader:
        left = QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignVCenter
        return ColumnHeader(FINDING_HEADINGS[FindingColumn(section)], int(left))

    def _finding(self, index: ModelIndex) -> Finding | None:
        """Return the finding of an index; None when Qt still holds one of a line that went."""
        family = self._family(self.parent(index))
        return family[index.row()] if index.row() < len(family) else None

    def _family(self, parent: ModelIndex) -> Sequence[Finding]:
        if not parent.isValid():
            return [group.root for group in self._groups]
        return () if parent.internalId() else self._groups[parent.row()].consequences


def can_align(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """Return whether one list becomes the other by removing and inserting lines alone.

    The first key of each group is its root. False for keys that occur twice and for lines that
    change their order.
    """
    old, new = {keys[0]: keys[1:] for keys in before}, {keys[0]: keys[1:] for keys in after}
    unique = all(len(set(keys)) == len(keys) for keys in (*before, *after))
    if not unique or (len(old), len(new)) != (len(before), len(after)):
        return False
    pairs = ((old[key], new[key]) for key in old if key in new)
    return _is_same_order(list(old), list(new)) and all(_is_same_order(*pair) for pair in pairs)


def _is_same_order(before: Sequence[str], after: Sequence[str]) -> bool:
    common = set(before) & set(after)
    return [key for key in before if key in common] == [key for key in after if key in common]


def _cell_value(finding: Finding, column: FindingColumn, role: int, theme: ColorTheme) -> object:
    roles = QtCore.Qt.ItemDataRole
    badge = severity_badge(finding)
    shown = {
        FindingColumn.SEVERITY: badge.word,
        FindingColumn.CODE: finding.code,
        FindingColumn.MESSAGE: finding.message,
        FindingColumn.REMEDY: finding.reason or finding.remedy,
    }[column]
    if role in (roles.DisplayRole, roles.ToolTipRole):
        return shown
    if role == roles.AccessibleTextRole:
        return f"{badge.word} {finding.code}: {finding.message} {finding.remedy}"
    if column is FindingColumn.SEVERITY and role == roles.DecorationRole:
        return theme.icon(badge.icon, badge.role)
    if column is FindingColumn.SEVERITY and role == roles.ForegroundRole:
        return theme.colour(badge.role)
    return None
