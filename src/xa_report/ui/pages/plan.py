"""The page of plan targets: value, target, state, and what is lacking."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult
from xa_report.ui.pane.target_lines import TargetLines, plan_badge
from xa_report.ui.place import Place
from xa_report.ui.shared.object_table_model import ROW_ROLE, ColumnSpec, ObjectTableModel
from xa_report.ui.shared.page import Page
from xa_report.ui.shared.target_state import targets_summary
from xa_report.ui.theme import Theme
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.lists import Tree
from xa_report.workflow.commune.report_changes import ReportChanges

ROOMY = 1000
"""From this width on there is room for the plan's title; the card below has it anyway."""
EMPTY = "Kỳ này không có kế hoạch nào giao chỉ tiêu cho xã."
COLUMNS: tuple[ColumnSpec[TargetResult], ...] = (
    ColumnSpec("Chỉ tiêu", lambda result: result.label),
    ColumnSpec("Giá trị", lambda result: result.shown, right=True),
    ColumnSpec("Mục tiêu", lambda result: result.wanted, right=True),
    ColumnSpec("Trạng thái", lambda result: plan_badge(result).word, mark=plan_badge),
    ColumnSpec("Còn thiếu", lambda result: result.close),
    ColumnSpec(
        "Kế hoạch",
        lambda result: result.plan.title,
        tip=lambda result: f"{result.plan.title}\n“{result.target.words}”",
    ),
)
LABEL, SHOWN, WANTED, STATE, CLOSE, PLAN = range(len(COLUMNS))


class PlanPage(Page[ReportChanges]):
    """One row for each target; Enter goes to where its figures are typed.

    Signals:
        target_activated(str): open the place of a reference.
    """

    target_activated = QtCore.Signal(str)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._desk = place.desk
        self.model = targets_model(place.theme, self)
        self.table = Tree("Chỉ tiêu kế hoạch")
        self.table.setRootIsDecorated(False)
        self.table.setModel(self.model)
        self.table.fix_columns({SHOWN: 100, WANTED: 100, STATE: 158}, (LABEL, CLOSE, PLAN))
        self.table.leave_out(PLAN, ROOMY)
        self._sum = label("", "muted", wrap=True)
        self._card = Card()
        self._lines = TargetLines(place)
        self._card.add(self._lines)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._sum)
        column.addWidget(self.table, 1)
        column.addWidget(self._card)
        self.table.row_activated.connect(self._want)
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.show_period()

    @property
    def title(self) -> str:
        return "Kế hoạch"

    def show_changes(self, changes: ReportChanges) -> None:
        if changes.targets:
            self.show_period()

    def show_period(self) -> None:
        targets = self._desk.work.assessment.targets
        self.model.set_rows(in_table_order(targets))
        self._sum.setText(plan_summary(targets))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._choose()

    def _choose(self) -> None:
        result = self.table.currentIndex().data(ROW_ROLE)
        self._card.setVisible(isinstance(result, TargetResult))
        if isinstance(result, TargetResult):
            self._lines.show_target(result)

    def _want(self, index: QtCore.QModelIndex) -> None:
        result = index.data(ROW_ROLE)
        if isinstance(result, TargetResult):
            self.target_activated.emit(result.target.reference)


def targets_model(
    theme: Theme, parent: QtCore.QObject | None = None
) -> ObjectTableModel[TargetResult]:
    """Build the table of plan targets; a target is known by its plan and its id."""
    return ObjectTableModel(COLUMNS, lambda r: (r.plan.id, r.target.id), theme, parent)


def in_table_order(targets: Sequence[TargetResult]) -> list[TargetResult]:
    """Return what is due first, then the milestones ahead; else in the order of the plans."""
    return sorted(targets, key=lambda result: result.ahead)


def plan_summary(targets: Sequence[TargetResult]) -> str:
    """Return how many targets are met, missed and unknown, and where Enter leads."""
    if not targets:
        return EMPTY
    return f"{targets_summary(targets, 'chỉ tiêu')}. Nhấn Enter để tới nơi nhập số liệu."
