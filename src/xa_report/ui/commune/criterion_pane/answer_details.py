"""Details of an answer: not arisen with its reason, a note, the date of the source."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.item import Answer, FilledBy, Item, ItemKind
from xa_report.domain.number_text import ValueFaultError
from xa_report.ui.shared.editor_base import rejection_message
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import DateEdit, LineEdit


class AnswerDetails(QtWidgets.QWidget):
    """Two rows below a field, shown on request or when they hold something.

    Signals:
        not_arisen_edited(str): the item is not arisen; the reason.
        answer_cleared(): the answer is to be removed.
        note_edited(str): another note was entered; empty to remove it.
        as_of_edited(object): another date of the source was entered, or None.
    """

    not_arisen_edited = QtCore.Signal(str)
    answer_cleared = QtCore.Signal()
    note_edited = QtCore.Signal(str)
    as_of_edited = QtCore.Signal(object)

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._item = item
        self._answer: Answer | None = None
        self._dated = item.kind is not ItemKind.EXTERNAL
        self.not_arisen_box = QtWidgets.QCheckBox("Không phát sinh")
        self.not_arisen_box.setProperty("look", "small")
        self.not_arisen_box.setAccessibleName(f"{item.label}: không phát sinh")
        self.not_arisen_box.setToolTip("Trong kỳ không có việc này; phải ghi lý do (F4)")
        self.more_button = QtWidgets.QToolButton()
        self.more_button.setText("⋯")
        self.more_button.setCheckable(True)
        self.more_button.setAccessibleName(f"{item.label}: ghi chú, ngày lấy số liệu")
        self.more_button.setToolTip("Ghi chú, ngày lấy số liệu, xóa câu trả lời (Ctrl+G)")
        self.reason = LineEdit(f"{item.label}: lý do không phát sinh")
        self.reason.setPlaceholderText("Lý do không phát sinh (bắt buộc)")
        self.reason_fault = _create_fault_label()
        self.note = LineEdit(f"{item.label}: ghi chú")
        self.day = DateEdit(f"{item.label}: ngày lấy số liệu")
        self.day_fault = _create_fault_label()
        self.clear_button = QtWidgets.QPushButton("Xóa câu trả lời")
        self.clear_button.setProperty("look", "link")
        self._lay_out()
        self._connect()

    @property
    def is_not_arisen(self) -> bool:
        """True when the box is ticked, also while its reason is not stored yet."""
        return self.not_arisen_box.isChecked()

    def show_answer(self, answer: Answer | None) -> None:
        """Show the stored answer; a ticked box that still lacks its reason stays ticked."""
        had_answer = self._answer is not None
        self._answer = answer
        stored = answer is not None and answer.not_arisen is not None
        # Another field was stored meanwhile: nothing changed here, and the reason may come yet.
        lacks_reason = self.is_not_arisen and not stored and answer is None and not had_answer
        if not lacks_reason:
            self._tick(on=stored)
        self.reason.show_stored((answer.not_arisen or "") if answer else "")
        self.note.show_stored(answer.note if answer else "")
        self.day.show_date(answer.as_of if answer else None)
        # Another one was stored: the field shows it, unmarked.
        for line, label in (
            (self.reason, self.reason_fault),
            (self.day.line_edit, self.day_fault),
        ):
            if not line.is_marked_wrong:
                set_text_or_hide(label, "")
        for widget in (self.note, self.day, self.clear_button):
            widget.setEnabled(answer is not None)
        self._show_lines()

    def _lay_out(self) -> None:
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.reason)
        column.addWidget(self.reason_fault)
        self._second = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(create_label("Ghi chú", "muted"))
        row.addWidget(self.note, 1)
        self._day_label = create_label("Lấy ngày", "muted")
        row.addWidget(self._day_label)
        row.addWidget(self.day)
        row.addWidget(self.clear_button)
        column.addWidget(self._second)
        column.addWidget(self.day_fault)
        self._day_label.setVisible(self._dated)
        self.day.setVisible(self._dated)
        self.reason.hide()
        self._second.hide()
        self.hide()

    def _connect(self) -> None:
        self.not_arisen_box.toggled.connect(self._show_lines)
        # Clicked, not toggled: only the user begins or ends an answer.
        self.not_arisen_box.clicked.connect(self._choose)
        self.more_button.toggled.connect(self._show_lines)
        self.reason.text_committed.connect(self._commit_reason)
        self.note.text_committed.connect(self._commit_note)
        self.day.line_edit.text_committed.connect(self._commit_day)
        self.day.date_picked.connect(self._commit_day)
        self.clear_button.clicked.connect(self.answer_cleared)

    def _tick(self, *, on: bool) -> None:
        if self.not_arisen_box.isChecked() is not on:
            self.not_arisen_box.setChecked(on)

    def _choose(self, on: bool) -> None:
        if on:
            self.reason.setFocus()
        elif self._answer is not None and self._answer.not_arisen is not None:
            self.answer_cleared.emit()

    def _commit_reason(self, text: str) -> None:
        if not self.is_not_arisen:
            return
        fault = self._reason_fault(text) if text and self.reason.is_changed else ""
        self.reason.mark_wrong(wrong=not text or bool(fault))
        set_text_or_hide(self.reason_fault, fault)
        if text and self.reason.is_changed and not fault:
            self.not_arisen_edited.emit(text)

    def _reason_fault(self, text: str) -> str:
        faults = answer_faults(self._item, Answer(not_arisen=text), FilledBy.COMMUNE)
        fault = next(faults, "")
        return rejection_message(ValueFaultError(fault)) if fault else ""

    def _commit_note(self, text: str) -> None:
        if self.note.is_changed:
            self.note_edited.emit(text)

    def _commit_day(self, _text: str) -> None:
        if not self.day.line_edit.is_changed and not self.day.line_edit.is_marked_wrong:
            return
        fault, day = "", None
        try:
            day = self.day.read_day()
        except ValueFaultError as error:
            fault = rejection_message(error)
        set_text_or_hide(self.day_fault, fault)
        if self.day.line_edit.is_changed and not fault:
            self.as_of_edited.emit(day)

    def _show_lines(self) -> None:
        noted = self._answer is not None and bool(self._answer.note or self._answer.as_of)
        details = self.more_button.isChecked() or noted
        self.reason.setVisible(self.is_not_arisen)
        self.reason_fault.setVisible(self.is_not_arisen and bool(self.reason_fault.text()))
        self._second.setVisible(details)
        self.day_fault.setVisible(details and bool(self.day_fault.text()))
        self.setVisible(self.is_not_arisen or details)


def _create_fault_label() -> QtWidgets.QLabel:
    label = create_label("", wrap=True)
    label.setProperty("role", "missing")
    label.hide()
    return label
