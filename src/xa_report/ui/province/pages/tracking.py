"""The page of all communes: who has sent, how far each is."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.province.overview import CommuneStatus
from xa_report.ui.province.book import RegisterChanges
from xa_report.ui.province.choices import Choices
from xa_report.ui.province.page import Foot, ProvincePage, Step
from xa_report.ui.province.pages.tracking_columns import GROUPS, ORDERS, columns
from xa_report.ui.province.place import Place
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.lists import Table

WIDTHS = {1: 142, 2: 176, 3: 72, 4: 140, 5: 86, 6: 92, 7: 86, 8: 130}
NAME, RECEIVED, ROOMY = 0, 4, 1060
SEQUENCE, LEAST = 3, 960
NARROW = 110
"""Of the box with the orders, where there is no room for more."""


class TrackingPage(ProvincePage):
    """One row for each commune; chips narrow the list, Enter opens a commune."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._book = place.book
        self.groups = Choices("Lọc theo tình trạng", [group.name for group in GROUPS])
        self.order = QtWidgets.QComboBox()
        self.order.setAccessibleName("Sắp xếp")
        self.order.setMinimumContentsLength(14)
        self.order.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.order.addItems([one.name for one in ORDERS])
        self.order.setMinimumWidth(NARROW)
        self._sorted_by = label("Sắp xếp", "muted")
        self.model = ObjectTableModel(
            columns(place.book), lambda line: line.unit.code, place.theme, self
        )
        self.table = Table("Danh sách xã, phường")
        self.table.setModel(self.model)
        self.table.fix_columns(WIDTHS, (NAME,))
        self.table.leave_out(RECEIVED, ROOMY)
        self.table.leave_out(SEQUENCE, LEAST)
        self._lay_out()
        self._connect()
        self.show_period()

    @property
    def title(self) -> str:
        missing = len(self._book.overview.lines) - self._book.overview.sent
        return f"Theo dõi  {missing}" if missing else "Theo dõi"

    def foot(self) -> Foot:
        overview = self._book.overview
        line = self.chosen
        step = Step(
            "Mở hồ sơ  Enter", self._open, "Xem tiêu chí của xã đã chọn", bool(line and line.sent)
        )
        missing = len(overview.lines) - overview.sent
        words = f"đã nộp, {missing} xã chưa nộp, {overview.closed} xã đã chốt điểm"
        return Foot(f"{overview.sent} / {len(overview.lines)} xã", words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.overview:
            self.show_period()
        if changes.quarantine:
            # A line also says what is kept apart of its commune, which is no part of the row.
            self.table.viewport().update()

    def show_period(self) -> None:
        lines = self._book.overview.lines
        self.groups.show_counts([sum(map(group.holds, lines)) for group in GROUPS])
        self._show()

    def begin(self) -> None:
        self.table.setFocus()

    def show_commune(self, code: str) -> None:
        """Select a commune, whichever chip is chosen."""
        if not self.model.index_of(code).isValid():
            self.groups.choose(0)
        index = self.model.index_of(code)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    @property
    def chosen(self) -> CommuneStatus | None:
        """The commune that is selected."""
        line = self.table.currentIndex().data(ROW_ROLE)
        return line if isinstance(line, CommuneStatus) else None

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.groups)
        row.addStretch(1)
        row.addWidget(self._sorted_by)
        row.addWidget(self.order)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        self._sorted_by.setVisible(self.width() >= ROOMY)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self.groups.choice_changed.connect(self._show)
        self.order.currentIndexChanged.connect(self._sort)
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().currentChanged.connect(self._moved)

    @QtCore.Slot()
    def _show(self) -> None:
        chosen = self.chosen
        holds = GROUPS[self.groups.now].holds
        found = [line for line in self._book.overview.lines if holds(line)]
        self.model.set_rows(_sorted(self.model, found, self.order.currentIndex()))
        index = self.model.index_of(chosen.unit.code if chosen else "")
        self.table.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))
        self.footer_changed.emit()

    @QtCore.Slot(int)
    def _sort(self, number: int) -> None:
        order = ORDERS[number]
        sides = QtCore.Qt.SortOrder
        side = sides.DescendingOrder if order.falling else sides.AscendingOrder
        self.model.sort(order.column, side)
        self.table.scrollTo(self.table.currentIndex())

    @QtCore.Slot()
    def _moved(self) -> None:
        self.footer_changed.emit()

    @QtCore.Slot()
    def _open(self) -> None:
        line = self.chosen
        if line is not None and line.sent:
            self.commune_activated.emit(line.unit.code)


def _sorted(
    model: ObjectTableModel[CommuneStatus], lines: list[CommuneStatus], number: int
) -> list[CommuneStatus]:
    order = ORDERS[number]
    key = model.columns[order.column].key
    return sorted(lines, key=key, reverse=order.falling) if key else lines
