"""The page where the work is: outline left, the criterion right."""

from collections.abc import Mapping

from PySide6 import QtCore, QtWidgets

from xa_report.ui.models.outline_model import NODE_ROLE, Column, OutlineModel
from xa_report.ui.outline import Node, outline, walk
from xa_report.ui.pane.pane import Pane
from xa_report.ui.place import Place
from xa_report.ui.shared.page import Page
from xa_report.ui.standing import Standing, has_status_changes, standings
from xa_report.ui.widgets.lists import Tree
from xa_report.workflow.commune.report_changes import ReportChanges

TREE_SHARE = 0.4
POINTS_WIDTH, STATE_WIDTH = 92, 108
ROOMY = 420
"""From this width on the tree shows points too; a narrower one leaves them to the pane."""
LEFT_LEAST, RIGHT_LEAST = 300, 420


class CriteriaPage(Page[ReportChanges]):
    """Tree and pane; the pane is made anew only when another line is chosen."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        self.nodes: tuple[Node, ...] = ()
        self._statuses: Mapping[str, Standing] = {}
        self.model = OutlineModel(place.theme, self)
        self.tree = Tree("Lĩnh vực và tiêu chí")
        self.tree.setModel(self.model)
        self.tree.fix_columns(
            {Column.POINTS: POINTS_WIDTH, Column.STATE: STATE_WIDTH}, (Column.WHAT,)
        )
        self.tree.leave_out(Column.POINTS, ROOMY)
        self.pane: Pane | None = None
        self.view = QtWidgets.QScrollArea()
        self.view.setWidgetResizable(True)
        self.view.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self._connect()
        self.show_period()

    @property
    def title(self) -> str:
        return "Tiêu chí" if self.model.scored else "Số liệu"

    def show_period(self) -> None:
        work = self._place.desk.work
        self.nodes = outline(work)
        self._statuses = standings(work, self.nodes)
        self.model.set_outline(self.nodes, self._statuses)
        first = self.nodes[0]
        self.tree.expand(self.model.index_of(first.code))
        leaf = next((n for n in walk((first,)) if not n.children), first)
        self.open(leaf.code)
        self.tree.setFocus()

    def show_changes(self, changes: ReportChanges) -> None:
        if has_status_changes(changes):
            self._statuses = standings(self._place.desk.work, self.nodes)
            self.model.set_standings(self._statuses)
        if self.pane is not None:
            self.pane.show_changes(changes, self._statuses)

    def open(self, code: str, item: str = "") -> None:
        """Go to a line and, with an item, into its field."""
        index = self.model.index_of(code)
        if not index.isValid():
            return
        if self.tree.currentIndex() != index:
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
        if item and self.pane is not None and self.pane.focus_item(item):
            self.view.ensureWidgetVisible(self.pane.inputs.fields[item], 0, 60)

    def _lay_out(self) -> None:
        self._splitter = QtWidgets.QSplitter()
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self.tree.setMinimumWidth(LEFT_LEAST)
        self.view.setMinimumWidth(RIGHT_LEAST)
        self._splitter.addWidget(self.tree)
        self._splitter.addWidget(self.view)
        self._splitter.setSizes([int(1320 * TREE_SHARE), int(1320 * (1 - TREE_SHARE))])
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        inside = QtWidgets.QWidget()
        inside.setObjectName("ground")
        # The pane changes within: taken out of the scroll area it would be a window for a moment.
        self._holder = QtWidgets.QVBoxLayout(inside)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.view.setWidget(inside)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 14, 12, 14)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._show)
        self.tree.row_activated.connect(self._enter)

    @QtCore.Slot(QtCore.QModelIndex, QtCore.QModelIndex)
    def _show(self, current: QtCore.QModelIndex, _: QtCore.QModelIndex) -> None:
        node = current.data(NODE_ROLE)
        if not isinstance(node, Node):
            return
        pane = Pane(node, self._place)
        pane.criterion_activated.connect(self.open)
        pane.show_all(self._statuses)
        old, self.pane = self.pane, pane
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._holder.addWidget(pane)
        pane.show()
        self.view.verticalScrollBar().setValue(0)

    @QtCore.Slot(QtCore.QModelIndex)
    def _enter(self, index: QtCore.QModelIndex) -> None:
        if self.model.rowCount(index.siblingAtColumn(0)):
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
        elif self.pane is not None:
            self.pane.focus_first()
