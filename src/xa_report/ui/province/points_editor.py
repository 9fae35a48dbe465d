"""Setting the points of a criterion: points, the code of the reason, and what was found."""

from decimal import Decimal
from itertools import pairwise

from PySide6 import QtCore, QtWidgets

from xa_report.domain.numbers import parse_number
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.ui.province import texts
from xa_report.ui.province.reason_code import ReasonCode
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.line import Line, NumberLine
from xa_report.workflow.province.case_sheet import CaseSheet

CLOSED = "Hồ sơ đã chốt điểm. Muốn sửa điểm, hãy bấm Hồ sơ (Alt+H), chọn Mở lại hồ sơ."
NO_NUMBER = "Điểm cần là một số, ví dụ 2,5."
NO_CODE = "Hãy chọn mã lý do cho điểm thẩm định."


class PointsEditor(Card):
    """What is typed is kept only by the button or Enter, together with its reason.

    Signals:
        given(object): a PointsChange.
    """

    given = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__("Chấm điểm thẩm định")
        self.points = NumberLine("Điểm thẩm định")
        self.points.setFixedWidth(90)
        self.code = ReasonCode("Mã lý do")
        self.text = Line("Nội dung phát hiện")
        self.text.setPlaceholderText("Nội dung phát hiện (bắt buộc với T99)")
        self.put = QtWidgets.QPushButton("Ghi điểm")
        self.put.setToolTip("Enter")
        self.away = QtWidgets.QPushButton("Bỏ điểm đã ghi")
        self.away.setToolTip("Lấy lại điểm tính theo số liệu")
        self.fault = label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self._of = label("", "muted")
        self._closed = label(CLOSED, "muted", wrap=True)
        self._shown: tuple[object, ...] = ()
        self._lay_out()
        self.put.clicked.connect(self._give)
        self.points.returnPressed.connect(self._give)
        self.text.returnPressed.connect(self._give)
        self.away.clicked.connect(lambda: self.given.emit(PointsChange()))

    def show_line(self, line: CriterionRow, sheet: CaseSheet) -> None:
        """Show what is put for a criterion; what is being typed for the same one stays."""
        self.setVisible(line.leaf)
        for widget in (self._inputs, self.code, self.text, self.put):
            widget.setVisible(sheet.open)
        self._closed.setVisible(not sheet.open)
        self._of.setText(f"trong {texts.points(line.max, sheet.decimals)} điểm")
        self.away.setEnabled(line.fixed is not None)
        shown = sheet.unit.code, line.code, line.version, sheet.sequence
        if shown == self._shown:
            return
        self._shown = shown
        self.show_fault("")
        number = line.fixed if line.fixed is not None else None
        self.points.show_stored("" if number is None else texts.points(number, sheet.decimals))
        self.points.setPlaceholderText(texts.points(line.points, sheet.decimals))
        why = line.why if line.fixed is not None else None
        self.code.choose(why.code if why else None)
        self.text.show_stored(why.text if why else "")
        self.text.setCursorPosition(0)

    def show_fault(self, sentence: str) -> None:
        """Say why it was not taken; what was typed stays."""
        show_or_hide(self.fault, sentence)

    @property
    def typing(self) -> bool:
        """Whether something is typed that is not kept yet."""
        return self.put.isVisible() and (self.points.changed or self.text.changed)

    def _lay_out(self) -> None:
        self._inputs = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(self._inputs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.points)
        row.addWidget(self._of)
        row.addStretch(1)
        row.addWidget(self.away)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.text, 1)
        buttons.addWidget(self.put)
        self.add(self._closed)
        self.add(self._inputs)
        self.add(self.code)
        self.column.addLayout(buttons)
        self.add(self.fault)
        self.fault.hide()
        steps = (self.points, self.code, self.text, self.put, self.away)
        for before, after in pairwise(steps):
            self.setTabOrder(before, after)

    @QtCore.Slot()
    def _give(self) -> None:
        number = self._number()
        code = self.code.chosen
        if number is None:
            self.show_fault(NO_NUMBER)
            self.points.setFocus()
        elif code is None:
            self.show_fault(NO_CODE)
            self.code.setFocus()
        else:
            self.show_fault("")
            self.given.emit(PointsChange(number, DifferenceReason(code, self.text.text().strip())))

    def _number(self) -> Decimal | None:
        try:
            return parse_number(self.points.text())
        except ValueError:
            return None
