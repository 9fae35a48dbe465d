"""The page of plan targets: value, target, state, and the gap."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.indicator_card import TargetDetails, plan_badge
from xa_report.ui.shared.object_table_model import ROW_ROLE, ColumnSpec, ObjectTableModel
from xa_report.ui.shared.page import WindowPage
from xa_report.ui.shared.target_state import targets_summary
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.views import TreeView
from xa_report.workflow.commune.report_changes import ReportChanges

PLAN_COLUMN_FROM_WIDTH = 1000
"""From this width on the table shows the title of the plan; the card does anyway."""
NO_TARGETS_TEXT = "Kỳ này không có kế hoạch nào giao chỉ tiêu cho xã."
COLUMNS: tuple[ColumnSpec[TargetResult], ...] = (
    ColumnSpec("Chỉ tiêu", lambda result: result.label),
    ColumnSpec("Giá trị", lambda result: result.value_text, right=True),
    ColumnSpec("Mục tiêu", lambda result: result.target_text, right=True),
    ColumnSpec("Trạng thái", lambda result: plan_badge(result).word, mark=plan_badge),
    ColumnSpec("Còn thiếu", lambda result: result.action_text),
    ColumnSpec(
        "Kế hoạch",
        lambda result: result.plan.title,
        tip=lambda result: f"{result.plan.title}\n“{result.target.wording}”",
    ),
)
LABEL_COLUMN, VALUE_COLUMN, TARGET_COLUMN, STATE_COLUMN, GAP_COLUMN, PLAN_COLUMN = range(
    len(COLUMNS)
)


class PlanPage(WindowPage[ReportChanges]):
    """Table of plan targets; Enter opens where the figures of one are entered.

    Signals:
        target_activated(str): the reference whose figures are to be opened.
    """

    target_activated = QtCore.Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._session = context.session
        self.model = build_targets_model(context.theme, self)
        self.table = TreeView("Chỉ tiêu kế hoạch")
        self.table.setRootIsDecorated(False)
        self.table.setModel(self.model)
        self.table.set_column_widths(
            {VALUE_COLUMN: 100, TARGET_COLUMN: 100, STATE_COLUMN: 158},
            (LABEL_COLUMN, GAP_COLUMN, PLAN_COLUMN),
        )
        self.table.hide_column_below(PLAN_COLUMN, PLAN_COLUMN_FROM_WIDTH)
        self._sum = create_label("", "muted", wrap=True)
        self._card = CardFrame()
        self._lines = TargetDetails(context)
        self._card.add_widget(self._lines)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._sum)
        column.addWidget(self.table, 1)
        column.addWidget(self._card)
        self.table.row_activated.connect(self._activate)
        self.table.selectionModel().currentChanged.connect(self._show_card)
        self.show_period()

    @property
    def title(self) -> str:
        return "Kế hoạch"

    def show_changes(self, changes: ReportChanges) -> None:
        if changes.targets:
            self.show_period()

    def show_period(self) -> None:
        targets = self._session.work.assessment.targets
        self.model.set_rows(in_table_order(targets))
        self._sum.setText(plan_summary(targets))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_card()

    def _show_card(self) -> None:
        result = self.table.currentIndex().data(ROW_ROLE)
        self._card.setVisible(isinstance(result, TargetResult))
        if isinstance(result, TargetResult):
            self._lines.show_target(result)

    def _activate(self, index: QtCore.QModelIndex) -> None:
        result = index.data(ROW_ROLE)
        if isinstance(result, TargetResult):
            self.target_activated.emit(result.target.reference)


def build_targets_model(
    theme: ColorTheme, parent: QtCore.QObject | None = None
) -> ObjectTableModel[TargetResult]:
    """Build the table model of plan targets, whose key is plan and target id."""
    return ObjectTableModel(COLUMNS, lambda r: (r.plan.id, r.target.id), theme, parent)


def in_table_order(targets: Sequence[TargetResult]) -> list[TargetResult]:
    """Return targets that are due, then milestones ahead, else in the order of the plans."""
    return sorted(targets, key=lambda result: result.ahead)


def plan_summary(targets: Sequence[TargetResult]) -> str:
    """Return how many targets are met, missed and unknown, and what Enter does."""
    if not targets:
        return NO_TARGETS_TEXT
    return f"{targets_summary(targets, 'chỉ tiêu')}. Nhấn Enter để tới nơi nhập số liệu."
