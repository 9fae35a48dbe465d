"""One item on the page: label, editor, unit, the period before, and what is wrong with it."""

from dataclasses import replace
from datetime import date

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.finding import Finding
from xa_report.domain.item import Answer, FilledBy, Item, ItemKind, ItemValue
from xa_report.ui.editors import editor_for
from xa_report.ui.opened import may_answer
from xa_report.ui.pane.details import Details
from xa_report.ui.pane.remark import Remark
from xa_report.ui.pane.telling import previous_text, told
from xa_report.ui.place import Place
from xa_report.ui.widgets.labels import label
from xa_report.workflow.commune.assessed_report import AssessedReport

NARROWEST, ROOMY = 340, 640
"""From this width on everything of a number stands in one line."""
LABEL_WIDTH, UNIT_WIDTH, PREVIOUS_WIDTH = 140, 62, 112


class Field(QtWidgets.QWidget):
    """Everything that is typed for one item.

    Signals:
        enter_pressed(): Enter was pressed: on to the next field.
    """

    enter_pressed = QtCore.Signal()

    def __init__(self, item: Item, place: Place) -> None:
        super().__init__()
        self.item = item
        self._desk = place.desk
        self._answer: Answer | None = None
        self.finding: Finding | None = None
        self.editor = editor_for(item)
        self.details = Details(item)
        self._label = label(item.label, wrap=True)
        self._label.setToolTip(item.note or item.label)
        self._unit = label(item.unit or ("%" if item.kind is ItemKind.PERCENT else ""), "muted")
        self.previous = label("", "muted")
        self.remark = Remark(place.theme)
        self.setFocusProxy(self.editor)
        self._lay_out()
        self._connect()

    def refresh(self, work: AssessedReport, finding: Finding | None) -> None:
        """Show what is stored now; what is being typed stays."""
        answer = work.report.answers.get(self.item.id)
        self._answer = answer
        self.editor.show_value(answer.value if answer else None)
        self.details.show_answer(answer)
        before = work.previous.answers.get(self.item.id) if work.previous else None
        self.previous.setText(previous_text(self.item, before))
        self._show_tail()
        open_here = self._open
        self.editor.setEnabled(open_here and not self.details.not_arisen)
        self.details.setEnabled(open_here)
        self.details.absent.setEnabled(open_here)
        self.details.more.setEnabled(open_here)
        self.finding = finding
        self.remark.show_stored(*told(self.item, finding))

    @property
    def _open(self) -> bool:
        by_commune = self.item.filled_by is FilledBy.COMMUNE
        return by_commune and may_answer(self._desk, self.item.id)

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
        tail.addWidget(self.details.absent)
        self._grid.addWidget(self._label, 0, 0)
        self._unit.setMinimumWidth(UNIT_WIDTH)
        if not self.editor.wide:
            self._grid.addWidget(self.editor, 0, 1)
            self._grid.addWidget(self._unit, 0, 2)
        else:
            self._grid.addWidget(self.editor, 2, 0, 1, 5)
        self._roomy: bool | None = None
        self._place_tail(roomy=True)
        self._grid.addWidget(self.details.more, 0, 4)
        self._grid.addWidget(self.details, 3, 0, 1, 5)
        self._grid.addWidget(self.remark, 4, 0, 1, 5)

    def _place_tail(self, *, roomy: bool) -> None:
        if roomy is self._roomy:
            return
        self._roomy = roomy
        if roomy:
            self._grid.addWidget(self._tail, 0, 3)
        else:
            self._grid.addWidget(self._tail, 1, 0, 1, 5)
        self._show_tail()

    def _show_tail(self) -> None:
        """In a narrow window the box is there only when it is asked for or ticked."""
        asked = self.details.more.isChecked() or self.details.not_arisen
        self.details.absent.setVisible(bool(self._roomy) or asked)
        self._tail.setVisible(bool(self._roomy) or asked or bool(self.previous.text()))

    def _connect(self) -> None:
        self.editor.value_edited.connect(self._give)
        self.editor.value_rejected.connect(self.remark.show_fault)
        self.remark.answer.clicked.connect(lambda: self._desk.reason_requested.emit(self.finding))
        self.editor.enter_pressed.connect(self.enter_pressed)
        self.details.not_arisen_edited.connect(self._give_not_arisen)
        self.details.answer_cleared.connect(lambda: self._desk.answer(self.item.id, None))
        self.details.note_edited.connect(self._note)
        self.details.as_of_edited.connect(self._date)
        for button in (self.details.absent, self.details.more):
            button.toggled.connect(self._show_tail)
        self.details.absent.toggled.connect(
            lambda on: self.editor.setEnabled(not on and self._open)
        )

        for key, button in (("F4", self.details.absent), ("Ctrl+G", self.details.more)):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(key), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _give(self, value: ItemValue | None) -> None:
        if value is None:
            self._desk.answer(self.item.id, None)
            return
        old = self._answer or Answer()
        self._desk.answer(self.item.id, replace(old, value=value, not_arisen=None))

    def _give_not_arisen(self, reason: str) -> None:
        old = self._answer or Answer()
        self._desk.answer(self.item.id, replace(old, value=None, not_arisen=reason))

    def _note(self, note: str) -> None:
        if self._answer is not None:
            self._desk.answer(self.item.id, replace(self._answer, note=note))

    def _date(self, day: date | None) -> None:
        if self._answer is not None:
            self._desk.answer(self.item.id, replace(self._answer, as_of=day))

    def minimumSizeHint(self) -> QtCore.QSize:
        # Not the layout's: the wide arrangement must not keep a window from becoming narrow.
        return QtCore.QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tail(roomy=self.width() >= ROOMY)
