"""The panel of one criterion: points, explanation, evidence, and the editor of points."""

from decimal import Decimal
from itertools import pairwise

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.dates import show_date
from xa_report.domain.evidence import Evidence
from xa_report.domain.number_text import NumberStyle, ValueFaultError, parse_number
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.ui.province import formats
from xa_report.ui.province.dialogs.form_dialog import ReasonCodeCombo
from xa_report.ui.province.pages.criteria_columns import (
    RETURNED_TEXT,
    awaiting_correction_badge,
    difference_text,
)
from xa_report.ui.shared.drafts import Draft, DraftStore
from xa_report.ui.shared.editor_base import offered_readings, rejection_message
from xa_report.ui.shared.local_files import evidence_summary
from xa_report.ui.shared.reading_chooser import ReadingChooser
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import LineEdit, NumberLineEdit
from xa_report.workflow.province.case_sheet import CaseSheet

CASE_CLOSED_TEXT = "Hồ sơ đã chốt điểm. Muốn sửa điểm, hãy bấm Hồ sơ (Alt+H), chọn Mở lại hồ sơ."
NO_POINTS_TEXT = "Điểm cần là một số, ví dụ 2,5."
NO_REASON_CODE_TEXT = "Hãy chọn mã lý do cho điểm thẩm định."


