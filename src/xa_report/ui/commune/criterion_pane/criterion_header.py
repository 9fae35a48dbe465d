"""The header of the right pane: title, points, reason, and the field for points by hand."""

from decimal import Decimal

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.number_text import (
    NumberStyle,
    ValueFaultError,
    parse_number,
    show_typed_number,
)
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.manual import ManualRule
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.item_field import FieldMessage
from xa_report.ui.commune.node_status import NodeStatus
from xa_report.ui.commune.outline import OutlineNode, OutlineNodeKind
from xa_report.ui.shared.badges import BadgeChip
from xa_report.ui.shared.drafts import Draft
from xa_report.ui.shared.editor_base import offered_readings, rejection_message
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import NumberLineEdit
from xa_report.workflow.commune.report_changes import ReportChanges


class ManualPointsField(QtWidgets.QWidget):
    """Field for points that the commune scores by hand."""

    def __init__(self, code: str, context: UiContext) -> None:
        super().__init__()
        self._code = code
        self._session = context.session
        self.line = NumberLineEdit("Điểm tự chấm")
        self.line.setFixedWidth(112)
        self.message = FieldMessage(context.theme, self)
        self.setFocusProxy(self.line)
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnStretch(2, 1)
        grid.addWidget(create_label("Điểm tự chấm"), 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(create_label(self._limits(), "muted"), 0, 2)
        grid.addWidget(self.message, 1, 0, 1, 3)
        self.line.text_committed.connect(self._leave)
        # The question is about the text that was left, not about another that is being typed.
        self.line.textEdited.connect(lambda: self.message.chooser.offer_readings(()))
        self.message.chooser.reading_chosen.connect(self._choose_reading)

    def refresh(self) -> None:
        """Show the stored points, and whether they can be edited."""
        points = self._session.work.report.manual.get(self._code)
        texts = self._session.drafts.find_texts(self._code, points)
        self.line.show_stored(
            "" if points is None else show_typed_number(points, NumberStyle.PLAIN)
        )
        is_editable = self._session.can_edit_criterion(self._code)
        self.line.setEnabled(is_editable)
        if self.message.is_rejecting and (texts is None or not is_editable):
            self._discard_edits()
        elif texts is not None and not self.message.is_rejecting and is_editable:
            self._choose_reading(texts[0][0])

    def _choose_reading(self, text: str) -> None:
        self.line.setText(text)
        self._leave(text)

    def _limits(self) -> str:
        criterion = self._session.work.form.criterion(self._code)
        step = criterion.rule.step if isinstance(criterion.rule, ManualRule) else Decimal(1)
        return f"từ 0 đến {show_number(criterion.max)}, bước {show_number(step)}"

    def _leave(self, text: str) -> None:
        if not self.line.is_changed and not self.line.is_marked_wrong:
            return
        try:
            points = parse_number(text, NumberStyle.PLAIN) if text else None
        except ValueFaultError as error:
            stored = self._session.work.report.manual.get(self._code)
            self._session.drafts.save_draft(self._code, Draft(((text,),), stored))
            self.line.mark_wrong(wrong=True)
            self.message.show_rejection(rejection_message(error))
            self.message.chooser.offer_readings(offered_readings(error))
            return
        self._end_rejection()
        self._session.set_points(self._code, points)

    def _end_rejection(self) -> None:
        self._session.drafts.drop_draft(self._code)
        self.line.mark_wrong(wrong=False)
        self.message.chooser.offer_readings(())
        self.message.show_rejection("")

    def _discard_edits(self) -> None:
        self.line.restore_stored()
        self._end_rejection()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and self.message.is_rejecting:
            self._discard_edits()
            return
        super().keyPressEvent(event)


class CriterionHeader(QtWidgets.QWidget):
    """Title, points, state and reason of a line; for points by hand also their field."""

    def __init__(self, node: OutlineNode, context: UiContext) -> None:
        super().__init__()
        self._node = node
        self._shown: NodeStatus | None = None
        self._session = context.session
        self._title = create_label(node.display_text, "title", wrap=True)
        self._points = create_label("", "points")
        self._max = create_label("", "muted")
        self._chip = BadgeChip(context.theme)
        self._reason = create_label("", "muted", wrap=True)
        self._reason.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
        self.manual = ManualPointsField(node.code, context) if self._has_manual_points() else None
        self._lay_out()

    def is_affected(self, changes: ReportChanges, status: NodeStatus) -> bool:
        """Return whether points, state, reason or the points by hand differ from what is shown."""
        code = self._node.code
        own = code in changes.results or code in changes.manual
        return own or changes.state or status != self._shown

    def refresh(self, status: NodeStatus) -> None:
        """Show points, state and reason."""
        self._shown = status
        points, _, maximum = status.points.partition(" / ")
        self._points.setText(points)
        self._max.setText(f"/ {maximum} {self._unit()}" if maximum else "")
        self._chip.show_badge(status.badge)
        set_text_or_hide(self._reason, self._reason_text())
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

    def _has_manual_points(self) -> bool:
        if self._node.kind is not OutlineNodeKind.CRITERION:
            return False
        return isinstance(self._session.work.form.criterion(self._node.code).rule, ManualRule)

    def _unit(self) -> str:
        collects = (
            self._node.kind in (OutlineNodeKind.AREA, OutlineNodeKind.PLAN)
            and not self._node.children
        )
        return "số liệu" if collects else "điểm"

    def _reason_text(self) -> str:
        if self._node.kind is OutlineNodeKind.PLAN:
            return "Bộ tiêu chí không hỏi; kế hoạch của tỉnh cần để đối chiếu chỉ tiêu."
        if self._node.kind is OutlineNodeKind.GROUP:
            return "Tính ngoài thang điểm; chọn từng nội dung ở bên trái hoặc bên dưới."
        if not self._session.work.form.total and not self._node.children:
            return "Biểu số liệu: chỉ thu thập số liệu, không chấm điểm."
        return self._session.work.assessment.result_of(self._node.code).reason
