"""The editor of a score from another system: number, source and date."""

from PySide6 import QtWidgets

from xa_report.domain.item import ExternalScore, Item, ItemValue
from xa_report.domain.item_values import format_value, parse_number_text
from xa_report.domain.number_text import ValueFaultError
from xa_report.ui.shared.drafts import TypedTexts
from xa_report.ui.shared.editor_base import ItemEditor
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import DateEdit, LineEdit, NumberLineEdit


class ExternalEditor(ItemEditor):
    """Editor of an ExternalScore: number, date and source make one value.

    Nothing is emitted for date and source while the number is missing.
    """

    full_width = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.score = NumberLineEdit(item.label)
        self.score.setFixedWidth(112)
        self.date_edit = DateEdit(f"{item.label}: ngày lấy số liệu")
        self.source = LineEdit(f"{item.label}: nguồn")
        self.source.setPlaceholderText(item.source or "Hệ thống, báo cáo lấy số liệu")
        self.setFocusProxy(self.score)
        self._lay_out()
        for line in self._lines():
            line.text_committed.connect(self._leave)
            line.enter_pressed.connect(self.enter_pressed)
        self.date_edit.date_picked.connect(self._leave)
        # The question is about the text that was left, not about another that is being typed.
        self.score.textEdited.connect(lambda: self.readings_offered.emit(()))

    def _lines(self) -> tuple[LineEdit, ...]:
        return self.score, self.date_edit.line_edit, self.source

    def _lay_out(self) -> None:
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.score, 0, 0)
        grid.addWidget(create_label(self.item.unit, "muted"), 0, 1)
        grid.addWidget(create_label("lấy ngày", "muted"), 0, 2)
        grid.addWidget(self.date_edit, 0, 3)
        grid.addWidget(create_label("Nguồn", "muted"), 1, 0)
        grid.addWidget(self.source, 1, 1, 1, 3)
        grid.setColumnStretch(3, 1)

    def show_value(self, value: ItemValue | None) -> None:
        score = value if isinstance(value, ExternalScore) else None
        self.score.show_stored(format_value(score, self.item) if score else "")
        self.date_edit.show_date(score.as_of if score else None)
        self.source.show_stored(score.source if score else "")

    def typed_texts(self) -> TypedTexts:
        return (tuple(line.text() for line in self._lines()),)

    def restore_draft(self, texts: TypedTexts) -> None:
        for line, text in zip(self._lines(), texts[0], strict=True):
            line.setText(text)
        self._leave()

    def discard_edits(self) -> None:
        for line in self._lines():
            line.restore_stored()
        super().discard_edits()

    def _leave(self) -> None:
        if not any(line.is_changed or line.is_marked_wrong for line in self._lines()):
            return
        score, day, source = (line.text().strip() for line in self._lines())
        try:
            value = self._value(score, source)
        except ValueFaultError as error:
            self.reject_text(error)
            return
        for line in self._lines():
            line.mark_wrong(wrong=False)
        self.accept_text()
        # Source or date alone are no value yet, but neither do they clear the answer.
        if score or not (source or day):
            self.value_entered.emit(value)

    def choose_reading(self, text: str) -> None:
        self.score.setText(text)
        self._leave()

    def _value(self, score: str, source: str) -> ExternalScore | None:
        as_of = self.date_edit.read_day()
        if not score:
            return None
        try:
            number = parse_number_text(score, self.item)
        except ValueFaultError:
            self.score.mark_wrong(wrong=True)
            raise
        return ExternalScore(number, source or self.item.source, as_of)