class PointsEditor(CardFrame):
    """Editor of appraised points with their reason; the button or Enter saves both.

    Signals:
        points_entered(object): points were entered or are to be removed; a PointsChange.
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
        self.chooser = ReadingChooser(self)
        self._drafts = DraftStore()
        self._of = create_label("", "muted")
        self._closed = create_label(CASE_CLOSED_TEXT, "muted", wrap=True)
        self._is_open = False
        self._case = ""
        self._shown: tuple[str, object] = ("", None)
        """The criterion of a case, and the version of it that is shown."""
        self._lay_out()
        self._connect()

    def show_row(self, row: CriterionRow, sheet: CaseSheet) -> None:
        """Show the stored points of a criterion; while it is the same one, typed ones stay.

        Those typed for another one are shown again when it is.
        """
        # The version too: what somebody else stored meanwhile must be seen before it is replaced.
        shown = f"{sheet.unit.code} {sheet.period} {row.code}", (row.version, sheet.sequence)
        is_same = shown == self._shown and sheet.open is self._is_open
        if not is_same:
            self._save_draft()
        self._is_open = sheet.open
        self._case = f"{sheet.unit.code} {sheet.period}"
        self.setVisible(row.leaf)
        for widget in (self._inputs, self.code, self.text, self.save_button):
            widget.setVisible(sheet.open)
        self._closed.setVisible(not sheet.open)
        self._of.setText(f"trong {formats.format_points(row.max, sheet.decimals)} điểm")
        self.clear_button.setEnabled(row.fixed is not None)
        if not is_same:
            self._shown = shown
            self._show_stored(row, sheet)
            self._restore_draft()

    def _show_stored(self, row: CriterionRow, sheet: CaseSheet) -> None:
        self._end_rejection()
        fixed = row.fixed
        self.points.show_stored(
            "" if fixed is None else formats.format_points(fixed, sheet.decimals)
        )
        # Points typed for the criterion before are none of this one.
        self.points.restore_stored()
        self.points.setPlaceholderText(formats.format_points(row.points, sheet.decimals))
        why = row.why if row.fixed is not None else None
        self.code.select_code(why.code if why else None)
        self.text.show_stored(why.text if why else "")
        self.text.restore_stored()
        # A long text shows its beginning, not its end.
        self.text.setCursorPosition(0)

    def show_fault(self, sentence: str) -> None:
        """Show why the points were not saved; what was typed stays."""
        set_text_or_hide(self.fault_label, sentence)

    def unsaved_criteria(self) -> tuple[str, ...]:
        """Return the codes of the criteria of the case whose points or text are not saved yet."""
        self._save_draft()
        codes = self._drafts.keys_after(f"{self._case} ")
        return codes if self._is_open else ()

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
        self.setFocusProxy(self.points)
        self.add_widget(self.code)
        self.column.addLayout(buttons)
        self.add_widget(self.fault_label)
        self.column.addWidget(self.chooser, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        self.fault_label.hide()
        steps = (self.points, self.code, self.text, self.save_button, self.clear_button)
        for before, after in pairwise(steps):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self._save)
        self.points.returnPressed.connect(self._save)
        self.text.returnPressed.connect(self._save)
        self.clear_button.clicked.connect(lambda: self.points_entered.emit(PointsChange()))
        # The question is about the text that was refused, not about another that is being typed.
        self.points.textEdited.connect(lambda: self.chooser.offer_readings(()))
        self.points.text_committed.connect(self._leave_points)
        self.chooser.reading_chosen.connect(self._choose_reading)

    @QtCore.Slot()
    def _save(self) -> None:
        number = self._number()
        code = self.code.selected_code
        if number is None:
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
        """Return the typed points; None once it is shown why they are none."""
        text = self.points.text().strip()
        try:
            number = parse_number(text, NumberStyle.PLAIN)
        except ValueFaultError as error:
            self.points.mark_wrong(wrong=bool(text))
            self.show_fault(rejection_message(error) if text else NO_POINTS_TEXT)
            self.chooser.offer_readings(offered_readings(error))
            return None
        self._end_rejection()
        return number

    def _end_rejection(self) -> None:
        self.points.mark_wrong(wrong=False)
        self.show_fault("")
        self.chooser.offer_readings(())

    def _leave_points(self) -> None:
        # Esc brought the stored points back.
        if self.points.is_marked_wrong and not self.points.is_changed:
            self._end_rejection()

    def _choose_reading(self, text: str) -> None:
        # The question came up as the points were to be saved: that goes on.
        self.points.setText(text)
        self._save()

    def _save_draft(self) -> None:
        key, stored = self._shown
        if self._is_open and (self.points.is_changed or self.text.is_changed):
            code = self.code.selected_code
            texts = ((self.points.text(), self.text.text(), code.number if code else ""),)
            self._drafts.save_draft(key, Draft(texts, stored))
        else:
            self._drafts.drop_draft(key)

    def _restore_draft(self) -> None:
        texts = self._drafts.find_texts(*self._shown)
        if texts is None or not self._is_open:
            return
        points, text, number = texts[0]
        self.points.setText(points)
        self.text.setText(text)
        code = next((code for code in DifferenceCode if code.number == number), None)
        self.code.select_code(code)
        if self.points.is_changed and points:
            self._number()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Of whatever part has the focus and has no use for Esc itself.
        if event.key() == QtCore.Qt.Key.Key_Escape and self.points.is_marked_wrong:
            self.points.restore_stored()
            self._end_rejection()
            return
        super().keyPressEvent(event)


NO_EVIDENCE_ATTACHED = "Xã không đính kèm tài liệu nào cho tiêu chí này."
EVIDENCE_NOT_RECEIVED = "Xã mới gửi tệp PDF; tài liệu mở được khi xã gửi gói .zip."
NOT_EXPLAINED_TEXT = "Xã chưa giải trình tiêu chí này."


class CriterionPanel(QtWidgets.QWidget):
    """Cards of one criterion: points and reasons, editor, explanation, evidence.

    Signals:
        evidence_activated(object): an Evidence is to be opened.
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
        self._explanation_card = CardFrame("Giải trình của xã")
        self.explanation = create_label("", wrap=True)
        self._explanation_card.add_widget(self.explanation)
        self._evidence_card = CardFrame("Tài liệu kiểm chứng")
        self._note = create_label("", "muted", wrap=True)
        self._evidence_card.add_widget(self._note)
        self._lines = QtWidgets.QVBoxLayout()
        self._lines.setSpacing(2)
        self._evidence_card.column.addLayout(self._lines)
        self.open_buttons: list[QtWidgets.QPushButton] = []
        self._lay_out()

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for card in (self._head, self.editor, self._explanation_card, self._evidence_card):
            column.addWidget(card)
        column.addStretch(1)

    def show_row(self, row: CriterionRow, sheet: CaseSheet) -> None:
        """Show a criterion of a case."""
        decimals = sheet.decimals
        self._title.setText(f"{row.code}  {row.title}")
        self.points_label.setText(formats.format_points(row.points, decimals))
        self._of.setText(f"/ {formats.format_points(row.max, decimals)} điểm")
        set_text_or_hide(self._rounds, round_points_text(row, decimals))
        set_text_or_hide(self.return_label, return_request_text(row))
        set_text_or_hide(self.reason_label, row.reason)
        set_text_or_hide(self.why_label, f"Lý do: {row.why.description}" if row.why else "")
        self.editor.show_row(row, sheet)
        self._explanation_card.setVisible(row.leaf)
        self.explanation.setText(row.explanation or NOT_EXPLAINED_TEXT)
        self.explanation.setProperty("look", "" if row.explanation else "muted")
        # Selectors of the style sheet name the property: it counts only after polishing.
        self.explanation.style().polish(self.explanation)
        self._evidence_card.setVisible(row.leaf)
        self._list_evidence(row.evidence, whole=sheet.whole)

    def _list_evidence(self, evidence_items: tuple[Evidence, ...], *, whole: bool) -> None:
        while (layout_item := self._lines.takeAt(0)) is not None:
            widget = layout_item.widget()
            if widget is not None:
                # deleteLater waits for the event loop; until then it would stay visible.
                widget.hide()
                widget.deleteLater()
        self.open_buttons = []
        set_text_or_hide(
            self._note,
            NO_EVIDENCE_ATTACHED if not evidence_items else "" if whole else EVIDENCE_NOT_RECEIVED,
        )
        for evidence in evidence_items:
            widget = self._evidence_widget(evidence, whole=whole)
            self._lines.addWidget(widget)
            widget.show()

    def _evidence_widget(self, evidence: Evidence, *, whole: bool) -> QtWidgets.QWidget:
        widget = QtWidgets.QWidget(self)
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
        layout = QtWidgets.QHBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(name, 1)
        layout.addWidget(create_label(evidence_summary(evidence), "muted"))
        layout.addWidget(button)
        return widget


def return_request_text(row: CriterionRow) -> str:
    """Return what a return asks for and until when; empty unless a correction is awaited."""
    if awaiting_correction_badge(row) is None:
        return ""
    if row.request is None:
        return RETURNED_TEXT
    deadline = row.request.deadline
    until = f"\nHạn gửi lại: {show_date(deadline)}." if deadline else ""
    return f"{RETURNED_TEXT}\nYêu cầu: {row.request.why.description}{until}"


def round_points_text(row: CriterionRow, decimals: int) -> str:
    """Return points of all rounds: `Tự chấm: 4,00 · thẩm định lần 1: 3,00 · hiện tính: 3,50.`.

    A difference follows in words.
    """
    sent, first, now = (
        formats.format_points(n, decimals) for n in (row.sent, row.first, row.points)
    )
    words = f"Tự chấm: {sent} · thẩm định lần 1: {first} · hiện tính: {now}."
    return f"{words} {difference_text(row, decimals)}" if row.differs else words
