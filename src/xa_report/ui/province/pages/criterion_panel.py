"""The panel of one criterion: points, explanation, evidence, and the editor of points."""

from decimal import Decimal
from itertools import pairwise

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.domain.numbers import parse_number
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.domain.text import show_date
from xa_report.ui.province import formats
from xa_report.ui.province.dialogs.form_dialog import ReasonCodeCombo
from xa_report.ui.province.pages.criteria_columns import (
    RETURNED_TEXT,
    awaiting_correction_badge,
    difference_text,
)
from xa_report.ui.shared.local_files import evidence_summary
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import LineEdit, NumberLineEdit
from xa_report.workflow.province.case_sheet import CaseSheet

CASE_CLOSED_TEXT = "Hồ sơ đã chốt điểm. Muốn sửa điểm, hãy bấm Hồ sơ (Alt+H), chọn Mở lại hồ sơ."
NO_POINTS_TEXT = "Điểm cần là một số, ví dụ 2,5."
NO_REASON_CODE_TEXT = "Hãy chọn mã lý do cho điểm thẩm định."


class PointsEditor(CardFrame):
    """What is typed is kept only by the button or Enter, together with its reason.

    Signals:
        points_entered(object): a PointsChange.
    """

    points_entered = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__("Chấm điểm thẩm định")
        self.points = NumberLineEdit("Điểm thẩm định")
        self.points.setFixedWidth(90)
        self.code = ReasonCodeCombo("Mã lý do")
        self.text = LineEdit("Nội dung phát hiện")
        self.text.setPlaceholderText("Nội dung phát hiện (bắt buộc với T99)")
        self.save_button = QtWidgets.QPushButton("Ghi điểm")
        self.save_button.setToolTip("Enter")
        self.clear_button = QtWidgets.QPushButton("Bỏ điểm đã ghi")
        self.clear_button.setToolTip("Lấy lại điểm tính theo số liệu")
        self.fault_label = create_label("", wrap=True)
        self.fault_label.setProperty("role", "missing")
        self._of = create_label("", "muted")
        self._closed = create_label(CASE_CLOSED_TEXT, "muted", wrap=True)
        self._shown: tuple[object, ...] = ()
        self._lay_out()
        self.save_button.clicked.connect(self._give)
        self.points.returnPressed.connect(self._give)
        self.text.returnPressed.connect(self._give)
        self.clear_button.clicked.connect(lambda: self.points_entered.emit(PointsChange()))

    def show_line(self, line: CriterionRow, sheet: CaseSheet) -> None:
        """Show what is put for a criterion; what is being typed for the same one stays."""
        self.setVisible(line.leaf)
        for widget in (self._inputs, self.code, self.text, self.save_button):
            widget.setVisible(sheet.open)
        self._closed.setVisible(not sheet.open)
        self._of.setText(f"trong {formats.format_points(line.max, sheet.decimals)} điểm")
        self.clear_button.setEnabled(line.fixed is not None)
        shown = sheet.unit.code, line.code, line.version, sheet.sequence
        if shown == self._shown:
            return
        self._shown = shown
        self.show_fault("")
        number = line.fixed if line.fixed is not None else None
        self.points.show_stored(
            "" if number is None else formats.format_points(number, sheet.decimals)
        )
        self.points.setPlaceholderText(formats.format_points(line.points, sheet.decimals))
        why = line.why if line.fixed is not None else None
        self.code.select_code(why.code if why else None)
        self.text.show_stored(why.text if why else "")
        self.text.setCursorPosition(0)

    def show_fault(self, sentence: str) -> None:
        """Say why it was not taken; what was typed stays."""
        set_text_or_hide(self.fault_label, sentence)

    @property
    def has_unsaved_input(self) -> bool:
        """Whether something is typed that is not kept yet."""
        return self.save_button.isVisible() and (self.points.is_changed or self.text.is_changed)

    def _lay_out(self) -> None:
        self._inputs = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(self._inputs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.points)
        row.addWidget(self._of)
        row.addStretch(1)
        row.addWidget(self.clear_button)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.text, 1)
        buttons.addWidget(self.save_button)
        self.add_widget(self._closed)
        self.add_widget(self._inputs)
        self.add_widget(self.code)
        self.column.addLayout(buttons)
        self.add_widget(self.fault_label)
        self.fault_label.hide()
        steps = (self.points, self.code, self.text, self.save_button, self.clear_button)
        for before, after in pairwise(steps):
            self.setTabOrder(before, after)

    @QtCore.Slot()
    def _give(self) -> None:
        number = self._number()
        code = self.code.selected_code
        if number is None:
            self.show_fault(NO_POINTS_TEXT)
            self.points.setFocus()
        elif code is None:
            self.show_fault(NO_REASON_CODE_TEXT)
            self.code.setFocus()
        else:
            self.show_fault("")
            self.points_entered.emit(
                PointsChange(number, DifferenceReason(code, self.text.text().strip()))
            )

    def _number(self) -> Decimal | None:
        try:
            return parse_number(self.points.text())
        except ValueError:
            return None


