"""The page of plan targets: value, target, state, and what is lacking."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.ui.models.targets_model import TARGET_ROLE, Column, TargetsModel
from xa_report.ui.pane.target_lines import TargetLines
from xa_report.ui.place import Place
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.lists import Tree

ROOMY = 1000
"""From this width on there is room for the plan's title; the card below has it anyway."""
EMPTY = "Kỳ này không có kế hoạch nào giao chỉ tiêu cho xã."


class PlanPage(QtWidgets.QWidget):
    """One row for each target; Enter goes to where its figures are typed.

    Signals:
        wanted(str): open the place of a reference.
    """

    wanted = QtCore.Signal(str)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = place.desk
        self.model = TargetsModel(place.theme, self)
        self.table = Tree("Chỉ tiêu kế hoạch")
        self.table.setRootIsDecorated(False)
        self.table.setModel(self.model)
        self.table.fix_columns(
            {Column.SHOWN: 100, Column.WANTED: 100, Column.STATE: 158},
            (Column.WHAT, Column.CLOSE, Column.PLAN),
        )
        self.table.leave_out(Column.PLAN, ROOMY)
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
        self.table.entered_at.connect(self._want)
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.refresh()

    def refresh(self) -> None:
        """Show the results as they are now."""
        targets = self._desk.work.assessment.targets
        self.model.set_targets(targets)
        self._sum.setText(summary(targets))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._choose()

    def _choose(self) -> None:
        result = self.table.currentIndex().data(TARGET_ROLE)
        self._card.setVisible(isinstance(result, TargetResult))
        if isinstance(result, TargetResult):
            self._lines.show_target(result)

    def _want(self, index: QtCore.QModelIndex) -> None:
        result = index.data(TARGET_ROLE)
        if isinstance(result, TargetResult):
            self.wanted.emit(result.target.reference)


def summary(targets: tuple[TargetResult, ...]) -> str:
    """How many targets are met, missed and unknown, in one sentence."""
    due = [t for t in targets if not t.ahead]
    if not targets:
        return EMPTY
    met = sum(t.state is TargetState.MET for t in due)
    missed = sum(t.state is TargetState.NOT_MET for t in due)
    rest = len(due) - met - missed
    ahead = f"; {len(targets) - len(due)} mốc của các năm sau" if len(due) < len(targets) else ""
    return (
        f"{len(due)} chỉ tiêu đến hạn: {met} đạt, {missed} chưa đạt, "
        f"{rest} chưa đối chiếu được{ahead}. Nhấn Enter để tới nơi nhập số liệu."
    )
