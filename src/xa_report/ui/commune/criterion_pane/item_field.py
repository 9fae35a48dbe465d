"""The field of one item: label, editor, unit, previous answer, message below."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain import item_values
from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.domain.item import Answer, FilledBy, Item, ItemKind, ItemValue
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.answer_details import AnswerDetails
from xa_report.ui.shared.drafts import Draft
from xa_report.ui.shared.editors import build_item_editor
from xa_report.ui.shared.reading_chooser import ReadingChooser
from xa_report.ui.shared.theme import ColorTheme, set_style_property
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.workflow.commune.assessed_report import AssessedReport

SEVERITY_ICONS = {
    "error": ("missing", "missing"),
    "warning": ("below", "below"),
    "note": ("province", "quiet"),
}
"""Icon and colour role by severity."""
FIELD_MIN_WIDTH, ONE_LINE_FROM_WIDTH = 340, 640
"""Pixels; from the second on everything of a number stands in one row."""
LABEL_WIDTH, UNIT_WIDTH, PREVIOUS_WIDTH = 140, 62, 112
MAX_PREVIOUS_LETTERS = 40
"""Letters of the previous answer that are shown beside a field."""


class FieldMessage(QtWidgets.QWidget):
    """The message below a field: icon, sentence, button for a reason.

    A rejection of what is being typed comes before a finding about what is stored.
    """

    def __init__(self, theme: ColorTheme, field: QtWidgets.QWidget) -> None:
        """Show messages of `field`, the widget around all that belongs to them."""
        super().__init__()
        self._theme = theme
        self._fault = ""
        self._stored = ("", "note")
        self._icon = QtWidgets.QLabel()
        self._icon.setFixedWidth(16)
        self._words = create_label("", "", wrap=True)
        # Beside the icon, also where the buttons make the row taller than the sentence.
        self._words.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
        self.reason_button = QtWidgets.QPushButton("Ghi lý do…")
        self.reason_button.setProperty("look", "link")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self.reason_button, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.chooser = ReadingChooser(field)
        row.addWidget(self.chooser, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty when nothing is wrong."""
        return self._words.text() if not self.isHidden() else ""

    @property
    def is_rejecting(self) -> bool:
        """True while a typed text is refused."""
        return bool(self._fault)

    @QtCore.Slot(str)
    def show_rejection(self, sentence: str) -> None:
        """Show why the typed text is rejected; an empty sentence ends that."""
        self._fault = sentence
        self._show()

    def show_stored(self, sentence: str, severity: str) -> None:
        """Show what is wrong with the stored answer; an empty sentence for nothing."""
        self._stored = (sentence, severity)
        self._show()

    def _show(self) -> None:
        sentence, severity = (self._fault, "error") if self._fault else self._stored
        icon, role = SEVERITY_ICONS[severity]
        if self._words.text() != sentence:
            self._words.setText(sentence)
        self._icon.setPixmap(self._theme.icon(icon, role).pixmap(QtCore.QSize(14, 14)))
        set_style_property(self._words, "role", role)
        self.reason_button.setVisible(severity == Severity.WARNING)
        self.setVisible(bool(sentence))


def previous_answer_text(item: Item, before: Answer | None) -> str:
    """Return the answer of the previous period in a few words; empty for none."""
    if before is None:
        return ""
    if before.value is None:
        return "kỳ trước: không phát sinh"
    if item.kind is ItemKind.TABLE:
        rows = before.value if isinstance(before.value, tuple) else ()
        return f"kỳ trước: {len(rows)} dòng"
    shown = item_values.format_value(before.value, item).replace("\n", " ")
    if len(shown) > MAX_PREVIOUS_LETTERS:
        shown = f"{shown[: MAX_PREVIOUS_LETTERS - 1]}…"
    return f"kỳ trước {shown}"


