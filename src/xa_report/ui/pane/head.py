"""The head of the right pane: what it is, its points, and the sentence why."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.rules.manual import ManualRule
from xa_report.ui.outline import Node, NodeKind
from xa_report.ui.pane.manual_points import ManualPoints
from xa_report.ui.place import Place
from xa_report.ui.standing import Standing
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.workflow.commune.report_changes import ReportChanges


class Head(QtWidgets.QWidget):
    """Title, points, state, reason; for points by hand also the line to type them in."""

    def __init__(self, node: Node, place: Place) -> None:
        super().__init__()
        self._node = node
        self._shown: Standing | None = None
        self._desk = place.desk
        self._title = label(node.shown, "title", wrap=True)
        self._points = label("", "points")
        self._max = label("", "muted")
        self._chip = Chip(place.theme)
        self._reason = label("", "muted", wrap=True)
        self._reason.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self.manual = ManualPoints(node.code, place) if self._by_hand() else None
        self._lay_out()

    def is_affected(self, changes: ReportChanges, standing: Standing) -> bool:
        """Return whether points, state, reason or the points by hand differ from what is shown."""
        code = self._node.code
        own = code in changes.results or code in changes.manual
        return own or changes.state or standing != self._shown

    def refresh(self, standing: Standing) -> None:
        """Show the points and why."""
        self._shown = standing
        points, _, most = standing.points.partition(" / ")
        self._points.setText(points)
        self._max.setText(f"/ {most} {self._unit()}" if most else "")
        self._chip.show_mark(standing.mark)
        show_or_hide(self._reason, self._why())
        if self.manual:
            self.manual.refresh()

    def _lay_out(self) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        top = QtCore.Qt.AlignmentFlag.AlignTop
        row.addWidget(self._title, 1)
        row.addWidget(self._chip, 0, top)
        row.addWidget(self._points, 0, top)
        row.addWidget(self._max, 0, QtCore.Qt.AlignmentFlag.AlignVCenter)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._reason)
        if self.manual:
            column.addWidget(self.manual)

    def _by_hand(self) -> bool:
        if self._node.kind is not NodeKind.CRITERION:
            return False
        return isinstance(self._desk.work.form.criterion(self._node.code).rule, ManualRule)

    def _unit(self) -> str:
        collects = self._node.kind in (NodeKind.AREA, NodeKind.PLAN) and not self._node.children
        return "số liệu" if collects else "điểm"

    def _why(self) -> str:
        if self._node.kind is NodeKind.PLAN:
            return "Bộ tiêu chí không hỏi; kế hoạch của tỉnh cần để đối chiếu chỉ tiêu."
        if self._node.kind is NodeKind.GROUP:
            return "Tính ngoài thang điểm; chọn từng nội dung ở bên trái hoặc bên dưới."
        if not self._desk.work.form.total and not self._node.children:
            return "Biểu số liệu: chỉ thu thập số liệu, không chấm điểm."
        return self._desk.work.assessment.of(self._node.code).reason
