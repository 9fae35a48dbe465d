"""Points that are scored by hand: the line to type them in."""

from decimal import Decimal

from PySide6 import QtWidgets

from xa_report.domain.numbers import parse_number, show_number
from xa_report.domain.rules.manual import ManualRule
from xa_report.ui.opened import may_change
from xa_report.ui.pane.remark import Remark
from xa_report.ui.place import Place
from xa_report.ui.widgets.labels import label
from xa_report.ui.widgets.line import NumberLine


class ManualPoints(QtWidgets.QWidget):
    """A line for points that are scored by hand."""

    def __init__(self, code: str, place: Place) -> None:
        super().__init__()
        self._code = code
        self._desk = place.desk
        self.line = NumberLine("Điểm tự chấm")
        self.line.setFixedWidth(112)
        self.remark = Remark(place.theme)
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnStretch(2, 1)
        grid.addWidget(label("Điểm tự chấm"), 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(label(self._limits(), "muted"), 0, 2)
        grid.addWidget(self.remark, 1, 0, 1, 3)
        self.line.text_committed.connect(self._leave)

    def refresh(self) -> None:
        """Show what is stored."""
        points = self._desk.work.report.manual.get(self._code)
        self.line.show_stored("" if points is None else show_number(points))
        self.line.setEnabled(may_change(self._desk, self._code))

    def _limits(self) -> str:
        criterion = self._desk.work.form.criterion(self._code)
        step = criterion.rule.step if isinstance(criterion.rule, ManualRule) else Decimal(1)
        return f"từ 0 đến {show_number(criterion.max)}, bước {show_number(step)}"

    def _leave(self, text: str) -> None:
        if not self.line.changed and not self.line.wrong:
            return
        try:
            points = parse_number(text) if text else None
        except ValueError:
            self.line.mark_wrong(wrong=True)
            self.remark.show_fault(
                f"“{text}” không phải là số; ghi như 0,75. Nhấn Esc để lấy lại số đã lưu."
            )
            return
        self.line.mark_wrong(wrong=False)
        self.remark.show_fault("")
        self._desk.type_points(self._code, points)
