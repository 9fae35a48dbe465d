"""Dates: `05/01/2026`, `5.1.26` or from the calendar."""

from datetime import date

from xa_report.domain.item import Item, ItemValue
from xa_report.ui.editors.editor import Editor, in_a_row
from xa_report.ui.widgets.day_line import DayLine


class DayEditor(Editor):
    """A date, typed or picked."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.day = DayLine(item.label)
        self.line = self.day.line
        in_a_row(self).addWidget(self.day)
        self.setFocusProxy(self.line)
        self.line.text_committed.connect(self._leave)
        self.line.enter_pressed.connect(self.enter_pressed)
        self.day.date_picked.connect(self._leave)

    def show_value(self, value: ItemValue | None) -> None:
        self.day.show_day(value if isinstance(value, date) else None)

    def _leave(self, text: str) -> None:
        if self.line.changed:
            self.line.mark_wrong(wrong=not self.take(text))
        elif self.line.wrong:
            self.line.mark_wrong(wrong=False)
            self.value_rejected.emit("")