def first_open_finding(findings: Sequence[Finding]) -> Finding | None:
    """Return the first open finding of an item, but not that it has no answer.

    Findings come worst first; that an answer is missing can be seen without a message.
    """
    others = (f for f in findings if f.is_open and f.code != FindingCode.NOT_REPORTED.number)
    return next(others, None)


def field_message(item: Item, finding: Finding | None) -> tuple[str, str]:
    """Return the sentence below a field and its severity; an empty sentence for none."""
    if item.filled_by is FilledBy.PROVINCE:
        return "Tỉnh nhập số liệu này.", Severity.NOTE.value
    if finding is None:
        return "", Severity.NOTE.value
    return f"{finding.code}  {finding.message} {finding.remedy}", finding.severity.value


class ItemField(QtWidgets.QWidget):
    """Label, editor, unit, previous answer, details and message of one item.

    Signals:
        enter_pressed(): Enter was pressed and the next field is to get the focus.
    """

    enter_pressed = QtCore.Signal()

    def __init__(self, item: Item, context: UiContext) -> None:
        super().__init__()
        self.item = item
        self._session = context.session
        self._answer: Answer | None = None
        self.finding: Finding | None = None
        self.editor = build_item_editor(item)
        self.details = AnswerDetails(item)
        self._label = create_label(item.label, wrap=True)
        self._label.setToolTip(item.note or item.label)
        self._unit = create_label(
            item.unit or ("%" if item.kind is ItemKind.PERCENT else ""), "muted"
        )
        self.previous = create_label("", "muted")
        self.message = FieldMessage(context.theme, self)
        self.setFocusProxy(self.editor)
        self._lay_out()
        self._connect()

    def refresh(self, work: AssessedReport, finding: Finding | None) -> None:
        """Show the stored answer with its finding; a text being typed stays."""
        answer = work.report.answers.get(self.item.id)
        self._answer = answer
        texts = self._session.drafts.find_texts(
            self.item.id, self._session.stored_value(self.item.id)
        )
        was_rejecting = self.message.is_rejecting
        self.editor.show_value(answer.value if answer else None)
        self.details.show_answer(answer)
        before = work.previous.answers.get(self.item.id) if work.previous else None
        self.previous.setText(previous_answer_text(self.item, before))
        self._show_tail()
        is_editable = self._is_editable
        self.editor.setEnabled(is_editable and not self.details.is_not_arisen)
        if was_rejecting and (texts is None or not self.editor.isEnabledTo(self)):
            self.editor.discard_edits()
        elif texts is not None and not was_rejecting and is_editable:
            self.editor.restore_draft(texts)
        self.details.setEnabled(is_editable)
        # Box and button stand in the row of the editor, outside of `details`.
        self.details.not_arisen_box.setEnabled(is_editable)
        self.details.more_button.setEnabled(is_editable)
        self.finding = finding
        self.message.show_stored(*field_message(self.item, finding))

    @property
    def _is_editable(self) -> bool:
        by_commune = self.item.filled_by is FilledBy.COMMUNE
        return by_commune and self._session.can_answer_item(self.item.id)

    def _lay_out(self) -> None:
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._label.setMinimumWidth(LABEL_WIDTH)
        self._tail = QtWidgets.QWidget()
        tail = QtWidgets.QHBoxLayout(self._tail)
        tail.setContentsMargins(0, 0, 0, 0)
        tail.setSpacing(6)
        self.previous.setMinimumWidth(PREVIOUS_WIDTH)
        tail.addWidget(self.previous)
        tail.addStretch(1)
        tail.addWidget(self.details.not_arisen_box)
        self._grid.addWidget(self._label, 0, 0)
        self._unit.setMinimumWidth(UNIT_WIDTH)
        if not self.editor.full_width:
            self._grid.addWidget(self.editor, 0, 1)
            self._grid.addWidget(self._unit, 0, 2)
        else:
            self._grid.addWidget(self.editor, 2, 0, 1, 5)
        self._roomy: bool | None = None
        self._place_tail(roomy=True)
        self._grid.addWidget(self.details.more_button, 0, 4)
        self._grid.addWidget(self.details, 3, 0, 1, 5)
        self._grid.addWidget(self.message, 4, 0, 1, 5)

    def _place_tail(self, *, roomy: bool) -> None:
        # Every step of a resize comes here: the grid changes only when the arrangement does.
        if roomy is self._roomy:
            return
        self._roomy = roomy
        if roomy:
            self._grid.addWidget(self._tail, 0, 3)
        else:
            self._grid.addWidget(self._tail, 1, 0, 1, 5)
        self._show_tail()

    def _show_tail(self) -> None:
        """Show previous answer and box; a narrow window hides a box that is not ticked."""
        requested = self.details.more_button.isChecked() or self.details.is_not_arisen
        self.details.not_arisen_box.setVisible(bool(self._roomy) or requested)
        self._tail.setVisible(bool(self._roomy) or requested or bool(self.previous.text()))

    def _connect(self) -> None:
        self.editor.value_entered.connect(self._store_value)
        self.editor.value_rejected.connect(self.message.show_rejection)
        self.editor.value_rejected.connect(self._save_draft)
        self.editor.readings_offered.connect(self.message.chooser.offer_readings)
        self.message.chooser.reading_chosen.connect(self.editor.choose_reading)
        self.message.reason_button.clicked.connect(
            lambda: self._session.reason_requested.emit(self.finding)
        )
        self.editor.enter_pressed.connect(self.enter_pressed)
        self.details.not_arisen_edited.connect(self._store_not_arisen)
        self.details.answer_cleared.connect(lambda: self._session.set_answer(self.item.id, None))
        self.details.note_edited.connect(self._store_note)
        self.details.as_of_edited.connect(self._store_date)
        for button in (self.details.not_arisen_box, self.details.more_button):
            button.toggled.connect(self._show_tail)
        self.details.not_arisen_box.toggled.connect(self._switch_editor)
        for key, button in (
            ("F4", self.details.not_arisen_box),
            ("Ctrl+G", self.details.more_button),
        ):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(key), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _switch_editor(self, not_arisen: bool) -> None:
        # Leaving the editor for this may refuse what stands in it.
        self.editor.setEnabled(not not_arisen and self._is_editable)
        if not_arisen and self.message.is_rejecting:
            self.editor.discard_edits()

    def _save_draft(self, rejection: str) -> None:
        if rejection:
            stored = self._session.stored_value(self.item.id)
            draft = Draft(self.editor.typed_texts(), stored)
            self._session.drafts.save_draft(self.item.id, draft)
        else:
            self._session.drafts.drop_draft(self.item.id)

    def _store_value(self, value: ItemValue | None) -> None:
        if value is None:
            self._session.set_answer(self.item.id, None)
            return
        old = self._answer or Answer()
        self._session.set_answer(self.item.id, replace(old, value=value, not_arisen=None))

    def _store_not_arisen(self, reason: str) -> None:
        old = self._answer or Answer()
        self._session.set_answer(self.item.id, replace(old, value=None, not_arisen=reason))

    def _store_note(self, note: str) -> None:
        if self._answer is not None:
            self._session.set_answer(self.item.id, replace(self._answer, note=note))

    def _store_date(self, day: date | None) -> None:
        if self._answer is not None:
            self._session.set_answer(self.item.id, replace(self._answer, as_of=day))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Of whatever part has the focus and has no use for Esc itself.
        if event.key() == QtCore.Qt.Key.Key_Escape and self.message.is_rejecting:
            self.editor.cancel_question()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QtCore.QSize:
        # Not the layout's: the wide arrangement must not keep a window from becoming narrow.
        return QtCore.QSize(FIELD_MIN_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tail(roomy=self.width() >= ONE_LINE_FROM_WIDTH)