NO_EVIDENCE_ATTACHED = "Xã không đính kèm tài liệu nào cho tiêu chí này."
EVIDENCE_NOT_RECEIVED = "Xã mới gửi tệp PDF; tài liệu mở được khi xã gửi gói .zip."
NOT_EXPLAINED_TEXT = "Xã chưa giải trình tiêu chí này."


class CriterionPanel(QtWidgets.QWidget):
    """Quiet cards, one below the other.

    Signals:
        evidence_activated(object): show an Evidence.
    """

    evidence_activated = QtCore.Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._head = CardFrame()
        self._title = create_label("", "title", wrap=True)
        self._title.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.points_label = create_label("", "points")
        self._of = create_label("", "muted")
        self._head.header_row.insertWidget(0, self._title, 50)
        self._head.header_row.addWidget(self.points_label)
        self._head.header_row.addWidget(self._of)
        self._rounds = create_label("", "strong", wrap=True)
        self.reason_label = create_label("", "muted", wrap=True)
        self.why_label = create_label("", wrap=True)
        self.return_label = create_label("", wrap=True)
        self.return_label.setProperty("role", "below")
        for part in (self._rounds, self.return_label, self.reason_label, self.why_label):
            self._head.add_widget(part)
        self.editor = PointsEditor()
        self._told = CardFrame("Giải trình của xã")
        self.explanation = create_label("", wrap=True)
        self._told.add_widget(self.explanation)
        self._proofs = CardFrame("Tài liệu kiểm chứng")
        self._note = create_label("", "muted", wrap=True)
        self._proofs.add_widget(self._note)
        self._lines = QtWidgets.QVBoxLayout()
        self._lines.setSpacing(2)
        self._proofs.column.addLayout(self._lines)
        self.open_buttons: list[QtWidgets.QPushButton] = []
        self._lay_out()

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for card in (self._head, self.editor, self._told, self._proofs):
            column.addWidget(card)
        column.addStretch(1)

    def show_line(self, line: CriterionRow, sheet: CaseSheet) -> None:
        """Show a criterion."""
        decimals = sheet.decimals
        self._title.setText(f"{line.code}  {line.title}")
        self.points_label.setText(formats.format_points(line.points, decimals))
        self._of.setText(f"/ {formats.format_points(line.max, decimals)} điểm")
        set_text_or_hide(self._rounds, round_points_text(line, decimals))
        set_text_or_hide(self.return_label, return_request_text(line))
        set_text_or_hide(self.reason_label, line.reason)
        set_text_or_hide(self.why_label, f"Lý do: {line.why.description}" if line.why else "")
        self.editor.show_line(line, sheet)
        self._told.setVisible(line.leaf)
        self.explanation.setText(line.explanation or NOT_EXPLAINED_TEXT)
        self.explanation.setProperty("look", "" if line.explanation else "muted")
        self.explanation.style().polish(self.explanation)
        self._proofs.setVisible(line.leaf)
        self._list_proofs(line.evidence, whole=sheet.whole)

    def _list_proofs(self, evidence_items: tuple[Evidence, ...], *, whole: bool) -> None:
        while (taken := self._lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.open_buttons = []
        set_text_or_hide(
            self._note,
            NO_EVIDENCE_ATTACHED if not evidence_items else "" if whole else EVIDENCE_NOT_RECEIVED,
        )
        for proof in evidence_items:
            line = self._proof_line(proof, whole=whole)
            self._lines.addWidget(line)
            line.show()

    def _proof_line(self, evidence: Evidence, *, whole: bool) -> QtWidgets.QWidget:
        line = QtWidgets.QWidget(self)
        name = ElidedLabel()
        name.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        name.show_text(evidence.file.document.citation or evidence.file.name)
        button = QtWidgets.QPushButton("Mở")
        button.setProperty("look", "link")
        button.setAccessibleName(f"Mở: {name.text()}")
        button.setToolTip("Chép ra thư mục tạm, chỉ đọc, rồi mở")
        button.setEnabled(whole)
        button.clicked.connect(lambda: self.evidence_activated.emit(evidence))
        self.open_buttons.append(button)
        row = QtWidgets.QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name, 1)
        row.addWidget(create_label(evidence_summary(evidence), "muted"))
        row.addWidget(button)
        return line


def return_request_text(line: CriterionRow) -> str:
    """What a return asked for and until when; empty while the commune is not waited for."""
    if awaiting_correction_badge(line) is None:
        return ""
    if line.request is None:
        return RETURNED_TEXT
    day = line.request.deadline
    until = f"\nHạn gửi lại: {show_date(day)}." if day else ""
    return f"{RETURNED_TEXT}\nYêu cầu: {line.request.why.description}{until}"


def round_points_text(line: CriterionRow, decimals: int) -> str:
    """`Tự chấm: 4,00 · thẩm định lần 1: 3,00 · hiện tính: 3,50. Thẩm định thấp hơn …`."""
    sent, first, now = (
        formats.format_points(n, decimals) for n in (line.sent, line.first, line.points)
    )
    words = f"Tự chấm: {sent} · thẩm định lần 1: {first} · hiện tính: {now}."
    return f"{words} {difference_text(line, decimals)}" if line.differs else words
