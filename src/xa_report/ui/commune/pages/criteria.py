"""The page of criteria: the outline left, the pane of one criterion right."""

from collections.abc import Mapping

from PySide6 import QtCore, QtWidgets

from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.pane import CriterionPane
from xa_report.ui.commune.node_status import NodeStatus, has_status_changes, node_statuses
from xa_report.ui.commune.outline import OutlineNode, build_outline, iter_nodes
from xa_report.ui.commune.outline_model import NODE_ROLE, OutlineColumn, OutlineModel
from xa_report.ui.shared.page import WindowPage
from xa_report.ui.shared.widgets.views import TreeView
from xa_report.workflow.commune.report_changes import ReportChanges

TREE_SHARE = 0.4
"""Of the width that tree and pane share at first."""
POINTS_WIDTH, STATE_WIDTH = 92, 108
POINTS_COLUMN_FROM_WIDTH = 420
"""From this width on the tree shows points too; the pane does anyway."""
TREE_MIN_WIDTH, PANE_MIN_WIDTH = 300, 420


class CriteriaPage(WindowPage[ReportChanges]):
    """Tree and pane; a pane is built only when another line is selected."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.nodes: tuple[OutlineNode, ...] = ()
        self._statuses: Mapping[str, NodeStatus] = {}
        self.model = OutlineModel(context.theme, self)
        self.tree = TreeView("Lĩnh vực và tiêu chí")
        self.tree.setModel(self.model)
        self.tree.set_column_widths(
            {OutlineColumn.POINTS: POINTS_WIDTH, OutlineColumn.STATE: STATE_WIDTH},
            (OutlineColumn.TITLE,),
        )
        self.tree.hide_column_below(OutlineColumn.POINTS, POINTS_COLUMN_FROM_WIDTH)
        self.pane: CriterionPane | None = None
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
        work = self._context.session.work
        self.nodes = build_outline(work)
        self._statuses = node_statuses(work, self.nodes)
        self.model.set_outline(self.nodes, self._statuses)
        first = self.nodes[0]
        self.tree.expand(self.model.index_of(first.code))
        leaf = next((n for n in iter_nodes((first,)) if not n.children), first)
        self.open_node(leaf.code)
        self.tree.setFocus()

    def show_changes(self, changes: ReportChanges) -> None:
        if has_status_changes(changes):
            self._statuses = node_statuses(self._context.session.work, self.nodes)
            self.model.set_statuses(self._statuses)
        if self.pane is not None:
            self.pane.show_changes(changes, self._statuses)

    def open_node(self, code: str, item: str = "") -> None:
        """Select a line by its code and, with an item id, focus its field.

        Does nothing for a code that the outline does not have.
        """
        index = self.model.index_of(code)
        if not index.isValid():
            return
        if self.tree.currentIndex() != index:
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
        if item and self.pane is not None and self.pane.focus_item(item):
            self.view.ensureWidgetVisible(self.pane.field_list.fields[item], 0, 60)

    def _lay_out(self) -> None:
        self._splitter = QtWidgets.QSplitter()
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self.tree.setMinimumWidth(TREE_MIN_WIDTH)
        self.view.setMinimumWidth(PANE_MIN_WIDTH)
        self._splitter.addWidget(self.tree)
        self._splitter.addWidget(self.view)
        # Splitters take sizes as proportions of the width that they get.
        self._splitter.setSizes([int(1320 * TREE_SHARE), int(1320 * (1 - TREE_SHARE))])
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        inside = QtWidgets.QWidget()
        inside.setObjectName("ground")
        # Panes change inside this widget: one taken out of the scroll area would be a window of its
        # own for a moment.
        self._holder = QtWidgets.QVBoxLayout(inside)
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.view.setWidget(inside)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(16, 14, 12, 14)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._show)
        self.tree.row_activated.connect(self._activate_row)

    @QtCore.Slot(QtCore.QModelIndex, QtCore.QModelIndex)
    def _show(self, current: QtCore.QModelIndex, _: QtCore.QModelIndex) -> None:
        node = current.data(NODE_ROLE)
        if not isinstance(node, OutlineNode):
            return
        old, self.pane = self.pane, None
        if old is not None:
            # First: a field that is left stores its text or keeps it as a draft, and the new pane
            # may show the same item.
            old.hide()
        pane = CriterionPane(node, self._context)
        pane.criterion_activated.connect(self.open_node)
        pane.show_all(self._statuses)
        self.pane = pane
        if old is not None:
            self._holder.removeWidget(old)
            old.deleteLater()
        self._holder.addWidget(pane)
        pane.show()
        self.view.verticalScrollBar().setValue(0)

    @QtCore.Slot(QtCore.QModelIndex)
    def _activate_row(self, index: QtCore.QModelIndex) -> None:
        if self.model.rowCount(index.siblingAtColumn(0)):
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
        elif self.pane is not None:
            self.pane.focus_first()
